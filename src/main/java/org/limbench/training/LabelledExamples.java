package org.limbench.training;

/** Feature vectors scaled to 0..1 and class labels, split into training and test examples. */
final class LabelledExamples {
    private final SplitFeatures inputs;
    private final int classes;
    private final int[] trainLabels;
    private final int[] testLabels;

    /**
     * @param inputs scaled to 0..1
     * @param labels of all examples, in the order they had before the split
     */
    LabelledExamples(SplitFeatures inputs, ClassLabels labels) {
        this.inputs = inputs;
        this.classes = labels.count();
        this.trainLabels = inputs.ofTrain(labels.numbers());
        this.testLabels = inputs.ofTest(labels.numbers());
    }

    int features() {
        return inputs.features();
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
        inputs.train(example, into);
    }

    /** Copies a test example's features; {@code into} may be longer. */
    void testFeatures(int example, double[] into) {
        inputs.test(example, into);
    }
}
