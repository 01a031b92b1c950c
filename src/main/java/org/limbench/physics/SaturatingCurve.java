package org.limbench.physics;

import org.limbench.device.Require;

/**
 * The mean response of a saturating cell in one direction, in both of its usual forms.
 *
 * <p>A/B form: from {@code startWeight}, P pulses reach start + B (1 - exp(-P/A)), B = (end - start)/(1 - exp(-N/A)), and
 * {@code endWeight} after N (MLP+NeuroSim V3.0, manual section 5). Soft-bounds form: each pulse goes the share 1 - exp(-1/A)
 * of the way to start + B, which lies beyond the end where A is above 0 (aihwkit's SoftBoundsPmax states the same curve with
 * alpha = 1/A, and takes alpha for that share). Derived.
 *
 * @param startWeight weight before the first pulse, weight units
 * @param endWeight weight after the last, weight units; not equal to the start
 * @param pulses N, more than 0
 * @param constant A over N, at least 0.001 in size, either sign, or infinite (a straight line)
 */
public record SaturatingCurve(double startWeight, double endWeight, double pulses, double constant) {
    public SaturatingCurve {
        Require.finite("startWeight", startWeight, "weight units");
        Require.finite("endWeight", endWeight, "weight units");
        if (startWeight == endWeight) {
            throw new IllegalArgumentException(
                    "endWeight is " + endWeight + " weight units; allowed: other than startWeight");
        }
        Require.positive("pulses", pulses, "pulses");
        NonlinearityLabel.requireConstant("constant", constant);
    }

    /**
     * The curve of a soft-bounds cell between two weights.
     *
     * @param softBound weight the steps shrink to zero at, beyond the end; weight units
     * @param share of the way to it that one pulse goes, more than 0, less than 1; its step at weight 0 over the bound
     */
    public static SaturatingCurve ofSoftBound(double startWeight, double endWeight, double softBound, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share is " + share + "; allowed: more than 0, less than 1");
        }
        double part = (endWeight - startWeight) / (softBound - startWeight);
        if (!(part > 0 && part < 1)) {
            throw new IllegalArgumentException(
                    "softBound is " + softBound + " weight units; allowed: beyond endWeight, " + endWeight
                            + ", as seen from startWeight, " + startWeight);
        }
        double a = -1 / StrictMath.log1p(-share);
        double pulses = -a * StrictMath.log1p(-part);
        return new SaturatingCurve(startWeight, endWeight, pulses, a / pulses);
    }

    /** Weight after so many pulses from the start; beyond 0..N too. */
    public double weightAfter(double count) {
        return startWeight + (endWeight - startWeight) * grown(count / pulses) / grown(1);
    }

    /** Pulses from the start to a weight: P = -A ln(1 - (w - start)/B). NaN for a weight the curve never reaches. */
    public double pulsesTo(double weight) {
        double part = (weight - startWeight) / (endWeight - startWeight) * grown(1);
        return Double.isInfinite(constant) ? pulses * part : -constant * pulses * StrictMath.log1p(-part);
    }

    /** start + B, weight units: where steps would vanish. Infinite for a straight line. */
    public double softBound() {
        return startWeight + (endWeight - startWeight) / (Double.isInfinite(constant) ? 0 : grown(1));
    }

    /** Share of the way to the soft bound that one pulse goes: 1 - exp(-1/A). Below 0 where A is. */
    public double share() {
        return -StrictMath.expm1(-1 / (constant * pulses));
    }

    /** Signed step of one pulse at weight 0, weight units. */
    public double stepAtZero() {
        double ratio = Double.isInfinite(constant) ? 1 / pulses : share() / grown(1);
        return (endWeight - startWeight) * ratio + share() * startWeight;
    }

    /** 1 - exp(-x/A), x and A over N; x itself for a straight line. */
    private double grown(double x) {
        return Double.isInfinite(constant) ? x : -StrictMath.expm1(-x / constant);
    }
}
