package org.limbench.emulator;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.Refusal;
import org.limbench.testkit.Script;
import org.limbench.testkit.YamlSeeds;

/** Fault plans that a fuzzer wrote. */
final class FaultPlanFileFuzzTest {
    /** Heap for a plan, bytes: so much, and so much for each byte of it. */
    private static final long ALLOCATION = 8 << 20;

    private static final long ALLOCATION_PER_BYTE = 2_048;

    static Stream<byte[]> plans() {
        Stream<String> texts = Stream.of("format: 1", """
                format: 1
                seed: 7
                link: {loss: 0.01, flips: 0.001, duplication: 0.002, reordering: 0.003, delay: 0.004, delayCalls: 5}
                reboots: [{atUpdate: 100, moment: commit}, {atUpdate: 200}]
                stuckCells: [{row: 0, column: 3, fraction: 0.5}]
                meterGaps: [{fromUpdate: 10, updates: 4}]
                """);
        return Stream.of(
                        texts.map(text -> text.getBytes(StandardCharsets.UTF_8)),
                        YamlSeeds.hostile("format: 1\nseed: "),
                        IntStream.range(0, 50).mapToObj(n -> Script.random("fuzz.faults", n, 200)))
                .flatMap(s -> s);
    }

    @MethodSource("plans")
    @FuzzTest
    void anyTextIsAPlanOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Allocation.atMost(
                ALLOCATION + ALLOCATION_PER_BYTE * bytes.length,
                () -> Refusal.or(IllegalArgumentException.class, () -> FaultPlanFile.parse("fuzzed.yaml", text)));
    }
}
