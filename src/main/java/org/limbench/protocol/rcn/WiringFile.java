package org.limbench.protocol.rcn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a {@link Wiring} from YAML, {@code format: 1}. No unknown keys; every number that is not a pin is written {@code
 * {value, source, confidence}}, its unit is the end of its key. {@code device-profiles/wiring/rcn-16x4.yaml} is an example with
 * every key explained.
 */
public final class WiringFile {
    private static final long MOST_BYTES = 1 << 18;
    private static final String PACKED = "/device-profiles/wiring/";

    private WiringFile() {}

    /**
     * A wiring by the name of a packed one, or by the path of a file (it holds a separator or ends in .yaml or .yml).
     *
     * @throws IllegalArgumentException in one line: file, key, value, what is allowed
     */
    public static Wiring load(String nameOrPath) {
        boolean path = nameOrPath.contains("/")
                || nameOrPath.contains("\\")
                || nameOrPath.endsWith(".yaml")
                || nameOrPath.endsWith(".yml");
        try {
            if (path) {
                Path at = Path.of(nameOrPath);
                if (Files.size(at) > MOST_BYTES) {
                    throw new IllegalArgumentException(at + ": " + Files.size(at) + " bytes; allowed: " + MOST_BYTES);
                }
                return parse(nameOrPath, Files.readString(at));
            }
            try (InputStream in = WiringFile.class.getResourceAsStream(PACKED + nameOrPath + ".yaml")) {
                if (in == null) {
                    throw new IllegalArgumentException(
                            "wiring is '" + nameOrPath + "'; allowed: rcn-16x4, or the path of a YAML file");
                }
                return parse(nameOrPath, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("wiring " + nameOrPath + ": cannot be read: " + e, e);
        }
    }

    /** The wiring in a text; {@code file} names it in messages. */
    public static Wiring parse(String file, String text) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": no YAML: " + e.getOriginalMessage(), e);
        }
        return new WiringReader(file).wiring(root, sha256(text));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
