package org.limbench.ledger;

import java.io.File;
import java.nio.file.Path;

/** A path as one word of a command line, to be pasted into a shell. */
public final class ShellWord {
    private ShellWord() {}

    /** Quoted where a shell would take it for more than a word, and never taken for an option. */
    public static String of(Path path) {
        String text = path.toString();
        String word = text.startsWith("-") ? "." + File.separator + text : text;
        if (word.matches("[\\p{L}\\p{N}_@%+=:,./\\\\-]+") && (File.separatorChar == '\\' || word.indexOf('\\') < 0)) {
            return word;
        }
        return File.separatorChar == '\\' ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'";
    }
}
