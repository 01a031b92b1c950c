package org.limbench.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Lines laid out for a terminal narrower than they are: prose is broken between words, a table is cut between its columns and its
 * parts stand below each other, the first column before each. Lines that fit stay as they are.
 *
 * <p>What a table is follows from the lines alone: those with two spaces somewhere inside, and single words between such. A
 * column ends where every line of a table has a space.
 */
final class NarrowLines {
    private final int columns;
    private final List<String> fitted = new ArrayList<>();

    private NarrowLines(int columns) {
        this.columns = columns;
    }

    /**
     * The same lines, none wider than so many columns unless a word of it is.
     *
     * @param columns most characters of a line
     */
    static List<String> of(List<String> lines, int columns) {
        if (lines.stream().allMatch(line -> line.length() <= columns)) {
            return lines;
        }
        NarrowLines narrow = new NarrowLines(columns);
        List<String> table = new ArrayList<>();
        for (String line : lines) {
            if (isTabular(line) || (!table.isEmpty() && isWord(line))) {
                table.add(line);
            } else {
                narrow.table(table);
                table.clear();
                narrow.prose(line);
            }
        }
        narrow.table(table);
        return narrow.fitted;
    }

    private static boolean isTabular(String line) {
        return line.strip().contains("  ");
    }

    private static boolean isWord(String line) {
        return !line.isBlank() && line.indexOf(' ') < 0;
    }

    private void prose(String line) {
        if (line.length() <= columns) {
            fitted.add(line);
            return;
        }
        String words = line.stripLeading();
        String indent = " ".repeat(line.length() - words.length());
        WrappedText.lines(words, columns - indent.length()).forEach(part -> fitted.add(indent + part));
    }

    private void table(List<String> table) {
        int width = table.stream().mapToInt(String::length).max().orElse(0);
        if (width <= columns) {
            fitted.addAll(table);
            return;
        }
        BitSet written = new BitSet(width);
        for (String line : table) {
            for (int k = 0; k < line.length(); k++) {
                if (line.charAt(k) != ' ') {
                    written.set(k);
                }
            }
        }
        int first = written.nextClearBit(written.nextSetBit(0));
        part(table, 0, 0, end(written, 0, columns));
        int from = end(written, 0, columns);
        while (from < width) {
            int to = end(written, from, columns - first - 1);
            part(table, first, from, to);
            from = to;
        }
    }

    /** Where a part has to end that begins at a column: behind the last gap that fits, or behind a column that is too wide. */
    private static int end(BitSet written, int from, int room) {
        int end = from;
        int next = written.nextSetBit(from);
        int begin = from == 0 ? 0 : next;
        while (next >= 0) {
            int behind = written.nextClearBit(next);
            if (behind - begin > room && end > from) {
                return end;
            }
            end = behind;
            next = written.nextSetBit(behind);
        }
        return end;
    }

    private void part(List<String> table, int first, int from, int to) {
        if (from > 0) {
            fitted.add("");
        }
        int skipped = from == 0
                ? 0
                : table.stream().mapToInt(line -> blanks(line, from, to)).min().orElse(0);
        for (String line : table) {
            String key = first == 0 ? "" : cut(line, 0, first) + " ".repeat(Math.max(0, first - line.length()) + 1);
            fitted.add((key + cut(line, from + skipped, to)).stripTrailing());
        }
    }

    private static int blanks(String line, int from, int to) {
        String part = cut(line, from, to);
        return part.isBlank() ? to - from : part.length() - part.stripLeading().length();
    }

    private static String cut(String line, int from, int to) {
        return line.substring(Math.min(from, line.length()), Math.min(to, line.length()));
    }
}
