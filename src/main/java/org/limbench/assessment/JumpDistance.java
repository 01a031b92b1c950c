package org.limbench.assessment;

import org.limbench.device.Datasheet;
import org.limbench.device.ReadConverter;
import org.limbench.device.Readout;
import org.limbench.thermodynamics.SpeedFloors;

/**
 * B2: how far the level distributions moved, and what jumping so far costs at the jumps counted, in nats of entropy
 * production: 2 W artanh(W/A), summed over cells ({@link SpeedFloors#jumpNats}).
 *
 * <p>W, the Wasserstein-1 distance, is bounded from below by its dual (Kantorovich and Rubinstein): for any f of slope at
 * most 1, fixed beforehand, W is at least |mean f after - mean f before|. Unlike the distance of two histograms this is not
 * biased high in a finite sample. Two f are tried: the distance from the middle of the range, and the level itself along a
 * direction fixed beforehand. Read noise alike on both sides brings distributions nearer, never apart, and so does
 * clipping, so neither is corrected. Where levels do not fall on codes, one code a cell is given away for rounding.
 *
 * <p>Cells add: 2 W artanh(W/A) is convex and homogeneous in (W, A), so the sum over cells is at least its value at the
 * sums (derived, Jensen). So the cells need not be one population.
 */
final class JumpDistance {
    /** Normal quantile at 1 - 0.025/2: each of two f at half the tail. */
    static final double NORMAL_TWO_LOOKS = 2.241402727604945;

    private JumpDistance() {}

    /**
     * The two f summed over cells, before minus after for the first and along the directions for the second, levels.
     *
     * @param directions +1, -1 or 0 per cell, fixed before anything was read
     */
    static double[] sums(Readout before, Readout after, int[] directions, Datasheet datasheet) {
        double[] sums = new double[2];
        for (int i = 0; i < directions.length; i++) {
            sums[0] += fromMiddle(before.codes()[i], datasheet) - fromMiddle(after.codes()[i], datasheet);
            sums[1] += directions[i] * levels(after.codes()[i] - before.codes()[i], datasheet);
        }
        return sums;
    }

    /**
     * Distance summed over cells, levels, at its lower limit, of one read before and one after: the spread is taken over
     * cells, which is never less than that of one cell's own.
     */
    static double least(Readout before, Readout after, int direction, Datasheet datasheet) {
        int cells = before.codes().length;
        double[] sum = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < cells; i++) {
            double[] f = {
                fromMiddle(before.codes()[i], datasheet) - fromMiddle(after.codes()[i], datasheet),
                direction * levels(after.codes()[i] - before.codes()[i], datasheet)
            };
            for (int k = 0; k < f.length; k++) {
                sum[k] += f[k];
                squares[k] += f[k] * f[k];
            }
        }
        double least = 0;
        for (int k = 0; k < sum.length; k++) {
            double variance = cells < 2 ? 0 : Math.max(0, squares[k] - sum[k] * sum[k] / cells) / (cells - 1);
            least = Math.max(least, Math.abs(sum[k]) - NORMAL_TWO_LOOKS * Math.sqrt(cells * variance));
        }
        return Math.max(0, least - slack(cells, datasheet));
    }

    /** Levels given away for rounding, over some cells. */
    static double slack(int cells, Datasheet datasheet) {
        return InformationTrace.levelsFallOnCodes(datasheet) ? 0 : cells * levels(1, datasheet);
    }

    /**
     * Jumps at their upper limit. The number of one cell is a Poisson count about a mean that depends on where the cell
     * started; over starts that mean has a standard deviation of at most half the number of levels (our assumption).
     */
    static double mostJumps(double jumps, int cells, int levels) {
        return jumps + NORMAL_TWO_LOOKS * Math.sqrt(jumps + cells * (levels * (double) levels / 4));
    }

    /** Entropy production of a distance and more jumps than that, both summed over cells, nat. */
    static double nats(double distance, double jumps) {
        return distance > 0 ? SpeedFloors.jumpNats(distance, jumps) : 0;
    }

    private static double fromMiddle(int code, Datasheet datasheet) {
        ReadConverter converter = datasheet.converter();
        double middle = (datasheet.leastSiemens() + datasheet.mostSiemens()) / 2;
        return Math.abs(converter.siemens(code) - middle) / datasheet.minimumStepSiemens();
    }

    private static double levels(int codes, Datasheet datasheet) {
        return codes * datasheet.converter().lsbSiemens() / datasheet.minimumStepSiemens();
    }
}
