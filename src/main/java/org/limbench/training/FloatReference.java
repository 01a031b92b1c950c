package org.limbench.training;

/**
 * The same training without an array: the same examples in the same order at the same rates, weights as unbounded doubles
 * from 0. What an arm loses against it is the array's doing; what both lose is the task's, for instance a hard held-out set.
 */
final class FloatReference {
    private FloatReference() {}

    /** The workload's score after all updates of a plan. */
    static double score(Workload workload, TrainingPlan plan) {
        int rows = workload.shape().rows();
        int columns = workload.shape().columns();
        double[] weights = new double[rows * columns];
        double[] input = new double[rows];
        double[] error = new double[columns];
        ExampleOrder order = new ExampleOrder(plan.seed(), workload.examples());
        for (long n = 0; n < plan.updatesOf(workload); n++) {
            workload.gradient(order.example(n), weights, input, error);
            double rate = plan.learningRate().at(n);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    weights[i * columns + j] += rate * input[i] * error[j];
                }
            }
        }
        return workload.score(weights);
    }
}
