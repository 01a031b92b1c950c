package org.limbench.physics;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;

/**
 * Pulses per second of one thread, energy booked, 256 x 256 cells: run by hand, prints a table.
 *
 * <p>Arguments: families to measure, by name; none: all, one after the other, so that the compiler has seen several. Thread
 * CPU time, median of nine rounds after warm-up.
 */
final class PulseThroughput {
    private static final ArrayGeometry GEOMETRY = new ArrayGeometry(256, 256);
    private static final int ROUNDS = 9;

    private PulseThroughput() {}

    /** A kind of cell by name. */
    private record Family(String name, PulsedCell cell) {}

    private static List<Family> families() {
        PulseNoise cycle = new PulseNoise(0.3, 0);
        PulsedCell soft = TestModels.pulsed(new PulseResponse.SoftBoundsReference(false, false, 0, 0));
        return List.of(
                new Family(
                        "constant",
                        TestModels.pulsed(new PulseResponse.Constant()).withNoise(cycle)),
                new Family(
                        "constant-quiet",
                        TestModels.pulsed(new PulseResponse.Constant()).withNoise(PulseNoise.NONE)),
                new Family("soft-bounds", soft.withNoise(new PulseNoise(3.75, 0))),
                new Family("soft-bounds-write", soft.withNoise(new PulseNoise(3.75, 56))),
                new Family(
                        "linear",
                        TestModels.pulsed(new PulseResponse.Linear(0.4, 0.7, 0.05, 0.05, true, false, false))
                                .withNoise(cycle)),
                new Family(
                        "saturating",
                        TestModels.pulsed(new PulseResponse.Saturating(0.5, 0.5, 0))
                                .withNoise(cycle)),
                new Family(
                        "piecewise",
                        TestModels.pulsed(new PulseResponse.Piecewise(List.of(1.0, 0.5), List.of(0.5, 1.0)))
                                .withNoise(cycle)),
                new Family(
                        "exponential",
                        TestModels.pulsed(new PulseResponse.Exponential(-1.18445, -0.081404, 5, 5, -0.5, -0.5, 0, 0))
                                .withNoise(new PulseNoise(5, 0))),
                new Family(
                        "power",
                        TestModels.pulsed(new PulseResponse.Power(2, 0.1, 0, 0)).withNoise(cycle)));
    }

    private static ArrayCommand dense(Drive drive, int pulses) {
        byte[] signed = new byte[GEOMETRY.cells()];
        RandomStream.Cursor cursor = RandomStream.of(1, "throughput").cursor();
        for (int i = 0; i < signed.length; i++) {
            signed[i] = (byte) (cursor.nextBits() < 0 ? -pulses : pulses);
        }
        return new DenseUpdate(GEOMETRY.whole(), drive, signed, 100e-9);
    }

    private static ArrayCommand rank1(Drive drive) {
        byte[] rows = new byte[256];
        byte[] columns = new byte[256];
        RandomStream.Cursor cursor = RandomStream.of(2, "throughput").cursor();
        for (int i = 0; i < 256; i++) {
            rows[i] = (byte) (cursor.nextBelow(255) - 127);
            columns[i] = (byte) (cursor.nextBelow(255) - 127);
        }
        return new Rank1Update(GEOMETRY.whole(), drive, rows, 65_536, columns, 65_536, 31, 100e-9, 5);
    }

    private static double pulsesPerSecond(PulsedCell cell, ArrayCommand command) {
        CellArray array = cell.newArray(GEOMETRY, 300, TestModels.everything(), 7);
        double[] rates = new double[ROUNDS];
        int repeats = 4;
        for (int warm = 0; warm < 60; warm++) {
            array.apply(command);
        }
        var threads = ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long pulses = 0;
            long start = threads.getCurrentThreadCpuTime();
            for (int k = 0; k < repeats; k++) {
                pulses += array.apply(command).pulses();
            }
            rates[round] = pulses * 1e9 / (threads.getCurrentThreadCpuTime() - start);
        }
        Arrays.sort(rates);
        return rates[ROUNDS / 2];
    }

    /** Prints a line per family and workload. */
    public static void main(String[] names) {
        List<String> wanted = List.of(names);
        for (Family family : families()) {
            if (!wanted.isEmpty() && !wanted.contains(family.name())) {
                continue;
            }
            Drive drive = new Drive.Voltage(1.5, 1.4);
            System.out.printf(
                    Locale.ROOT,
                    "%-18s dense 1: %.2e  dense 8: %.2e  rank-1, 31 slots: %.2e pulses/s%n",
                    family.name(),
                    pulsesPerSecond(family.cell(), dense(drive, 1)),
                    pulsesPerSecond(family.cell(), dense(drive, 8)),
                    pulsesPerSecond(family.cell(), rank1(drive)));
        }
    }
}
