package org.limbench.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as one JSON document, as {@code --json} prints them. */
final class Json {
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** A tree of plain values and records, indented, without an end of line. */
    static String indented(Object document) {
        return INDENTED.writeValueAsString(document);
    }
}
