package org.limbench.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.limbench.device.RandomStream;

/** Feature vectors, split into training and test examples. Owns its arrays; not safe to share while it scales. */
final class SplitFeatures {
    private final int features;
    private final int[] order;
    private final int trainCount;
    private final double[] train;
    private final double[] test;

    private SplitFeatures(double[] flat, int features, int[] order, int trainCount) {
        this.features = features;
        this.order = order;
        this.trainCount = trainCount;
        this.train = picked(flat, 0, trainCount);
        this.test = picked(flat, trainCount, order.length);
    }

    /**
     * Splits by a shuffle of the stream: the first {@code trainCount} train, the rest test.
     *
     * @param flat features row-major, one example a row
     */
    static SplitFeatures of(double[] flat, int features, int trainCount, RandomStream stream) {
        return new SplitFeatures(flat, features, Shuffle.permutation(flat.length / features, stream), trainCount);
    }

    /** Splits where the publishers did: the first {@code trainCount} train, the rest test. */
    static SplitFeatures published(double[] flat, int features, int trainCount) {
        int[] order = IntStream.range(0, flat.length / features).toArray();
        return new SplitFeatures(flat, features, order, trainCount);
    }

    /** Splits by a shuffle with a fifth held out, at least one example. */
    static SplitFeatures withFifthHeldOut(double[] flat, int features, RandomStream stream) {
        int examples = flat.length / features;
        return of(flat, features, Math.min(examples - 1, Math.round(examples * 0.8f)), stream);
    }

    private double[] picked(double[] flat, int from, int to) {
        double[] into = new double[(to - from) * features];
        for (int k = from; k < to; k++) {
            System.arraycopy(flat, order[k] * features, into, (k - from) * features, features);
        }
        return into;
    }

    /** Scales each feature to a range by its least and largest training value; test values beyond are cut. */
    void scaleByTrainingRange(double bottom, double top) {
        for (int f = 0; f < features; f++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = f; k < train.length; k += features) {
                least = Math.min(least, train[k]);
                most = Math.max(most, train[k]);
            }
            scale(train, f, least, most, bottom, top);
            scale(test, f, least, most, bottom, top);
        }
    }

    private void scale(double[] flat, int feature, double least, double most, double bottom, double top) {
        for (int k = feature; k < flat.length; k += features) {
            // halved so that the difference of two finite numbers stays finite
            double range = most / 2 - least / 2;
            double share = range > 0 ? (flat[k] / 2 - least / 2) / range : 0;
            flat[k] = bottom + (top - bottom) * Math.max(0, Math.min(1, share));
        }
    }

    int features() {
        return features;
    }

    int trainCount() {
        return trainCount;
    }

    int testCount() {
        return order.length - trainCount;
    }

    /** Copies a training example's features; {@code into} may be longer. */
    void train(int example, double[] into) {
        System.arraycopy(train, example * features, into, 0, features);
    }

    /** Copies a test example's features; {@code into} may be longer. */
    void test(int example, double[] into) {
        System.arraycopy(test, example * features, into, 0, features);
    }

    /** What belongs to the training examples, out of one entry per example. */
    double[] ofTrain(double[] each) {
        return Arrays.stream(order, 0, trainCount).mapToDouble(k -> each[k]).toArray();
    }

    /** What belongs to the test examples. */
    double[] ofTest(double[] each) {
        return Arrays.stream(order, trainCount, order.length)
                .mapToDouble(k -> each[k])
                .toArray();
    }

    /** What belongs to the training examples. */
    int[] ofTrain(int[] each) {
        return Arrays.stream(order, 0, trainCount).map(k -> each[k]).toArray();
    }

    /** What belongs to the test examples. */
    int[] ofTest(int[] each) {
        return Arrays.stream(order, trainCount, order.length).map(k -> each[k]).toArray();
    }
}
