package org.limbench.physics;

import org.limbench.device.Require;

/**
 * How far one pulse moves a cell before its {@link PulseResponse} shapes it, and how cells differ in it.
 *
 * <p>A cell draws a gain (1 + spread xi, or exp(spread xi) when log-normal) and an imbalance r = asymmetrySpread xi; its
 * steps are weight |min(0, asymmetry) + gain + r| up and weight |-max(0, asymmetry) + gain - r| down: the asymmetry
 * shortens one direction and leaves the other as it is. Source: the constructor of aihwkit's PulsedRPUDevice
 * (rpu_pulsed_device.cpp).
 *
 * @param weight nominal step, weight units, more than 0; at weight 0 for responses stated there, the mean over the range
 *     (span over pulses) for {@link PulseResponse.Saturating}
 * @param spread device-to-device standard deviation of the gain (of its logarithm when log-normal), 0..2
 * @param logNormal whether the gain is log-normal with median 1 rather than normal with mean 1
 * @param asymmetry above 0 the down step is shorter by this share, below 0 the up step; -1..1
 * @param asymmetrySpread device-to-device standard deviation of the asymmetry, 0..1
 */
public record PulseStep(double weight, double spread, boolean logNormal, double asymmetry, double asymmetrySpread) {
    public PulseStep {
        Require.positive("weight", weight, "weight units");
        Require.between("spread", spread, 0, 2, "of the step");
        Require.between("asymmetry", asymmetry, -1, 1, "of the step");
        Require.between("asymmetrySpread", asymmetrySpread, 0, 1, "of the step");
    }

    /**
     * Steps that cross a range in so many pulses, all cells alike.
     *
     * @param upPulses pulses from the lower to the upper bound, more than 0
     * @param downPulses pulses from the upper to the lower bound, more than 0
     */
    public static PulseStep ofPulses(WeightRange range, double upPulses, double downPulses) {
        Require.positive("upPulses", upPulses, "pulses");
        Require.positive("downPulses", downPulses, "pulses");
        double weight = range.span() / Math.min(upPulses, downPulses);
        double asymmetry = upPulses <= downPulses ? 1 - upPulses / downPulses : downPulses / upPulses - 1;
        return new PulseStep(weight, 0, false, asymmetry, 0);
    }

    /** These steps with a normal spread of the gain from device to device. */
    public PulseStep withSpread(double newSpread) {
        return new PulseStep(weight, newSpread, logNormal, asymmetry, asymmetrySpread);
    }

    /** Nominal up step, weight units. */
    public double upWeight() {
        return weight * (1 + Math.min(0, asymmetry));
    }

    /** Nominal down step as a magnitude, weight units. */
    public double downWeight() {
        return weight * (1 - Math.max(0, asymmetry));
    }
}
