package org.limbench.text;

import java.io.File;
import java.nio.file.Path;

/**
 * A path or an address as one word of a command line, to be pasted into a shell. What is advised stands at the end of its line,
 * behind a colon: marks around it would be taken for marks of the word.
 */
public final class ShellWord {
    private ShellWord() {}

    /** Quoted where a shell would take it for more than a word, and never taken for an option. */
    public static String of(Path path) {
        return of(path.toString());
    }

    /** As {@link #of(Path)}. */
    public static String of(String text) {
        String word = text.startsWith("-") ? "." + File.separator + text : text;
        if (word.matches("[\\p{L}\\p{N}_@%+=:,./\\\\-]+") && (File.separatorChar == '\\' || word.indexOf('\\') < 0)) {
            return word;
        }
        return File.separatorChar == '\\' ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'";
    }
}
