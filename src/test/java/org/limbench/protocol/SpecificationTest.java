package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.protocol.wire.Wire;

/** Holds the page of rules to the vectors, the tests and the codec. */
final class SpecificationTest {
    private static final Path PAGE = Path.of("firmware-protocol", "README.md");
    private static final Path TESTS = Path.of("src", "test", "java", "org", "limbench");
    private static final Pattern RULE = Pattern.compile("(?m)^- \\*\\*(LIM-P-\\d{3})\\*\\* (.*)$");
    private static final Pattern PROOF = Pattern.compile("`([^`]+)`");

    static Stream<MatchResult> rules() {
        return RULE.matcher(page()).results();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleNamesAProofThatExists(MatchResult rule) {
        String[] parts = rule.group(2).split(" Proof: ", -1);

        assertThat(parts).as(rule.group(1)).hasSize(2);
        List<String> proofs =
                PROOF.matcher(parts[1]).results().map(m -> m.group(1)).toList();
        assertThat(proofs).as(rule.group(1)).isNotEmpty();
        assertThat(proofs).as(rule.group(1)).allMatch(SpecificationTest::exists, "exists");
    }

    @Test
    void rulesAreNumberedUpwards() {
        List<String> numbers = rules().map(r -> r.group(1)).toList();

        assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(40);
        assertThat(page().split("LIM-P-\\d{3}\\*\\*", -1)).hasSize(numbers.size() + 1);
    }

    @Test
    void vectorNamesAreUnique() {
        for (String file : List.of("messages.json", "broken.json", "bit-lines.json", "staging.json", "limits.json")) {
            assertThat(VectorFile.read(file).stream().map(v -> VectorFile.text(v, "name")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void exchangeOfThePageIsWhatTheCodecSends() {
        String page = page();
        String block = page.substring(page.indexOf("<!-- exchange -->"));

        assertThat(block).contains("```text\n" + ExchangeExample.text() + "```");
    }

    @Test
    void everyStatusCodeIsInTheTables() {
        for (Wire.FaultCode code : Wire.FaultCode.values()) {
            if (code != Wire.FaultCode.UNRECOGNIZED) {
                assertThat(page()).contains("| " + code + " | " + code.getNumber() + " |");
            }
        }
        for (Wire.ReceiptStatus status : Wire.ReceiptStatus.values()) {
            if (status != Wire.ReceiptStatus.UNRECOGNIZED && status != Wire.ReceiptStatus.RECEIPT_UNSPECIFIED) {
                assertThat(page()).contains("| " + status + " | " + status.getNumber() + " |");
            }
        }
    }

    @Test
    void limitsOfThePageAreTheCodecs() {
        assertThat(page())
                .contains("| longest envelope sent | " + WireLimits.MOST_SENT_ENVELOPE + " bytes |")
                .contains("| longest envelope accepted by limbench | " + WireLimits.MOST_ACCEPTED_ENVELOPE + " bytes |")
                .contains("codes of a command | " + WireLimits.CHUNK + " bytes |")
                .contains("| credits | " + WireLimits.CREDITS + " frames |")
                .contains("| results kept | " + WireLimits.KEPT_RESULTS + " |");
    }

    /** The table of limits and the vectors that hold both devices to it are one. */
    @Test
    void everyLimitOfTheTableIsThatOfTheVectors() {
        List<String> vectors = VectorFile.read("limits.json").stream()
                .map(v -> "| `" + VectorFile.text(v, "field") + "` | " + VectorFile.text(v, "limit") + " | "
                        + VectorFile.text(v, "code") + " |")
                .distinct()
                .toList();
        String page = page();
        String table = page.substring(page.indexOf("<!-- limits -->"), page.indexOf("<!-- /limits -->"));

        assertThat(table.lines().filter(line -> line.startsWith("| `"))).containsExactlyElementsOf(vectors);
    }

    @Test
    void schemaChecksumIsTheOneOfThisPage() {
        assertThat(page())
                .contains(String.format(
                        "| schema checksum of version %d.%d | 0x%08X |",
                        WireLimits.PROTO_MAJOR, WireLimits.PROTO_MINOR, Schema.crc()));
    }

    private static boolean exists(String proof) {
        if (proof.contains(".json#")) {
            String[] place = proof.split("#", -1);
            return vectors(place[0]).contains(place[1]);
        }
        String[] place = proof.split("\\.", -1);
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Path> found = files.filter(f -> f.endsWith(place[0] + ".java")).toList();
            return found.size() == 1
                    && (place.length == 1 || Files.readString(found.get(0)).contains("void " + place[1] + "("));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> vectors(String file) {
        Set<String> names = new HashSet<>();
        for (String list : file.equals("framing.json") ? List.of("cobs", "crc") : List.of("vectors")) {
            VectorFile.read(file, list).forEach(v -> names.add(VectorFile.text(v, "name")));
        }
        return names;
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
