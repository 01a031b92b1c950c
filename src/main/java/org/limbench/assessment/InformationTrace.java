package org.limbench.assessment;

import java.util.Locale;
import org.apache.commons.math3.special.Erf;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.RandomStream;
import org.limbench.device.ReadConverter;
import org.limbench.device.Readout;
import org.limbench.thermodynamics.InformationBound;

/**
 * B1 out of two read-backs of one population: heat at least kT [H(before | K) - H(after | K)], every choice on the side
 * that makes it smaller.
 *
 * <ul>
 *   <li>Before: plug-in entropy of the codes, less the most entropy read noise can add to a code (the worst position of a
 *       level within its code; H(X) is at least H(Y) - H(Y|X), derived). The noise is that of one read, whatever was
 *       averaged: averaging need not take all of it away. Only for cells of one population.
 *   <li>After: the smaller of ln(levels) and (1/2) ln[2 pi e (s^2 + 1/12)], s the sample deviation in levels with read
 *       noise left in; half a code is added where levels do not fall on codes.
 *   <li>Cells together: see {@link RowColumnCorrelation}.
 * </ul>
 */
final class InformationTrace {
    private static final int RESAMPLINGS = 200;

    private final Datasheet datasheet;
    private final double noiseNats;
    private final double levelsPerCode;
    private final double extraLevels;

    InformationTrace(Datasheet datasheet) {
        this.datasheet = datasheet;
        ReadConverter converter = datasheet.converter();
        this.noiseNats = noiseNats(converter.noiseSiemens() / converter.lsbSiemens());
        boolean discrete = datasheet.levels() > 1;
        this.levelsPerCode = discrete ? converter.lsbSiemens() / datasheet.minimumStepSiemens() : 1;
        this.extraLevels = discrete && !levelsFallOnCodes(datasheet) ? levelsPerCode / 2 : 0;
    }

    /**
     * Nats per cell of one population's bound.
     *
     * @param before entropy before, at least
     * @param after entropy after, at most
     * @param standardUncertainty of the difference, by bootstrap over cells
     * @param deviationLevels residual deviation after
     */
    record Nats(double before, double after, double standardUncertainty, double deviationLevels) {
        String words() {
            return String.format(
                    Locale.ROOT,
                    "H before >= %.3f nat, H after <= %.3f nat (sigma %.2f levels) per cell",
                    before,
                    after,
                    deviationLevels);
        }
    }

    /** Both entropies of cells read before and after. */
    Nats nats(Readout before, Readout after, RandomStream stream) {
        int[] from = before.codes();
        int[] to = after.codes();
        int[] all = new int[from.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        double deviation = deviationCodes(to, all);
        return new Nats(
                before(from, all),
                mostNats(deviation),
                bootstrap(from, to, stream),
                deviation * levelsPerCode + extraLevels);
    }

    /** Entropy after, at most, per cell. */
    double mostAfter(Readout after) {
        int[] all = new int[after.codes().length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return mostNats(deviationCodes(after.codes(), all));
    }

    private double bootstrap(int[] from, int[] to, RandomStream stream) {
        RandomStream.Cursor draws = stream.cursor();
        int[] picked = new int[from.length];
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < RESAMPLINGS; k++) {
            for (int i = 0; i < picked.length; i++) {
                picked[i] = draws.nextBelow(from.length);
            }
            double difference = before(from, picked) - mostNats(deviationCodes(to, picked));
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / RESAMPLINGS;
        return Math.sqrt(Math.max(0, squares - RESAMPLINGS * mean * mean) / (RESAMPLINGS - 1));
    }

    private double before(int[] codes, int[] picked) {
        double[] counts = new double[datasheet.converter().mostCode() + 1];
        for (int cell : picked) {
            counts[Math.min(Math.max(codes[cell], 0), counts.length - 1)]++;
        }
        return leastNats(counts);
    }

    /** Plug-in entropy of counts per code, less what read noise can add: at most that of the state, nat. */
    double leastNats(double[] counts) {
        return Math.max(0, InformationBound.entropyNats(counts) - noiseNats);
    }

    /** Most entropy of a state read with this deviation, nat: by its variance, and by its number of levels. */
    double mostNats(double deviationCodes) {
        double byVariance = InformationBound.mostLevelEntropyNats(deviationCodes * levelsPerCode + extraLevels);
        return datasheet.levels() > 1 ? Math.min(byVariance, mostNats()) : byVariance;
    }

    private double deviationCodes(int[] codes, int[] picked) {
        double sum = 0;
        for (int cell : picked) {
            sum += codes[cell];
        }
        double mean = sum / picked.length;
        double squares = 0;
        for (int cell : picked) {
            squares += (codes[cell] - mean) * (codes[cell] - mean);
        }
        return Math.sqrt(squares / Math.max(1, picked.length - 1));
    }

    /** Whether every level reads as a code of its own, the same distance apart. */
    static boolean levelsFallOnCodes(Datasheet datasheet) {
        double codesPerLevel =
                datasheet.minimumStepSiemens() / datasheet.converter().lsbSiemens();
        return codesPerLevel > 0.5 && Math.abs(codesPerLevel - Math.rint(codesPerLevel)) < 1e-6;
    }

    /** Largest entropy of a Gaussian of this deviation, in codes, rounded to whole codes, wherever its mean lies. */
    static double noiseNats(double sigma) {
        if (!(sigma > 0)) {
            return 0;
        }
        double most = 0;
        int reach = (int) Math.ceil(8 * sigma) + 2;
        for (int step = 0; step <= 50; step++) {
            double mean = step / 100.0;
            double[] p = new double[2 * reach + 1];
            for (int k = -reach; k <= reach; k++) {
                double low = (k - 0.5 - mean) / (sigma * Math.sqrt(2));
                double high = (k + 0.5 - mean) / (sigma * Math.sqrt(2));
                p[k + reach] = Math.max(0, Erf.erf(low, high) / 2);
            }
            most = Math.max(most, InformationBound.entropyNats(p));
        }
        return most;
    }

    /**
     * Most one read of a tile can tell, nats: every cell a whole code, or what the read noise lets through, whichever is
     * less. The capacity is taken at the largest variance a cell within the range can have, (range/2)^2 (Popoviciu);
     * rounding to codes can only lose information.
     */
    static double mostReadNats(Readout readout, int averages, Datasheet datasheet) {
        ReadConverter converter = datasheet.converter();
        double perCell = InformationBound.mostReadNats(converter.mostCode() + 1);
        double noise = converter.noiseSiemens() / Math.sqrt(averages);
        if (noise > 0) {
            double spread = (datasheet.mostSiemens() - datasheet.leastSiemens()) / 2;
            perCell = Math.min(perCell, InformationBound.mostReadNats(spread, noise));
        }
        return readout.tile().cells() * perCell;
    }

    /** Most entropy a cell can have, nats. */
    double mostNats() {
        int states = datasheet.levels() > 1
                ? datasheet.levels()
                : datasheet.converter().mostCode() + 1;
        return InformationBound.uniformEntropyNats(states);
    }

    /** Whether two read-backs speak of the same cells. */
    static boolean sameCells(@Nullable Readout before, @Nullable Readout after) {
        return before != null && after != null && before.tile().equals(after.tile());
    }
}
