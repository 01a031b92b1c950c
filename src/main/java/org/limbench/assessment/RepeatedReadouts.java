package org.limbench.assessment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.limbench.device.Datasheet;
import org.limbench.device.Readout;

/**
 * Entropies of the cells of a tile before and after one fixed protocol, from repeats of it.
 *
 * <p>Before: all cells met the same, so all cells of all repeats that start alike are pooled, as in {@link
 * InformationTrace}.
 *
 * <p>After: every cell had pulses of its own, so its deviation is taken over repeats, never over cells. The variance of few
 * repeats is uncertain and the logarithm of it biased low, the unsafe way. So cells are grouped by the jumps commanded, which
 * were known before anything was read, and a group's mean variance is taken: sum of (1/2) ln(v + 1/12) is at most its value
 * at the mean (concave, derived), and what bias is left, about half of 1/(repeats - 1) nat a group for Gaussian states, is
 * added twice over. Joint entropy is at most the sum over cells (subadditivity), whatever lines they share.
 */
final class RepeatedReadouts {
    /** Cells per group, at least, where there are as many. */
    static final int GROUP = 20;

    private final InformationTrace trace;
    private final int[][] groups;
    private final int codes;
    private final List<double[]> histograms = new ArrayList<>();
    private final List<int[]> after = new ArrayList<>();

    RepeatedReadouts(Datasheet datasheet, CommandedMoves moves, int cells) {
        this.trace = new InformationTrace(datasheet);
        this.codes = datasheet.converter().mostCode() + 1;
        int[] order = IntStream.range(0, cells)
                .boxed()
                .sorted(Comparator.comparingDouble(moves::jumps))
                .mapToInt(Integer::intValue)
                .toArray();
        int count = Math.max(1, cells / GROUP);
        this.groups = new int[count][];
        for (int g = 0; g < count; g++) {
            groups[g] = java.util.Arrays.copyOfRange(
                    order, (int) ((long) cells * g / count), (int) ((long) cells * (g + 1) / count));
        }
    }

    /** Takes the state before of a repeat whose cells are one population. */
    void before(Readout readout) {
        double[] counts = new double[codes];
        for (int code : readout.codes()) {
            counts[Math.min(Math.max(code, 0), codes - 1)]++;
        }
        histograms.add(counts);
    }

    /** Takes the state after of a repeat. */
    void after(Readout readout) {
        after.add(readout.codes());
    }

    int groups() {
        return groups.length;
    }

    /** Least entropy before, nat per cell; 0 where no start is known. */
    double leastBefore() {
        return leastBefore(IntStream.range(0, histograms.size()).toArray());
    }

    /** The same of some of the repeats, each as often as it is named. */
    double leastBefore(int[] picked) {
        if (histograms.isEmpty()) {
            return 0;
        }
        double[] sum = new double[codes];
        for (int repeat : picked) {
            double[] counts = histograms.get(repeat % histograms.size());
            for (int i = 0; i < codes; i++) {
                sum[i] += counts[i];
            }
        }
        return trace.leastNats(sum);
    }

    /** Most entropy after, nat over all cells. */
    double mostAfter() {
        return mostAfter(IntStream.range(0, after.size()).toArray());
    }

    /** The same of some of the repeats, each as often as it is named. */
    double mostAfter(int[] picked) {
        double nats = 0;
        for (int[] group : groups) {
            double variance = 0;
            for (int cell : group) {
                variance += variance(cell, picked) / group.length;
            }
            double bias = 1.0 / (picked.length - 1);
            nats += group.length * trace.mostNats(Math.sqrt(variance)) + bias;
        }
        return Math.min(nats, after.get(0).length * trace.mostNats());
    }

    private double variance(int cell, int[] picked) {
        double mean = 0;
        for (int repeat : picked) {
            mean += (double) after.get(repeat)[cell] / picked.length;
        }
        double squares = 0;
        for (int repeat : picked) {
            double off = after.get(repeat)[cell] - mean;
            squares += off * off;
        }
        return squares / (picked.length - 1);
    }
}
