package org.limbench.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.limbench.text.ForeignText;

/**
 * Passes text on with everything that acts on a terminal, or deceives the eye, made visible: names, messages and replies
 * come from devices, brokers and files, and none of them may move the cursor, colour, rename or hide anything.
 *
 * <p>Escaped are C0 controls but the line feed and the tab, DEL, C1 controls, bidirectional controls, characters of no
 * width, line and paragraph separators, and surrogates that stand alone, each as a backslash, {@code u} and four hex
 * digits. That is how JSON writes them too, so a JSON document stays the same document. A carriage return directly before a
 * line feed passes.
 *
 * <p>Thread-safe as {@link Writer} is, by its lock.
 */
final class PrintableWriter extends FilterWriter {
    private static final char NONE = 0;

    private char highSurrogate = NONE;
    private boolean carriageReturn;

    PrintableWriter(Writer out) {
        super(out);
    }

    /** A text as it may be printed. */
    static String printable(String text) {
        StringWriter shown = new StringWriter();
        try (PrintableWriter writer = new PrintableWriter(shown)) {
            writer.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return shown.toString();
    }

    @Override
    public void write(int character) throws IOException {
        synchronized (lock) {
            take((char) character);
        }
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                take(text[i]);
            }
        }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                take(text.charAt(i));
            }
        }
    }

    private void take(char next) throws IOException {
        if (carriageReturn) {
            carriageReturn = false;
            if (next == '\n') {
                out.write('\r');
            } else {
                escape('\r');
            }
        }
        if (highSurrogate != NONE) {
            char high = highSurrogate;
            highSurrogate = NONE;
            if (Character.isLowSurrogate(next)) {
                pair(high, next);
                return;
            }
            escape(high);
        }
        if (next == '\r') {
            carriageReturn = true;
        } else if (Character.isHighSurrogate(next)) {
            highSurrogate = next;
        } else if (Character.isLowSurrogate(next) || acts(next)) {
            escape(next);
        } else {
            out.write(next);
        }
    }

    private void pair(char high, char low) throws IOException {
        if (acts(Character.toCodePoint(high, low))) {
            escape(high);
            escape(low);
        } else {
            out.write(high);
            out.write(low);
        }
    }

    /** Whether a character does something, or shows nothing, instead of being shown. */
    private static boolean acts(int character) {
        return character != '\n' && character != '\t' && ForeignText.acts(character);
    }

    private void escape(char character) throws IOException {
        out.write(String.format("\\u%04x", (int) character));
    }

    /** What still waits for its other half is told before the stream ends. */
    @Override
    public void close() throws IOException {
        synchronized (lock) {
            endHalves();
            out.close();
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (lock) {
            endHalves();
            out.flush();
        }
    }

    private void endHalves() throws IOException {
        if (highSurrogate != NONE) {
            escape(highSurrogate);
            highSurrogate = NONE;
        }
        if (carriageReturn) {
            escape('\r');
            carriageReturn = false;
        }
    }
}
