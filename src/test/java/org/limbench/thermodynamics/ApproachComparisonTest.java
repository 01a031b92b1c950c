package org.limbench.thermodynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ApproachComparisonTest {
    private static final RateSchedule HARMONIC = new RateSchedule.Harmonic(1);

    private static ScheduleCase worked(Contraction contraction) {
        return new ScheduleCase(HARMONIC, 1000, contraction, 1e9, 1e-6, 2, 40, 300);
    }

    private static SchedulePlan plan(ApproachComparison comparison, String id) {
        return comparison.plans().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Figures worked out by hand from the same premises, in another language. */
    @Test
    void workedCaseIsReproduced() {
        ApproachComparison comparison = ApproachComparison.of(worked(new Contraction.Power(2)));
        assertThat(plan(comparison, "A").heatKt()).isCloseTo(447.843709064769, within(1e-9));
        assertThat(plan(comparison, "B").heatKt()).isCloseTo(14.9709417211007, within(1e-10));
        assertThat(plan(comparison, "C").heatKt()).isCloseTo(4.37288128836198, within(1e-9));
        assertThat(plan(comparison, "A").varianceLevels2()).isCloseTo(0.5005, within(1e-10));
        assertThat(plan(comparison, "B").varianceLevels2()).isCloseTo(0.657174160392416, within(1e-12));
        SchedulePlan.Step first = plan(comparison, "C").step().apply(1);
        assertThat(first.barrierKt()).isCloseTo(1.66, within(0.005));
        assertThat(first.flag()).isEqualTo("shallow");
        assertThat(plan(comparison, "C").shallowUpdates()).isEqualTo(3);
        assertThat(comparison.plans())
                .allSatisfy(each -> assertThat(each.clampedUpdates()).isZero());
    }

    static List<ScheduleCase> cases() {
        return List.of(
                worked(new Contraction.Power(2)),
                worked(new Contraction.None()),
                new ScheduleCase(
                        new RateSchedule.InverseRoot(1), 300, new Contraction.Descent(0.5), 1e9, 1e-7, 1, 30, 300),
                new ScheduleCase(new RateSchedule.Constant(), 100, new Contraction.Descent(0.01), 1e9, 1e-8, 3, 20, 77),
                new ScheduleCase(
                        new RateSchedule.Exponential(50), 400, new Contraction.Power(2), 1e8, 1e-6, 2, 25, 350),
                // pulses so short that the first updates stand at the clamp
                new ScheduleCase(HARMONIC, 200, new Contraction.Power(2), 1e9, 1.2e-9, 0.5, 40, 300),
                new ScheduleCase(
                        new RateSchedule.FowlerNordheimDecay(20), 200, new Contraction.None(), 1e9, 3e-9, 1, 40, 300));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyUpdateMakesItsNetStepsAndTheSumsAddUp(ScheduleCase given) {
        ApproachComparison comparison = ApproachComparison.of(given);
        for (SchedulePlan plan : comparison.plans()) {
            double heat = 0;
            double variance = 0;
            for (int n = 1; n <= given.updates(); n++) {
                SchedulePlan.Step step = plan.step().apply(n);
                double up = given.attemptsPerSecond() * FastMath.exp(step.tiltKt() / 2 - step.barrierKt());
                double down = up * FastMath.exp(-step.tiltKt());
                assertThat((up - down) * given.pulseSeconds())
                        .as("%s update %s", plan.id(), n)
                        .isCloseTo(step.netSteps(), within(1e-8 * step.netSteps()));
                assertThat(step.tiltKt()).isLessThanOrEqualTo(2 * step.barrierKt() * (1 + 1e-12));
                heat += step.netSteps() * step.tiltKt();
                variance += comparison.contraction(n) * (up + down) * given.pulseSeconds();
            }
            assertThat(plan.heatKt()).isCloseTo(heat, within(1e-10 * heat));
            assertThat(plan.varianceLevels2()).as(plan.id()).isCloseTo(variance, within(1e-8 * variance));
            assertThat(variance).isGreaterThanOrEqualTo(comparison.poissonFloor() * (1 - 1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comparedPlansMeetTheSameVarianceAndBothModulatedCostsLeast(ScheduleCase given) {
        ApproachComparison comparison = ApproachComparison.of(given);
        double ofB = plan(comparison, "B").varianceLevels2();
        assertThat(plan(comparison, "C").varianceLevels2()).isCloseTo(ofB, within(1e-9 * ofB));
        assertThat(plan(comparison, "C").heatKt())
                .isLessThanOrEqualTo(plan(comparison, "B").heatKt() * (1 + 1e-9));
        double more = 1.01 * plan(comparison, "A").varianceLevels2();
        assertThat(plan(comparison, "B+").varianceLevels2()).isCloseTo(more, within(1e-9 * more));
        assertThat(plan(comparison, "C+").varianceLevels2()).isCloseTo(more, within(1e-9 * more));
        assertThat(plan(comparison, "C+").heatKt())
                .isLessThanOrEqualTo(plan(comparison, "B+").heatKt() * (1 + 1e-9));
    }

    @Test
    void withoutContractionTheFixedTiltIsTheBest() {
        ApproachComparison comparison = ApproachComparison.of(worked(new Contraction.None()));
        assertThat(plan(comparison, "C").heatKt())
                .isCloseTo(plan(comparison, "B").heatKt(), within(1e-9));
    }

    @Test
    void descentWithLambdaOneOnTheHarmonicScheduleIsTheSquareOfTheShare() {
        double[] descent = new Contraction.Descent(1).weights(500, HARMONIC);
        double[] square = new Contraction.Power(2).weights(500, HARMONIC);
        assertThat(descent).containsExactly(square, within(1e-13));
    }

    @Test
    void updatesAtTheClampAreFlaggedAndPayTheKineticFloor() {
        ScheduleCase given = cases().get(5);
        SchedulePlan b = plan(ApproachComparison.of(given), "B");
        assertThat(b.clampedUpdates()).isPositive();
        double kT = PhysicalConstants.thermalEnergyJoules(300);
        IntStream.rangeClosed(1, b.clampedUpdates()).forEach(n -> {
            SchedulePlan.Step step = b.step().apply(n);
            assertThat(step.flag()).isEqualTo("clamped");
            double floor = -FastMath.log1p(-step.netSteps() / 1.2);
            assertThat(step.tiltKt()).isCloseTo(floor, within(1e-12 * floor));
            assertThat(SpeedFloors.kineticJoulesPerStep(step.netSteps() / 1.2e-9, 1e9, 300) / kT)
                    .isCloseTo(step.tiltKt(), within(1e-9));
        });
        assertThat(b.step().apply(b.clampedUpdates() + 1).tiltKt()).isCloseTo(0.5, within(1e-12));
    }

    /** With updates held at the clamp, C must still be the least: all other tilts of its variance cost more. */
    @Test
    void everyEqualVariancePerturbationUnderTheClampCostsMore() {
        ScheduleCase given = new ScheduleCase(HARMONIC, 30, new Contraction.Power(2), 1e9, 1.2e-9, 0.5, 40, 300);
        ApproachComparison comparison = ApproachComparison.of(given);
        SchedulePlan c = plan(comparison, "C");
        assertThat(c.clampedUpdates()).isBetween(1, 29);
        MersenneTwister random = new MersenneTwister(7);
        for (int trial = 0; trial < 200; trial++) {
            double[] bump = new double[30];
            for (int n = 0; n < 30; n++) {
                bump[n] = FastMath.exp(0.2 * random.nextGaussian());
            }
            double scale = new BrentSolver(1e-13)
                    .solve(200, s -> spent(comparison, c, bump, s)[1] - c.varianceLevels2(), 1e-3, 1e3);
            assertThat(spent(comparison, c, bump, scale)[0]).isGreaterThan(c.heatKt());
        }
    }

    private static double[] spent(ApproachComparison comparison, SchedulePlan plan, double[] bump, double scale) {
        double heat = 0;
        double variance = 0;
        for (int n = 1; n <= bump.length; n++) {
            SchedulePlan.Step step = plan.step().apply(n);
            double least = -FastMath.log1p(-step.netSteps() / 1.2);
            double tilt = FastMath.max(least, step.tiltKt() * bump[n - 1] * scale);
            heat += step.netSteps() * tilt;
            variance += comparison.contraction(n) * step.netSteps() / FastMath.tanh(tilt / 2);
        }
        return new double[] {heat, variance};
    }

    @Test
    void aMillionUpdatesAreCompared() {
        ScheduleCase given = new ScheduleCase(HARMONIC, 1_000_000, new Contraction.Power(2), 1e9, 1e-6, 2, 40, 300);
        ApproachComparison comparison = ApproachComparison.of(given);
        // 2 H_N = 2 (ln N + 0.5772 + 1/(2N))
        double harmonic = FastMath.log(1e6) + 0.577215664901533 + 0.5e-6;
        assertThat(plan(comparison, "B").heatKt()).isCloseTo(2 * harmonic, within(1e-9));
        assertThat(comparison.selection(100)).hasSizeBetween(80, 101).contains(1, 1_000_000);
    }

    @Test
    void casesOutsideTheirDomainAreNamed() {
        assertThatThrownBy(() -> new ScheduleCase(HARMONIC, 0, new Contraction.None(), 1e9, 1e-6, 2, 40, 300))
                .hasMessage("updates is 0; allowed: 1 to 1000000");
        assertThatThrownBy(() -> new ScheduleCase(HARMONIC, 9, new Contraction.None(), 1e9, 1e-9, 2, 40, 300))
                .hasMessageContaining("pulseSeconds is 1.0E-9; allowed: at least 1.01E-9");
        assertThatThrownBy(() -> new ScheduleCase(HARMONIC, 9, new Contraction.None(), 1e9, 1e-6, 21, 40, 300))
                .hasMessage("tiltKt is 21.0; allowed: 0.0 to 20.0");
        assertThatThrownBy(() -> new ScheduleCase(HARMONIC, 9, new Contraction.None(), 1e9, 1.02e-9, 2, 1, 300))
                .hasMessageContaining("barrierKt is 1.0; allowed: enough for the first update");
        assertThatThrownBy(() -> new Contraction.Descent(2)).hasMessageContaining("lambda is 2.0");
    }
}
