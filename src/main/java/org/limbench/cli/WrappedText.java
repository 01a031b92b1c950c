package org.limbench.cli;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines between words, never in the middle of one: a word wider than a line stands alone. */
final class WrappedText {
    private WrappedText() {}

    /**
     * The lines of a text.
     *
     * @param columns most characters of a line
     */
    static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
