package org.limbench.thermodynamics;

import java.util.ArrayList;
import java.util.List;

/**
 * A number that a projection to training runs rests on.
 *
 * @param name what it is
 * @param value in the unit
 * @param unit e.g. FLOP
 * @param standing exact, published, recalled, fitted or assumed
 * @param source where it is from
 */
public record ProjectionInput(String name, double value, String unit, String standing, String source) {
    private static final String PUBLISHED = "published";
    private static final String RECALLED = "recalled";
    private static final String LIM = "Chakrabartty and Cauwenberghs, arXiv:2402.14878";

    /** All numbers but those of the single models, which {@link TrainedModel} holds. */
    public static List<ProjectionInput> all() {
        List<ProjectionInput> all = new ArrayList<>();
        all.add(new ProjectionInput("Boltzmann constant", PhysicalConstants.BOLTZMANN, "J/K", "exact", "SI of 2019"));
        all.add(new ProjectionInput(
                "kT ln 2 per bit and FLOP",
                PhysicalConstants.landauerBitJoules(
                        TrainingProjection.scenario().temperatureKelvin()),
                "J",
                "assumed",
                "300 K; that every bit of every FLOP is erased"));
        all.add(new ProjectionInput(
                "bits per FLOP", TrainingProjection.scenario().bits(), "1", "assumed", "single precision"));
        all.add(new ProjectionInput(
                "training of GPT-3",
                TrainedModel.GPT_3.operations(),
                "FLOP",
                PUBLISHED,
                TrainedModel.GPT_3.source() + ", table D.1"));
        all.add(new ProjectionInput(
                "parameters of GPT-3", TrainedModel.GPT_3.parameters(), "1", PUBLISHED, TrainedModel.GPT_3.source()));
        ScalingFit fit = ScalingFit.of(TrainedModel.denseTo2022());
        all.add(new ProjectionInput(
                "exponent of the fit", fit.exponent(), "1", "fitted", "7 dense models to 2022, most recalled"));
        all.add(new ProjectionInput(
                "its standard error", fit.exponentStandardError(), "1", "fitted", "least squares of ln C on ln N"));
        all.add(new ProjectionInput(
                "tokens per parameter", 20, "1", RECALLED, "compute-optimal training, arXiv:2203.15556"));
        all.add(new ProjectionInput(
                "accelerator power",
                TrainingProjection.ACCELERATOR_WATTS,
                "W",
                RECALLED,
                "power limit of an H100 SXM"));
        all.add(new ProjectionInput(
                "accelerator speed",
                TrainingProjection.ACCELERATOR_OPERATIONS_PER_SECOND,
                "FLOP/s",
                PUBLISHED,
                "H100 SXM datasheet, BF16, full use"));
        all.add(new ProjectionInput(
                "tokens per update", ProjectionSensitivity.BATCH_TOKENS, "1", RECALLED, "GPT-3, arXiv:2005.14165"));
        all.add(new ProjectionInput("headline, least", TrainingProjection.PUBLISHED_LEAST_JOULES, "J", PUBLISHED, LIM));
        all.add(new ProjectionInput("headline, most", TrainingProjection.PUBLISHED_MOST_JOULES, "J", PUBLISHED, LIM));
        return List.copyOf(all);
    }
}
