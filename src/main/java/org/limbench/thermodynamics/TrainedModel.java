package org.limbench.thermodynamics;

import java.util.List;
import java.util.stream.Stream;

/**
 * A published network and what its training took. Figures of GPT-3 and PaLM were checked against a public copy, the others
 * are recalled.
 *
 * @param parameters number of parameters
 * @param operations floating-point operations of the training run
 * @param source paper and confidence
 */
public record TrainedModel(String name, double parameters, double operations, String source) {
    /** The reference of the linear scenario. */
    public static final TrainedModel GPT_3 = new TrainedModel("GPT-3", 1.75e11, 3.14e23, "arXiv:2005.14165");

    private static final TrainedModel PALM = new TrainedModel("PaLM", 5.4e11, 2.53e24, "arXiv:2204.02311");
    private static final TrainedModel CHINCHILLA =
            new TrainedModel("Chinchilla", 7e10, 5.76e23, "arXiv:2203.15556, recalled");

    public TrainedModel {
        Domain.positive("parameters", parameters);
        Domain.positive("operations", operations);
    }

    /** Seven dense models up to 2022. */
    public static List<TrainedModel> denseTo2022() {
        return List.of(
                new TrainedModel("BERT-Large", 3.4e8, 2.85e20, "arXiv:1810.04805, recalled"),
                new TrainedModel("GPT-2", 1.5e9, 1.5e21, "Radford et al. 2019, recalled"),
                new TrainedModel("T5-11B", 1.1e10, 33 * 1e21, "arXiv:1910.10683, recalled"),
                GPT_3,
                new TrainedModel("Gopher", 2.8e11, 6.31e23, "arXiv:2112.11446, recalled"),
                new TrainedModel("MT-NLG", 5.3e11, 8.6e23, "arXiv:2201.11990, recalled"),
                PALM);
    }

    /** Those, and three trained by or beyond the compute-optimal rule. */
    public static List<TrainedModel> withComputeOptimal() {
        return Stream.concat(
                        denseTo2022().stream(),
                        Stream.of(
                                CHINCHILLA,
                                new TrainedModel("LLaMA-65B", 6.5e10, 5.5e23, "arXiv:2302.13971, recalled"),
                                new TrainedModel("Llama-3.1-405B", 4.05e11, 3.8e25, "arXiv:2407.21783, recalled")))
                .toList();
    }

    /** Three that tell nothing: their exponent is as wide as itself. */
    public static List<TrainedModel> threeAlone() {
        return List.of(GPT_3, PALM, CHINCHILLA);
    }
}
