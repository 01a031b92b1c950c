package org.limbench.report;

import tools.jackson.databind.json.JsonMapper;

/** JSON that may stand inside a script element. */
final class ScriptJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ScriptJson() {}

    /** With {@code <}, {@code >} and {@code &} written as escapes, so that no text can end the element or open another. */
    static String of(Object value) {
        return MAPPER.writeValueAsString(value)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }
}
