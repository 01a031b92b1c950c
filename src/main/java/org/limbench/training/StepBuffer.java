package org.limbench.training;

/** Sums in digital memory, one per cell; a sum that reaches 1 either way becomes a step and is forgotten. */
final class StepBuffer {
    private final double[] sums;
    private final double momentum;

    /**
     * @param momentum share of a sum that stays once it has become a step
     */
    StepBuffer(int cells, double momentum) {
        this.sums = new double[cells];
        this.momentum = momentum;
    }

    /** Adds to the sum of a cell; the step that comes of it: -1, 0 or 1. */
    double add(int cell, double amount) {
        double sum = sums[cell] + amount;
        boolean full = Math.abs(sum) >= 1;
        sums[cell] = full ? momentum * sum : sum;
        return full ? Math.signum(sum) : 0;
    }
}
