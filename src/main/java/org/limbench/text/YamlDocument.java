package org.limbench.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One YAML document as a tree that knows its lines, the same for profiles, faults, wirings and settings.
 *
 * <p>Nothing in it is trusted: bytes, depth and number of tokens are bounded, anchors and aliases refused (which is what a
 * billion laughs are made of), and so are tags, repeated keys, a second document, and numbers that are not finite or not in
 * plain decimal. A byte order mark of UTF-8 may stand first, as YAML 1.2 (5.2) has it.
 */
public final class YamlDocument {
    private static final int MOST_DEPTH = 12;
    private static final int MOST_TOKENS = 40_000;
    private static final Pattern PROBLEM = Pattern.compile("([^\\n]+)\\n in reader, line ([0-9]{1,9}), column");
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // 0.0005 stays as it is written
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String file;
    private final String text;
    private final JsonNode root;
    private final Map<String, Integer> lines;

    private YamlDocument(String file, String text, JsonNode root, Map<String, Integer> lines) {
        this.file = file;
        this.text = text;
        this.root = root;
        this.lines = lines;
    }

    /**
     * The bytes of a file, for {@link #parse}.
     *
     * @param most how many are allowed
     * @throws InputException when there is no such file, it is too large or cannot be read
     */
    public static byte[] bytes(Path path, int most) {
        if (!Files.isRegularFile(path)) {
            String state = Files.exists(path) ? "no regular file" : "not there";
            throw new InputException(path.toString(), 0, "file", state, "the path of a YAML file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(most + 1); // one more than allowed tells too large from large enough
        } catch (IOException e) {
            throw new InputException(path.toString(), 0, "file", "not readable, " + e, "a file that can", e);
        }
    }

    /** A path people wrote. */
    public static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(text, 0, "file", "no path, " + e.getReason(), "the path of a YAML file", e);
        }
    }

    /**
     * Parses and checks.
     *
     * @param file names it in messages
     * @param most bytes allowed
     * @throws InputException naming line and key
     */
    public static YamlDocument parse(String file, byte[] bytes, int most) {
        if (bytes.length > most) {
            throw new InputException(file, 0, "file", "more than " + most + " bytes", "at most so many");
        }
        try {
            return parse(file, TextStream.decode(bytes));
        } catch (NotTextException e) {
            throw new InputException(
                    file, 0, "file", "not text in UTF-8, it " + e.getMessage(), NotTextException.ALLOWED, e);
        }
    }

    private static YamlDocument parse(String file, String text) {
        try {
            Map<String, Integer> lines =
                    new TokenCheck(file, MAPPER.createParser(text), MOST_DEPTH, MOST_TOKENS).lines();
            return new YamlDocument(file, text, MAPPER.readTree(text), lines);
        } catch (JacksonException e) {
            throw malformed(file, e);
        }
    }

    /** What the parser says last, with its line: it tells first what it was doing and then what it met. */
    private static InputException malformed(String file, JacksonException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        String problem = e.getOriginalMessage();
        Matcher met = PROBLEM.matcher(problem);
        while (met.find()) {
            problem = met.group(1);
            line = Integer.parseInt(met.group(2));
        }
        return new InputException(file, Math.max(0, line), "", problem, "one well-formed YAML document", e);
    }

    /** What stands in it; missing where it is empty. */
    public JsonNode root() {
        return root;
    }

    /** Name for messages. */
    public String file() {
        return file;
    }

    /** The text, without a byte order mark. */
    public String text() {
        return text;
    }

    /** Line of a key, {@code a.b[0].c}, or of what it would stand in; 0 where nothing is known. */
    public int line(String path) {
        for (String at = path;
                !at.isEmpty();
                at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))))) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    /** What a record itself said against the values of a key, with file, line and key before it unless they are. */
    public InputException named(String path, IllegalArgumentException wrong) {
        return InputException.of(file, line(path), path, wrong);
    }

    /** The complaint about a key. */
    public InputException bad(String path, Object value, String allowed) {
        return new InputException(file, line(path), path, String.valueOf(value), allowed);
    }
}
