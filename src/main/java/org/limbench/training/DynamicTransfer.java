package org.limbench.training;

import java.util.Arrays;

/**
 * AGAD: a row of the fast array counts by its distance from a running mean taken when its sign was last flipped, so that the
 * array needs no zero of its own. Signs flip every 1/probability reads of a row; nothing is transferred before the first
 * flip, when there is no mean yet (source: {@link TransferRule#DYNAMIC}; arithmetic as in aihwkit's DynamicTransferCompound).
 */
final class DynamicTransfer implements Transfer {
    private final int columns;
    private final double granularity;
    private final StepBuffer buffer;
    private final long period;
    private final double newest;
    private final double[] signs;
    private final long[] reads;
    private final double[] mean;
    private final double[] reference;

    DynamicTransfer(
            int rows, int columns, double granularity, StepBuffer buffer, double chopProbability, double tailWeight) {
        this.columns = columns;
        this.granularity = granularity;
        this.buffer = buffer;
        this.period = chopProbability > 0 ? Math.max(2, Math.round(1 / chopProbability)) : Long.MAX_VALUE;
        this.newest = Math.min(tailWeight / period, 1);
        this.signs = new double[rows];
        this.reads = new long[rows];
        this.mean = new double[rows * columns];
        this.reference = new double[rows * columns];
        Arrays.fill(signs, 1);
    }

    @Override
    public double sign(int row) {
        return signs[row];
    }

    @Override
    public double[] take(int row, double[] fast, double rate) {
        boolean flipped = reads[row] > 0 && reads[row] % period == 0;
        boolean known = reads[row] >= period;
        double[] steps = new double[columns];
        for (int j = 0; j < columns; j++) {
            int cell = row * columns + j;
            if (flipped) {
                reference[cell] = mean[cell];
            }
            if (known) {
                steps[j] = buffer.add(cell, signs[row] * rate * (fast[j] - reference[cell]) / granularity);
            }
            mean[cell] += newest * (fast[j] - mean[cell]);
        }
        if (++reads[row] % period == 0) {
            signs[row] = -signs[row];
        }
        return steps;
    }
}
