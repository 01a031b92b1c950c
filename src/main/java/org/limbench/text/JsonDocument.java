package org.limbench.text;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON document as a tree: bounded in bytes, depth and tokens, each key once, every number finite, nothing behind it
 * (RFC 8259; a byte order mark is left out, as its section 8.1 allows).
 */
public final class JsonDocument {
    private static final int MOST_DEPTH = 64;
    private static final int MOST_TOKENS = 4_000_000;
    private static final int MOST_NUMBER = 400;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxNumberLength(MOST_NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private JsonDocument() {}

    /**
     * The tree in bytes.
     *
     * @param name of the document, for messages
     * @param most bytes allowed
     * @throws InputException naming line and key
     */
    public static JsonNode parse(String name, byte[] bytes, int most) {
        if (bytes.length > most) {
            throw new InputException(name, 0, "size", "more than " + most + " bytes", "at most so many");
        }
        try {
            String text = TextStream.decode(bytes);
            new TokenCheck(name, MAPPER.createParser(text), MOST_DEPTH, MOST_TOKENS).lines();
            return MAPPER.readTree(text);
        } catch (NotTextException e) {
            throw new InputException(
                    name, 0, "text", "not in UTF-8, it " + e.getMessage(), NotTextException.ALLOWED, e);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InputException(
                    name, Math.max(0, line), "", "is not JSON, " + e.getOriginalMessage(), "one JSON document", e);
        }
    }

    /** The tree in a text. */
    public static JsonNode parse(String name, String text, int most) {
        return parse(name, text.getBytes(StandardCharsets.UTF_8), most);
    }

    /**
     * The record in a text.
     *
     * @throws InputException when the text is no JSON or not of that shape
     */
    public static <T> T parse(String name, String text, int most, Class<T> type) {
        return parse(name, text.getBytes(StandardCharsets.UTF_8), most, type);
    }

    /** The record in bytes. */
    public static <T> T parse(String name, byte[] bytes, int most, Class<T> type) {
        JsonNode tree = parse(name, bytes, most);
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new InputException(
                    name, 0, "", "is not of its kind, " + e.getOriginalMessage(), type.getSimpleName(), e);
        }
    }
}
