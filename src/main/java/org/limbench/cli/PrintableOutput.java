package org.limbench.cli;

import java.io.PrintWriter;

/** Prints through a {@link PrintableWriter}; what its stream fails at is told as if there were nothing between. */
final class PrintableOutput extends PrintWriter {
    private final PrintWriter plain;

    private PrintableOutput(PrintWriter plain) {
        super(new PrintableWriter(plain), true);
        this.plain = plain;
    }

    /** Around a stream; one that is printable already stays as it is. */
    static PrintableOutput of(PrintWriter plain) {
        return plain instanceof PrintableOutput already ? already : new PrintableOutput(plain);
    }

    /** The stream as it is, for text of our own with colours in it. */
    PrintWriter plain() {
        return plain;
    }

    @Override
    public boolean checkError() {
        boolean own = super.checkError();
        return plain.checkError() || own;
    }
}
