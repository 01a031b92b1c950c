package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.Require;

/**
 * A pulsed resistive cell whose step shrinks to zero at its bounds, with additive cycle-to-cycle noise and write noise
 * on top of a hidden persistent state.
 *
 * <p>Per pulse, in weight units: up w += a+ (1 - w/wMost + s xi), down w -= a- (1 - w/wLeast + s xi), clipped to the
 * cell's bounds; the visible weight adds {@code writeNoise * stepWeight * xi}, drawn anew when the cell is pulsed.
 * Source: the SoftBoundsReference device of IBM's aihwkit, from Gong et al., Nat. Commun. 9, 2102 (2018),
 * doi:10.1038/s41467-018-04485-1. Omits: the reference cell (a host's affair).
 *
 * @param leastWeight nominal lower bound, weight units, less than 0
 * @param mostWeight nominal upper bound, weight units, more than 0
 * @param stepWeight nominal step at weight 0, weight units, more than 0
 * @param cycleSpread cycle-to-cycle noise s, relative to the step, 0 or more
 * @param stepSpread device-to-device standard deviation of the step, relative, 0..2
 * @param leastSpread device-to-device standard deviation of the lower bound, relative, 0..1
 * @param mostSpread device-to-device standard deviation of the upper bound, relative, 0..1
 * @param asymmetry up step is (1 + asymmetry), down step (1 - asymmetry) times the nominal one, -1..1
 * @param asymmetrySpread device-to-device standard deviation of the asymmetry, 0..1
 * @param writeNoise standard deviation of the visible weight around the hidden one, in steps, 0 or more
 * @param powerOnWeight mean weight at power-on, within the nominal bounds
 * @param powerOnSpread standard deviation of it, weight units, 0 or more; clipped to the cell's bounds
 * @param leastSiemens conductance of leastWeight, S, 0 or more
 * @param mostSiemens conductance of mostWeight, S, above leastSiemens; the map is linear, and a conductance below 0
 *     reads 0
 * @param voltage nominal pulse amplitudes, V
 * @param pulseSeconds nominal pulse width, s, more than 0
 */
public record SoftBounds(
        double leastWeight,
        double mostWeight,
        double stepWeight,
        double cycleSpread,
        double stepSpread,
        double leastSpread,
        double mostSpread,
        double asymmetry,
        double asymmetrySpread,
        double writeNoise,
        double powerOnWeight,
        double powerOnSpread,
        double leastSiemens,
        double mostSiemens,
        Drive.Voltage voltage,
        double pulseSeconds)
        implements CellModel {
    public SoftBounds {
        if (!(leastWeight < 0 && Double.isFinite(leastWeight))) {
            throw new IllegalArgumentException("leastWeight is " + leastWeight + "; allowed: less than 0");
        }
        Require.positive("mostWeight", mostWeight, "weight units");
        Require.positive("stepWeight", stepWeight, "weight units");
        if (stepWeight >= Math.min(mostWeight, -leastWeight)) {
            throw new IllegalArgumentException("stepWeight is " + stepWeight + "; allowed: less than the nearer bound, "
                    + Math.min(mostWeight, -leastWeight));
        }
        Require.atLeastZero("cycleSpread", cycleSpread, "steps");
        requireBetween("stepSpread", stepSpread, 0, 2);
        requireBetween("leastSpread", leastSpread, 0, 1);
        requireBetween("mostSpread", mostSpread, 0, 1);
        requireBetween("asymmetry", asymmetry, -1, 1);
        requireBetween("asymmetrySpread", asymmetrySpread, 0, 1);
        Require.atLeastZero("writeNoise", writeNoise, "steps");
        requireBetween("powerOnWeight", powerOnWeight, leastWeight, mostWeight);
        Require.atLeastZero("powerOnSpread", powerOnSpread, "weight units");
        Require.atLeastZero("leastSiemens", leastSiemens, "S");
        Require.finite("mostSiemens", mostSiemens, "S");
        if (!(mostSiemens > leastSiemens)) {
            throw new IllegalArgumentException(
                    "mostSiemens is " + mostSiemens + " S; allowed: more than leastSiemens, " + leastSiemens + " S");
        }
        Require.positive("pulseSeconds", pulseSeconds, "s");
    }

    private static void requireBetween(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + least + " to " + most);
        }
    }

    @Override
    public DriveKind driveKind() {
        return DriveKind.VOLTAGE;
    }

    /** 0: the state is continuous. */
    @Override
    public int levels() {
        return 0;
    }

    /** Nominal step at weight 0, S. */
    @Override
    public double minimumStepSiemens() {
        return stepWeight * siemensPerWeight();
    }

    /** Slope of the linear map from weight to conductance, S per weight unit. */
    double siemensPerWeight() {
        return (mostSiemens - leastSiemens) / (mostWeight - leastWeight);
    }

    @Override
    public @Nullable BarrierLimits barrierLimits() {
        return null;
    }

    @Override
    public CellArray newArray(ArrayGeometry geometry, double temperatureKelvin, ArrayEnergetics energetics, long seed) {
        Require.positive("temperatureKelvin", temperatureKelvin, "K");
        return new SoftBoundsArray(this, geometry, energetics, seed);
    }
}
