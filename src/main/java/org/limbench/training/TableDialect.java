package org.limbench.training;

import java.util.Map;
import java.util.Optional;

/**
 * How a table is written, as far as its task says so: {@code header=yes|no}, {@code delimiter=} a character or one of comma,
 * semicolon, tab, space, pipe, {@code decimal=} a point or a comma.
 *
 * @param header whether the first line names the columns; empty where nobody said
 * @param delimiter between two fields, a comma unless said
 * @param delimiterSaid whether somebody said
 * @param decimal mark before the fraction, a point unless said
 * @param modelSaid whether the task names its model, which settles what the last column is
 */
record TableDialect(Optional<Boolean> header, char delimiter, boolean delimiterSaid, char decimal, boolean modelSaid) {
    /** Keys a task's text may set. */
    static final String[] KEYS = {"header", "delimiter", "decimal"};

    /** What a person calls each delimiter there is; the characters between which is chosen. */
    private static final Map<String, Character> WORDS =
            Map.of("comma", ',', "semicolon", ';', "tab", '\t', "space", ' ', "pipe", '|');

    /** Nothing said. */
    static final TableDialect USUAL = new TableDialect(Optional.empty(), ',', false, '.', false);

    /** What a task says. */
    static TableDialect of(TaskText task) {
        String header = task.option("header", "");
        if (!header.isEmpty() && !header.equals("yes") && !header.equals("no")) {
            throw task.wrong("header", header, "yes, no");
        }
        String delimiter = task.option("delimiter", "comma");
        Character between = WORDS.get(delimiter);
        if (between == null && delimiter.length() == 1 && WORDS.containsValue(delimiter.charAt(0))) {
            between = delimiter.charAt(0);
        }
        if (between == null) {
            throw task.wrong("delimiter", delimiter, "comma, semicolon, tab, space, pipe, or the character itself");
        }
        char decimal = switch (task.option("decimal", "point")) {
            case ".", "point" -> '.';
            case ",", "comma" -> ',';
            default -> throw task.wrong("decimal", task.option("decimal", ""), "a point (.) or a comma (,)");
        };
        if (decimal == between) {
            throw task.wrong("decimal", ",", "a comma only where another delimiter is given, e.g. delimiter=semicolon");
        }
        return new TableDialect(
                header.isEmpty() ? Optional.empty() : Optional.of(header.equals("yes")),
                between,
                task.options().containsKey("delimiter"),
                decimal,
                task.options().containsKey("model"));
    }

    /** What a person calls a delimiter. */
    static String word(char delimiter) {
        return WORDS.entrySet().stream()
                .filter(entry -> entry.getValue() == delimiter)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** A delimiter somebody might have meant that stands in a field, where nobody said which it is; empty for none. */
    Optional<String> otherDelimiter(String field) {
        return delimiterSaid
                ? Optional.empty()
                : field.chars()
                        .filter(c -> c == ';' || c == '\t' || c == '|')
                        .mapToObj(c -> word((char) c))
                        .findFirst();
    }

    /** How it was read, for people. */
    String form(boolean headed) {
        return (headed ? "header yes" : "header no") + ", delimiter " + word(delimiter)
                + (decimal == ',' ? ", decimal comma" : "");
    }
}
