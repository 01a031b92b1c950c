package org.limbench.training;

/**
 * Feature vectors and class labels, split into training and test examples. Features are scaled to 0..1.
 *
 * <p>Owns its arrays; package-private readers do not write to them.
 */
final class LabelledExamples {
    private final int features;
    private final int classes;
    private final double[] trainFeatures;
    private final int[] trainLabels;
    private final double[] testFeatures;
    private final int[] testLabels;

    /**
     * Splits examples by an order: the first {@code trainCount} of it train, the rest test.
     *
     * @param flat features row-major, one example a row
     * @param labels class of each example, 0..classes-1
     */
    LabelledExamples(double[] flat, int[] labels, int features, int classes, int[] order, int trainCount) {
        this.features = features;
        this.classes = classes;
        this.trainFeatures = new double[trainCount * features];
        this.trainLabels = new int[trainCount];
        this.testFeatures = new double[(order.length - trainCount) * features];
        this.testLabels = new int[order.length - trainCount];
        for (int k = 0; k < order.length; k++) {
            boolean train = k < trainCount;
            int at = train ? k : k - trainCount;
            double[] into = train ? trainFeatures : testFeatures;
            System.arraycopy(flat, order[k] * features, into, at * features, features);
            (train ? trainLabels : testLabels)[at] = labels[order[k]];
        }
    }

    /** Scales each feature to 0..1 by its least and largest training value; test values beyond are cut. */
    void scaleByTrainingRange() {
        for (int f = 0; f < features; f++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = f; k < trainFeatures.length; k += features) {
                least = Math.min(least, trainFeatures[k]);
                most = Math.max(most, trainFeatures[k]);
            }
            scale(trainFeatures, f, least, most);
            scale(testFeatures, f, least, most);
        }
    }

    private void scale(double[] flat, int feature, double least, double most) {
        for (int k = feature; k < flat.length; k += features) {
            // halved so that the difference of two finite numbers stays finite
            double range = most / 2 - least / 2;
            double scaled = range > 0 ? (flat[k] / 2 - least / 2) / range : 0;
            flat[k] = Math.max(0, Math.min(1, scaled));
        }
    }

    int features() {
        return features;
    }

    int classes() {
        return classes;
    }

    int trainCount() {
        return trainLabels.length;
    }

    int testCount() {
        return testLabels.length;
    }

    int trainLabel(int example) {
        return trainLabels[example];
    }

    int testLabel(int example) {
        return testLabels[example];
    }

    /** Copies a training example's features; {@code into} may be longer. */
    void trainFeatures(int example, double[] into) {
        System.arraycopy(trainFeatures, example * features, into, 0, features);
    }

    /** Copies a test example's features; {@code into} may be longer. */
    void testFeatures(int example, double[] into) {
        System.arraycopy(testFeatures, example * features, into, 0, features);
    }
}
