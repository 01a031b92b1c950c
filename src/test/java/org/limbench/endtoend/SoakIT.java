package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.RandomStream;
import org.limbench.device.ReceiptStatus;
import org.limbench.soak.Soak;
import org.limbench.soak.SoakPlan;
import org.limbench.soak.SoakReport;
import org.limbench.soak.WireCounts;
import org.limbench.testkit.Limbench;

/**
 * None lost, none doubled, each unknown one reported, accounts closed: over bad wires, between processes that are killed.
 *
 * <p>Short by default; {@code -Dlimbench.soak=1000000} for so many updates, {@code -Dlimbench.soak.seed=N} for another plan.
 */
final class SoakIT {
    private static final int SHORT = 3_000;
    private static final int SHORT_RUN = 500;
    private static final Path DIRECTORY = Path.of("target", "soak");

    @TempDir
    private Path directory;

    private final int updates = Integer.getInteger("limbench.soak", SHORT);
    private final long seed = Long.getLong("limbench.soak.seed", 1);

    @Test
    void nothingIsLostOrDoubledWhateverHappensToWireDeviceHostAndBroker() throws Exception {
        SoakPlan plan = SoakPlan.of(updates, seed);

        SoakReport report = Soak.run(plan, DIRECTORY);
        report.write(DIRECTORY.resolve("report.json"));
        System.out.println(report.text());

        assertThat(report.findings()).isEmpty();
        assertThat(report.notReached()).isZero();
        WireCounts wire = report.wire();
        assertThat(wire.lost() / (double) wire.frames()).isBetween(0.006, 0.014);
        assertThat(wire.flipped()).isPositive();
        assertThat(report.receipts(ReceiptStatus.INDETERMINATE)).isPositive();
        assertThat(report.receipts(ReceiptStatus.REJECTED)).isZero();
    }

    @Test
    void theProgramKilledAtRandomPointsOverABadWireEndsAsOneLeftAlone() throws Exception {
        Limbench limbench = new Limbench(directory);
        int ofRun = Math.max(SHORT_RUN, updates / 100);
        int kills = Math.max(2, ofRun / 1000);
        Path alone = directory.resolve("alone");
        Limbench.Outcome undisturbed = limbench.run(run("emulated:lim-chain", ofRun, alone));
        assertThat(undisturbed.code()).as(undisturbed.err()).isZero();
        long journal = Files.size(alone.resolve("journal.bin"));
        RandomStream draws = RandomStream.of(seed, "soak.kills");
        long[] points = LongStream.range(0, kills)
                .map(k -> (long) (0.9 * journal * draws.uniform(k)))
                .sorted()
                .toArray();
        Path faults = Files.writeString(
                directory.resolve("faults.yaml"), "format: 1\nseed: " + seed + "\nlink: {loss: 0.01, flips: 0.001}\n");
        Path killed = directory.resolve("killed");
        try (Limbench.Running device =
                limbench.serve("emulate", "--seed", "9", "--tcp", "127.0.0.1:0", "--faults", faults.toString())) {
            String[] arguments = run("tcp:" + device.ready().get("tcp").asString(), ofRun, killed);
            for (long point : points) {
                KilledHostIT.killAt(limbench.background(arguments), killed, point);
                arguments = new String[] {"run", "--resume", killed.toString()};
            }
            Limbench.Outcome outcome = limbench.run(arguments);
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        KilledHostIT.requireSame(killed, alone);
    }

    private static String[] run(String device, int updates, Path out) {
        return new String[] {
            "run",
            "--device",
            device,
            "--task",
            "digits",
            "--arms",
            "lim",
            "--seed",
            "9",
            "--updates",
            Integer.toString(updates),
            "--out",
            out.toString()
        };
    }
}
