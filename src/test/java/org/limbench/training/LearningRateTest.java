package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateTest {
    @ParameterizedTest
    @CsvSource({
        "constant, 1500, 0.1",
        "1/n, 1500, 0.05",
        "1/sqrt(n), 1500, 0.0707106781186548",
        "exponential, 1500, 0.0367879441171442",
        // 0.1 x 1501 ln^2 1501 / (3001 ln^2 3001), by hand calculator
        "fn, 1500, 0.04173534"
    })
    void everyRuleStartsAtItsFirstRateAndFallsAsItSays(String rule, long n, double expected) {
        LearningRate rate = new LearningRate(LearningRate.Rule.named(rule), 0.1, 1500);
        assertThat(rate.at(0)).isCloseTo(0.1, within(1e-15));
        assertThat(rate.at(n)).isCloseTo(expected, within(1e-5 * expected));
        assertThat(rate.rule().label()).isEqualTo(rule);
    }

    @Test
    void whatDoesNotExistOrMakesNoSenseIsNamed() {
        assertThatThrownBy(() -> LearningRate.Rule.named("linear"))
                .hasMessage("schedule is \"linear\"; allowed: constant, 1/n, 1/sqrt(n), exponential, fn");
        assertThatThrownBy(() -> new LearningRate(LearningRate.Rule.FN, 0.1, 1)).hasMessageContaining("n0 is 1.0");
        assertThatThrownBy(() -> new LearningRate(LearningRate.Rule.CONSTANT, Double.NaN, 1))
                .hasMessageContaining("eta0 is NaN");
    }

    @Test
    void plansRefuseWhatTheyCannotMean() {
        assertThatThrownBy(() -> TrainingPlan.builder().epochs(0).build())
                .hasMessage("epochs is 0; allowed: 1 to 10000");
        assertThatThrownBy(() -> TrainingPlan.builder().tiltKt(Double.NaN).build())
                .hasMessage("tiltKt is NaN kT; allowed: 0.01 to 60.0 kT");
        assertThatThrownBy(() -> TrainingPlan.builder().slots(1025).build()).hasMessageContaining("slots is 1025");
        assertThatThrownBy(() -> TrainingPlan.builder()
                        .arms(java.util.List.of("lim", "both"))
                        .build())
                .hasMessage("arm is \"both\"; allowed: lim, unconsolidated, fixed, lowered, pulsed, tiki-taka, ttv2,"
                        + " chopped, agad");
        assertThatThrownBy(() -> TrainingPlan.builder()
                        .arms(java.util.List.of("lim", "lim"))
                        .build())
                .hasMessageContaining("\"lim\" twice");
        assertThatThrownBy(() -> new RetentionSpecification(10, 0)).hasMessageContaining("errorProbability is 0.0");
        assertThatThrownBy(() -> Approach.named("neither")).hasMessageContaining("fixed-tilt, fixed-barrier, both");
        assertThatThrownBy(() -> TrainingPlan.builder().approach(Approach.BOTH).build())
                .hasMessageContaining("contraction is missing; allowed with approach both: none, (n/N)^2");
        assertThatThrownBy(() -> TrainingPlan.builder().contraction("none").build())
                .hasMessage("contraction is \"none\"; allowed with approach both alone");
    }
}
