package org.limbench.training;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Data a task was made from.
 *
 * @param role {@code table}, {@code images}, {@code labels} or {@code graph}
 * @param name path as written, or the name of what is packed with the program
 * @param sha256 digest of the bytes that were read, lower-case hex: of the file as it is, packed or not
 * @param bytes how many
 * @param counts what was found in them: {@code examples}, {@code features}, {@code classes}, {@code nodes}, {@code edges}
 * @param form how it was read: header, delimiter, decimal mark; empty where there is no choice
 */
public record TaskInput(String role, String name, String sha256, long bytes, Map<String, Long> counts, String form) {
    private static final int SHOWN_DIGITS = 12;

    public TaskInput {
        counts = new TreeMap<>(counts);
    }

    /** The one line a person gets before a run begins. */
    public String line() {
        StringJoiner said = new StringJoiner(", ");
        counts.forEach((what, count) -> said.add(String.format(Locale.ROOT, "%d %s", count, what)));
        if (!form.isEmpty()) {
            said.add(form);
        }
        return role + " " + name + ": " + said + ", SHA-256 " + sha256.substring(0, SHOWN_DIGITS);
    }
}
