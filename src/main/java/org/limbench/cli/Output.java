package org.limbench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that are written: {@code -} is stdout, which then holds nothing else. */
final class Output {
    private static final Path STDOUT = Path.of("-");

    private Output() {}

    static boolean isStdout(@Nullable Path file) {
        return STDOUT.equals(file);
    }

    /**
     * Whether stdout is taken by one of some files.
     *
     * @param json whether it is asked for a document as well
     * @throws IllegalArgumentException when more than one thing is to go there
     */
    static boolean takesStdout(boolean json, @Nullable Path... files) {
        int wanting = json ? 1 : 0;
        boolean taken = false;
        for (Path file : files) {
            if (isStdout(file)) {
                taken = true;
                wanting++;
            }
        }
        if (taken && wanting > 1) {
            throw new IllegalArgumentException("- is stdout, and more than one document is to go there; allowed: one");
        }
        return taken;
    }

    /** Refuses stdout where only a place on disk will do. */
    static void requireFile(String option, @Nullable Path file, String what) {
        if (isStdout(file)) {
            throw new IllegalArgumentException(option + " is '-', which is stdout; allowed: " + what);
        }
    }
}
