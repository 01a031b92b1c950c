package org.limbench.cli;

/**
 * Where the process begins. What fails before there is anything that could tell of it, or while it is told, is told here, by
 * nothing but Java's own means: a process with hardly any file descriptors cannot even read its classes.
 */
public final class Start {
    private Start() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        try {
            Main.main(arguments);
        } catch (Throwable untold) {
            System.err.println("limbench: cannot go on: " + PrintableWriter.printable(inOneLine(untold)));
            System.exit(ExitCode.INTERNAL_ERROR);
        }
    }

    private static String inOneLine(Throwable untold) {
        String what = String.valueOf(untold).replaceAll("\\s*\\R\\s*", "; ");
        if (untold instanceof LinkageError) {
            return "a part of the program cannot be read (" + what
                    + "); either too many files are open ('ulimit -n' raises the limit), or the jar is damaged";
        }
        return untold instanceof OutOfMemoryError ? "out of memory (" + what + ")" : what;
    }
}
