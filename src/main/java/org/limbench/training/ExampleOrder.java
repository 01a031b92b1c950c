package org.limbench.training;

import org.limbench.device.RandomStream;

/** Which example update n shows: each once per epoch, in an order of the stream {@code training.shuffle}. */
final class ExampleOrder {
    private final RandomStream shuffles;
    private final int examples;
    private int[] order = new int[0];
    private long epoch = -1;

    ExampleOrder(long seed, int examples) {
        this.shuffles = RandomStream.of(seed, "training.shuffle");
        this.examples = examples;
    }

    /** The example of update n; quick while n stays within an epoch. */
    int example(long n) {
        if (n / examples != epoch) {
            epoch = n / examples;
            order = Shuffle.permutation(examples, shuffles.split(epoch));
        }
        return order[(int) (n % examples)];
    }
}
