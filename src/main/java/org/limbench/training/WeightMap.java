package org.limbench.training;

import org.limbench.device.Datasheet;
import org.limbench.device.Readout;

/**
 * Conductances as weights: the datasheet's range maps linearly to -2..2, mid-range to 0.
 *
 * <p>The range is the one of the training study (M = 256 levels over [-2, 2]); a single cell per weight, the reference at
 * mid-range, is our assumption.
 */
public final class WeightMap {
    /** Largest |weight|. */
    public static final double LIMIT = 2;

    private final Datasheet datasheet;
    private final double siemensPerWeight;

    public WeightMap(Datasheet datasheet) {
        this.datasheet = datasheet;
        this.siemensPerWeight = (datasheet.mostSiemens() - datasheet.leastSiemens()) / (2 * LIMIT);
    }

    /** Conductance that changes a weight by 1, S. */
    public double siemensPerWeight() {
        return siemensPerWeight;
    }

    /** Weight change of one minimum step (one level, or the mean of one pulse). */
    public double stepWeight() {
        return datasheet.minimumStepSiemens() / siemensPerWeight;
    }

    /** Minimum steps from one end of the range to the other. */
    public double stepsAcross() {
        return 2 * LIMIT / stepWeight();
    }

    /**
     * Writes the weights of a readout.
     *
     * @param into filled in the readout's order; length at least the readout's
     */
    public void weights(Readout readout, double[] into) {
        int[] codes = readout.codes();
        for (int i = 0; i < codes.length; i++) {
            double siemens = datasheet.converter().siemens(codes[i]);
            into[i] = (siemens - datasheet.leastSiemens()) / siemensPerWeight - LIMIT;
        }
    }

    /** Distance from the lower end of the range in minimum steps, cell by cell. */
    public double[] steps(Readout readout) {
        double[] steps = new double[readout.codes().length];
        weights(readout, steps);
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (steps[i] + LIMIT) / stepWeight();
        }
        return steps;
    }
}
