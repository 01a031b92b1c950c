package org.limbench.thermodynamics;

import java.util.ArrayList;
import java.util.List;

/**
 * One premise of {@link TrainingProjection#scenario()} changed, all else kept.
 *
 * @param change what is done differently
 * @param factor energy over that of the scenario
 * @param joules energy at 1e15 parameters, J
 * @param decades standard deviation of a prediction, decades; 0 where the change has none
 * @param source of what it rests on
 */
public record ProjectionSensitivity(String change, double factor, double joules, double decades, String source) {
    /** Tokens per update of GPT-3: arXiv:2005.14165, table 2.1, recalled. */
    public static final double BATCH_TOKENS = 3.2e6;

    /** Static barrier of the comparison, kT: ten years at 1e9 attempts per second ask for 41. */
    private static final double STATIC_BARRIER_KT = 40;

    private static final double ATTEMPTS_PER_SECOND = 1e9;
    private static final double STEPS_PER_SECOND = 1e6;
    private static final double TILT_KT = 2;

    /** All changes. */
    public static List<ProjectionSensitivity> all() {
        List<ProjectionSensitivity> rows = new ArrayList<>();
        TrainingProjection scenario = TrainingProjection.scenario();
        ComputeScaling.Power linear = ComputeScaling.linear();
        ComputeScaling steeper =
                new ComputeScaling.Power(linear.exponent() + 0.1, linear.operations(), linear.parameters());
        rows.add(scaled("exponent 1.1 instead of 1", steeper, 0, "GPT-3 as reference"));
        rows.add(fitted("fit, 7 dense models to 2022", TrainedModel.denseTo2022()));
        rows.add(fitted("fit, 3 compute-optimal more", TrainedModel.withComputeOptimal()));
        rows.add(fitted("fit, GPT-3/PaLM/Chinchilla", TrainedModel.threeAlone()));
        rows.add(scaled("compute-optimal, 120 N^2", new ComputeScaling.ComputeOptimal(), 0, "arXiv:2203.15556"));
        for (int bits : new int[] {16, 8}) {
            rows.add(times(bits + " bits instead of 32", bits / scenario.bits(), "linear in bits"));
        }
        rows.add(times("77 K instead of 300 K", 77 / scenario.temperatureKelvin(), "linear in temperature"));
        double bit = PhysicalConstants.landauerBitJoules(scenario.temperatureKelvin());
        double write = ActivatedJumps.heatPerStepJoules(
                STEPS_PER_SECOND, STATIC_BARRIER_KT, ATTEMPTS_PER_SECOND, scenario.temperatureKelvin());
        rows.add(
                times("static 40 kT barrier, not kT ln 2", write / bit, "M1 at 1e6 steps/s, 1e9 attempts/s (assumed)"));
        rows.add(times(
                "approach B, tilt 2 kT, not kT ln 2", TILT_KT / StrictMath.log(2), "M2, one net step a bit (assumed)"));
        rows.add(times(
                "parameter updates, not FLOP",
                1 / (6 * BATCH_TOKENS),
                "6 FLOP a token, 3.2e6 tokens a batch (recalled)"));
        return List.copyOf(rows);
    }

    private static ProjectionSensitivity fitted(String change, List<TrainedModel> models) {
        ScalingFit fit = ScalingFit.of(models);
        String exponent =
                Math.rint(fit.exponent() * 1000) / 1000 + " ± " + Math.rint(fit.exponentStandardError() * 1000) / 1000;
        return scaled(
                change,
                fit.scaling(),
                fit.predictionDecades(TrainingProjection.PUBLISHED_PARAMETERS),
                "exponent " + exponent + ", mostly recalled");
    }

    private static ProjectionSensitivity scaled(String change, ComputeScaling scaling, double decades, String source) {
        TrainingProjection scenario = TrainingProjection.scenario();
        double parameters = TrainingProjection.PUBLISHED_PARAMETERS;
        double factor = scaling.operations(parameters) / scenario.operations(parameters);
        return new ProjectionSensitivity(change, factor, factor * scenario.joules(parameters), decades, source);
    }

    private static ProjectionSensitivity times(String change, double factor, String source) {
        double joules = TrainingProjection.scenario().joules(TrainingProjection.PUBLISHED_PARAMETERS);
        return new ProjectionSensitivity(change, factor, factor * joules, 0, source);
    }
}
