package org.limbench.training;

import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.Readout;

/**
 * Conductances as weights.
 *
 * <p>The datasheet's range spans 4 weights: that of the training study (M = 256 levels over [-2, 2]). Weight 0 is mid-range, a
 * single cell per weight (our assumption), or, where cells have references of their own, at those: then a cell reaches as far
 * as its own bounds are from its reference. A wider span reaches further and makes steps and write noise larger in weight; on
 * the digits and the profile reram-sb 8 is worse than 4 (our choice).
 */
public final class WeightMap {
    /** Largest |weight| of a cell whose zero is mid-range. */
    public static final double LIMIT = 2;

    private final Datasheet datasheet;
    private final double siemensPerWeight;
    private final double @Nullable [] references;

    public WeightMap(Datasheet datasheet) {
        this(datasheet, (datasheet.mostSiemens() - datasheet.leastSiemens()) / (2 * LIMIT), null);
    }

    private WeightMap(Datasheet datasheet, double siemensPerWeight, double @Nullable [] references) {
        this.datasheet = datasheet;
        this.siemensPerWeight = siemensPerWeight;
        this.references = references;
    }

    /**
     * The same scale around a zero of each cell's own.
     *
     * @param referencesSiemens row-major over the cells whose weights are to be told, S; kept, not copied
     */
    WeightMap around(double[] referencesSiemens) {
        return new WeightMap(datasheet, siemensPerWeight, referencesSiemens);
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
        return (datasheet.mostSiemens() - datasheet.leastSiemens()) / datasheet.minimumStepSiemens();
    }

    /**
     * Writes the weights of a readout.
     *
     * @param into filled in the readout's order; length at least the readout's
     */
    public void weights(Readout readout, double[] into) {
        weights(readout, 0, into);
    }

    /**
     * Writes the weights of a readout of some of the cells.
     *
     * @param first which of the cells with a reference is the readout's first
     * @param into filled in the readout's order; length at least the readout's
     */
    void weights(Readout readout, int first, double[] into) {
        int[] codes = readout.codes();
        for (int i = 0; i < codes.length; i++) {
            double siemens = datasheet.converter().siemens(codes[i]);
            into[i] = references == null
                    ? (siemens - datasheet.leastSiemens()) / siemensPerWeight - LIMIT
                    : (siemens - references[first + i]) / siemensPerWeight;
        }
    }

    /** Distance from the lower end of the range in minimum steps, cell by cell. */
    public double[] steps(Readout readout) {
        int[] codes = readout.codes();
        double[] steps = new double[codes.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (datasheet.converter().siemens(codes[i]) - datasheet.leastSiemens())
                    / datasheet.minimumStepSiemens();
        }
        return steps;
    }

    /** Adds the conductances of a readout, S. */
    void addSiemens(Readout readout, double[] to) {
        int[] codes = readout.codes();
        for (int i = 0; i < codes.length; i++) {
            to[i] += datasheet.converter().siemens(codes[i]);
        }
    }
}
