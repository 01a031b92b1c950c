package org.limbench.training;

import java.util.Arrays;
import org.limbench.device.RandomStream;

/**
 * Rows of the fast array, sign set right, summed up in a digital buffer; a sum that reaches the granularity is one step of
 * the slow array. After each read the sign of that row flips with the chop probability: TTv2 where that is 0, c-TTv2
 * otherwise (sources: {@link TransferRule}).
 */
final class BufferedTransfer implements Transfer {
    private final int columns;
    private final double granularity;
    private final StepBuffer buffer;
    private final double chopProbability;
    private final RandomStream choppers;
    private final double[] signs;
    private final long[] reads;

    BufferedTransfer(
            int rows,
            int columns,
            double granularity,
            StepBuffer buffer,
            double chopProbability,
            RandomStream choppers) {
        this.columns = columns;
        this.granularity = granularity;
        this.buffer = buffer;
        this.chopProbability = chopProbability;
        this.choppers = choppers;
        this.signs = new double[rows];
        this.reads = new long[rows];
        Arrays.fill(signs, 1);
    }

    @Override
    public double sign(int row) {
        return signs[row];
    }

    @Override
    public double[] take(int row, double[] fast, double rate) {
        double[] steps = new double[columns];
        for (int j = 0; j < columns; j++) {
            steps[j] = buffer.add(row * columns + j, signs[row] * rate * fast[j] / granularity);
        }
        if (choppers.split(row).uniform(reads[row]++) < chopProbability) {
            signs[row] = -signs[row];
        }
        return steps;
    }
}
