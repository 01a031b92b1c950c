package org.limbench.profile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * The bytes of a profile as a tree: one YAML document, a mapping, first line {@code format: 1}.
 *
 * <p>Nothing in it is trusted: size, depth and number of tokens are bounded, anchors and aliases refused (which is what a
 * billion laughs are made of; {@code extends} serves variants), repeated keys refused.
 */
final class YamlText {
    /** Largest profile, bytes. */
    static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_DEPTH = 12;
    private static final int MOST_TOKENS = 40_000;
    private static final Pattern PROBLEM = Pattern.compile("([^\\n]+)\\n in reader, line ([0-9]{1,9}), column");
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // 0.0005 stays as it is written
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private YamlText() {}

    /**
     * Parses and checks.
     *
     * @throws ProfileException naming the line
     */
    static ObjectNode parse(String file, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new ProfileException(file, "file", bytes.length + " bytes", "at most " + MOST_BYTES + " bytes");
        }
        String text = decode(file, bytes);
        String firstLine = text.lines().findFirst().orElse("empty").strip();
        if (!firstLine.equals("format: 1")) {
            throw new ProfileException(file, "line 1", firstLine, "format: 1");
        }
        try {
            checkTokens(file, text);
            JsonNode tree = MAPPER.readTree(text);
            if (tree instanceof ObjectNode mapping) {
                return mapping;
            }
            throw new ProfileException(file, "line 1", "not a mapping", "key: value lines");
        } catch (JacksonException e) {
            throw malformed(file, e);
        }
    }

    /** What the parser says last, with its line: it tells first what it was doing and then what it met. */
    private static ProfileException malformed(String file, JacksonException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        String problem = e.getOriginalMessage();
        Matcher met = PROBLEM.matcher(problem);
        while (met.find()) {
            problem = met.group(1);
            line = Integer.parseInt(met.group(2));
        }
        return new ProfileException(file, line > 0 ? "line " + line : "file", problem, "one well-formed YAML document");
    }

    private static String decode(String file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProfileException(file, "file", "not UTF-8", "UTF-8 text");
        }
    }

    private static void checkTokens(String file, String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            int depth = 0;
            int roots = 0;
            int tokens = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String line = "line " + parser.currentTokenLocation().getLineNr();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                roots += depth == 1 && token.isStructStart() ? 1 : 0;
                if (roots > 1) {
                    throw new ProfileException(file, line, "a second document", "one YAML document");
                }
                if (depth > MOST_DEPTH) {
                    throw new ProfileException(file, line, "nested deeper", "at most " + MOST_DEPTH + " levels");
                }
                if (++tokens > MOST_TOKENS) {
                    throw new ProfileException(file, line, "more text", "at most " + MOST_TOKENS + " tokens");
                }
                if (parser.getObjectId() != null || (parser instanceof YAMLParser yaml && yaml.isCurrentAlias())) {
                    throw new ProfileException(
                            file, line, "an anchor or alias", "values written out, and extends for variants");
                }
            }
        }
    }
}
