package org.limbench.testkit;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** YAML that was written to bring a reader down. */
public final class YamlSeeds {
    private YamlSeeds() {}

    /** Hostile documents; each begins with a text of the caller's, behind which a value is due. */
    public static Stream<byte[]> hostile(String start) {
        StringBuilder laughs = new StringBuilder("&a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            laughs.append("b").append(level).append(": &a").append(level).append(" [");
            laughs.append(("*a" + (level - 1) + ", ").repeat(9)).append("x]\n");
        }
        return Stream.of(
                        laughs.toString(),
                        "[".repeat(20_000),
                        "{a: ".repeat(20_000),
                        "- ".repeat(20_000),
                        "1e999999999",
                        "9".repeat(20_000),
                        "0x" + "f".repeat(20_000),
                        "-.inf",
                        ".nan",
                        "!!java.net.URL [http://localhost]",
                        "!!binary AAAA",
                        "&a *a",
                        "&a [*a]",
                        "{<<: *a}",
                        "{a: 1, a: 2}",
                        "1\n---\n2",
                        "\"\\U0010FFFF\\x00\"",
                        "? [complex]\n: key",
                        "\u0000",
                        "|\n" + " x\n".repeat(10_000))
                .map(text -> (start + text).getBytes(StandardCharsets.UTF_8));
    }
}
