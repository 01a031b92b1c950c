package org.limbench.training;

import org.limbench.device.RandomStream;

/** The digital side of one layer's fast array: signs of its rows, and what a row read becomes. Single-threaded. */
sealed interface Transfer permits Transfer.Direct, BufferedTransfer, DynamicTransfer {
    /** Sign, +1 or -1, with which gradients are now written to a row. */
    double sign(int row);

    /**
     * Takes a row as read.
     *
     * @param fast weights of the row
     * @param rate learning rate of the transfer
     * @return wanted change of the row of the slow array, in its steps, one entry per column
     */
    double[] take(int row, double[] fast, double rate);

    /**
     * The rule's state before the first transfer.
     *
     * @param stepWeight weight change of one step of either array
     * @param seed of the stream {@code training.chopper}
     * @param layer number of the layer
     */
    static Transfer of(
            TransferRule rule, TransferPlan plan, int rows, int columns, double stepWeight, long seed, int layer) {
        double period = rows * (double) plan.every() / Math.min(plan.rows(rule), rows);
        double granularity = stepWeight * plan.granularity() / period;
        StepBuffer buffer = new StepBuffer(rows * columns, plan.momentum());
        double chop = plan.flipProbability(rule);
        return switch (rule) {
            case DIRECT -> new Direct(stepWeight);
            case BUFFERED, CHOPPED ->
                new BufferedTransfer(
                        rows,
                        columns,
                        granularity,
                        buffer,
                        chop,
                        RandomStream.of(seed, "training.chopper").split(layer));
            case DYNAMIC -> new DynamicTransfer(rows, columns, granularity, buffer, chop, plan.tailWeight());
        };
    }

    /** Slow += rate x fast; Tiki-Taka. */
    record Direct(double stepWeight) implements Transfer {
        @Override
        public double sign(int row) {
            return 1;
        }

        @Override
        public double[] take(int row, double[] fast, double rate) {
            double[] steps = new double[fast.length];
            for (int j = 0; j < steps.length; j++) {
                steps[j] = rate * fast[j] / stepWeight;
            }
            return steps;
        }
    }
}
