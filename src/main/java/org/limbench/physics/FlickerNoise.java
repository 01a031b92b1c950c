package org.limbench.physics;

import org.limbench.device.RandomStream;
import org.limbench.device.Require;

/**
 * 1/f noise of a conductance, accumulated since the cell was last written.
 *
 * <p>Its variance t seconds after the write is (g q)^2 ln((t + tr) / (2 tr)) with q = min(coefficient / (g /
 * reference)^exponent, most): phase-change memory of Nandakumar et al., ICECS 2019, doi:10.1109/ICECS46596.2019.8964852,
 * as in the PCM noise model of IBM's aihwkit. How it moves from read to read is derived: the logarithm is the sum of a
 * share for every factor of four in time from tr on, each carried by a normal number that is drawn anew every tau = tr 4^k
 * (steps of log-spaced length have a 1/f spectrum on average). Reads at one moment therefore meet the same deviation, and
 * averaging them takes nothing away.
 *
 * @param coefficient relative noise at the reference conductance, 1, 0 or more
 * @param exponent how fast the relative noise falls with conductance, 0 to 2
 * @param most largest relative noise q, 1, 0 or more
 * @param referenceSiemens conductance the coefficient belongs to, S, more than 0
 * @param readSeconds duration tr of a read, s, more than 0
 */
public record FlickerNoise(
        double coefficient, double exponent, double most, double referenceSiemens, double readSeconds) {
    private static final double RATIO = 4;

    public FlickerNoise {
        Require.atLeastZero("coefficient", coefficient, "1");
        if (!(exponent >= 0 && exponent <= 2)) {
            throw new IllegalArgumentException("exponent is " + exponent + "; allowed: 0 to 2");
        }
        Require.atLeastZero("most", most, "1");
        Require.positive("referenceSiemens", referenceSiemens, "S");
        Require.positive("readSeconds", readSeconds, "s");
    }

    /** Standard deviation of a conductance so long after the write, S; 0 up to one read time. */
    public double deviationSiemens(double siemens, double seconds) {
        return relative(siemens) * siemens * Math.sqrt(Math.max(0, StrictMath.log(spanned(seconds))));
    }

    /**
     * Deviation of one cell at a moment, S: the same for the same stream and moment.
     *
     * @param stream of this cell since its last write
     */
    public double drawSiemens(double siemens, double seconds, RandomStream stream) {
        double end = spanned(seconds);
        double sum = 0;
        double from = 1;
        for (int band = 0; from < end; band++) {
            double share = StrictMath.log(Math.min(end, RATIO * from) / from);
            long epoch = (long) (seconds / (readSeconds * from));
            sum += Math.sqrt(share) * stream.split(band).split(epoch).cursor().nextGaussian();
            from *= RATIO;
        }
        return relative(siemens) * siemens * sum;
    }

    private double spanned(double seconds) {
        return (seconds + readSeconds) / (2 * readSeconds);
    }

    private double relative(double siemens) {
        double share = siemens / referenceSiemens;
        return share <= 0 ? 0 : Math.min(coefficient / StrictMath.pow(share, exponent), most);
    }
}
