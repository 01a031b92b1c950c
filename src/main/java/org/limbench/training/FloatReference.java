package org.limbench.training;

import java.util.List;

/**
 * The same training without an array: the same examples in the same order at the same rates, weights as unbounded doubles
 * from the workload's start. What an arm loses against it is the array's doing; what both lose is the task's, for instance a hard held-out set.
 */
final class FloatReference {
    private FloatReference() {}

    /** The workload's score after all updates of a plan. */
    static double score(Workload workload, TrainingPlan plan) {
        List<Layer> layers = workload.layers();
        double[][] weights = workload.start();
        OuterProduct[] gradient = layers.stream().map(OuterProduct::of).toArray(OuterProduct[]::new);
        ExampleOrder order = new ExampleOrder(plan.seed(), workload.examples());
        for (long n = 0; n < plan.updatesOf(workload); n++) {
            workload.gradient(order.example(n), weights, gradient);
            double rate = plan.learningRate().at(n);
            for (int l = 0; l < gradient.length; l++) {
                gradient[l].addTo(weights[l], rate * layers.get(l).rateShare());
            }
        }
        return workload.score(weights);
    }
}
