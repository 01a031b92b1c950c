package org.limbench.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks a document's tokens before anything is made of them: one document, bounded depth and number of tokens, decimal finite
 * numbers; remembers on which line each key stands. Used once.
 */
final class TokenCheck {
    private final String file;
    private final JsonParser parser;
    private final int mostDepth;
    private final int mostTokens;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int tokens;
    private int roots;

    /** A mapping or list that is open. */
    private static final class Level {
        private final String path;
        private final boolean list;
        private int entries;
        private String key = "";

        Level(String path, boolean list) {
            this.path = path;
            this.list = list;
        }

        String here() {
            return list ? path + "[" + entries + "]" : path.isEmpty() ? key : path + "." + key;
        }
    }

    TokenCheck(String file, JsonParser parser, int mostDepth, int mostTokens) {
        this.file = file;
        this.parser = parser;
        this.mostDepth = mostDepth;
        this.mostTokens = mostTokens;
    }

    /** Line of every key and entry by its path, {@code a.b[0].c}. */
    Map<String, Integer> lines() {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (++tokens > mostTokens) {
                throw bad("", "more text", "at most " + mostTokens + " tokens");
            }
            if (levels.isEmpty() && !token.isStructEnd() && ++roots > 1) {
                throw bad("", "a second document", "one document");
            }
            take(token);
        }
        return lines;
    }

    private void take(JsonToken token) {
        if (token.isStructEnd()) {
            levels.pop();
            next();
            return;
        }
        if (token == JsonToken.PROPERTY_NAME) {
            levels.element().key = parser.currentName();
            lines.putIfAbsent(here(), line());
            return;
        }
        if (parser.getObjectId() != null || isAlias()) {
            throw bad(here(), "an anchor or alias", "values written out");
        }
        if (parser.getTypeId() != null) {
            throw bad(here(), "the tag " + parser.getTypeId(), "values without tags");
        }
        lines.putIfAbsent(here(), line());
        if (token.isStructStart()) {
            if (levels.size() == mostDepth) {
                throw bad(here(), "nested deeper", "at most " + mostDepth + " levels");
            }
            levels.push(new Level(here(), token == JsonToken.START_ARRAY));
            return;
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            number(token == JsonToken.VALUE_NUMBER_INT);
        }
        next();
    }

    private boolean isAlias() {
        return parser instanceof tools.jackson.dataformat.yaml.YAMLParser yaml && yaml.isCurrentAlias();
    }

    private void number(boolean whole) {
        String text = parser.getString();
        try {
            PlainNumber.real(text);
        } catch (NumberFormatException none) {
            throw bad(
                    here(),
                    InputException.printable(text) + ", " + none.getMessage(),
                    whole ? "a whole number in decimal" : "a finite number in decimal");
        }
    }

    private void next() {
        if (!levels.isEmpty() && levels.element().list) {
            levels.element().entries++;
        }
    }

    private String here() {
        return levels.isEmpty() ? "" : levels.element().here();
    }

    private int line() {
        return Math.max(0, parser.currentTokenLocation().getLineNr());
    }

    private InputException bad(String where, String value, String allowed) {
        return new InputException(file, line(), where, value, allowed);
    }
}
