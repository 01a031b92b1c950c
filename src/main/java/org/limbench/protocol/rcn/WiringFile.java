package org.limbench.protocol.rcn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.limbench.text.YamlDocument;

/**
 * Reads a {@link Wiring} from YAML, {@code format: 1}. No unknown keys; every number that is not a pin is written {@code
 * {value, source, confidence}}, its unit is the end of its key. {@code device-profiles/wiring/rcn-16x4.yaml} is an example with
 * every key explained.
 */
public final class WiringFile {
    private static final int MOST_BYTES = 1 << 18;
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
                return parse(nameOrPath, YamlDocument.bytes(YamlDocument.path(nameOrPath), MOST_BYTES));
            }
            try (InputStream in = WiringFile.class.getResourceAsStream(PACKED + nameOrPath + ".yaml")) {
                if (in == null) {
                    throw new IllegalArgumentException(
                            "wiring is '" + nameOrPath + "'; allowed: rcn-16x4, or the path of a YAML file");
                }
                return parse(nameOrPath, in.readAllBytes());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("wiring " + nameOrPath + ": cannot be read: " + e, e);
        }
    }

    /** The wiring in a text; {@code file} names it in messages. */
    public static Wiring parse(String file, String text) {
        return parse(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Wiring parse(String file, byte[] bytes) {
        return new WiringReader(YamlDocument.parse(file, bytes, MOST_BYTES)).wiring(sha256(bytes), bytes.length);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
