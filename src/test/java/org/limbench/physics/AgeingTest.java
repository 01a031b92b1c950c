package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.PulsedCells.array;
import static org.limbench.physics.PulsedCells.cell;
import static org.limbench.physics.PulsedCells.fire;
import static org.limbench.physics.PulsedCells.mean;
import static org.limbench.physics.PulsedCells.weight;
import static org.limbench.physics.PulsedCells.weights;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Leak, diffusion and drift against their closed forms, and against themselves with time cut up otherwise. */
final class AgeingTest {
    private static final int SIDE = 150;

    private static PulsedCell ageing(Ageing ageing, double powerOn) {
        return cell(new PulseResponse.Constant()).withPowerOn(powerOn, 0).withDecline(ageing, null, CellDefects.NONE);
    }

    private static PulsedCell leaking(double spread, double rest) {
        return ageing(new Ageing(new Ageing.Leak(50, spread, rest, 0), null, null), 0.5);
    }

    private static PulsedCell drifting(double exponent, double spread) {
        return ageing(new Ageing(null, null, Ageing.Drift.uniform(20, exponent, spread)), 0.5);
    }

    @Test
    void leakRelaxesExponentiallyToItsRest() {
        CellArray array = array(leaking(0, -0.2), 1, 1);
        PulsedCells.wait(array, 30);
        assertThat(weight(array)).isCloseTo(-0.2 + 0.7 * FastMath.exp(-0.6), within(1e-12));
    }

    @Test
    void leakDoesNotCareHowTimeIsCut() {
        CellArray once = array(leaking(0.3, -0.2), 4, 1);
        CellArray often = array(leaking(0.3, -0.2), 4, 1);
        PulsedCells.wait(once, 40);
        for (int k = 0; k < 4000; k++) {
            PulsedCells.wait(often, 0.01);
        }
        double[] expected = weights(once);
        double[] actual = weights(often);
        for (int cell = 0; cell < actual.length; cell++) {
            assertThat(actual[cell]).isCloseTo(expected[cell], within(1e-12));
        }
    }

    /** A pulse of 0.1 us in a life of 50 s takes 2e-9 of the weight: too little to add up step by step in a double of 1 - that. */
    @Test
    void pulsesElsewhereTakeTimeToo() {
        CellArray array = array(leaking(0, 0), 1, 1);
        for (int k = 0; k < 1000; k++) {
            fire(array, 2500);
            fire(array, -2500);
        }
        // the last train ended at the lower bound, then leaked for its own 0.5 ms
        assertThat(weight(array)).isCloseTo(-FastMath.exp(-5e-4 / 50), within(1e-12));
    }

    @Test
    void pulsesStartFromTheLeakedWeight() {
        CellArray array = array(leaking(0, 0), 1, 1);
        PulsedCells.wait(array, 50 * FastMath.log(2));
        fire(array, 5);
        assertThat(weight(array)).isCloseTo(0.35, within(1e-8));
        PulsedCells.wait(array, 50 * FastMath.log(2));
        assertThat(weight(array)).isCloseTo(0.175, within(1e-8));
    }

    @Test
    void lifetimesDifferFromCellToCell() {
        CellArray array = array(leaking(0.1, 0), SIDE, 2);
        PulsedCells.wait(array, 25);
        double[] lifetimes = Arrays.stream(weights(array))
                .map(w -> -25 / FastMath.log(w / 0.5))
                .toArray();
        assertThat(mean(lifetimes)).isCloseTo(50, within(4.5 * 5.0 / SIDE));
        assertThat(new StandardDeviation().evaluate(lifetimes)).isCloseTo(5, within(4.5 * 5 * 0.0047));
    }

    private static double[] diffused(Ageing ageing, int cuts, long seed) {
        CellArray array = array(ageing(ageing, 0), SIDE, seed);
        for (int k = 0; k < cuts; k++) {
            PulsedCells.wait(array, 64.0 / cuts);
        }
        return weights(array);
    }

    /** Wiener: variance rate^2 t. With a leak: rate^2 life/2 (1 - exp(-2 t/life)). One interval or 64, the same law. */
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 64", "true, 1", "true, 64"})
    void diffusionSpreadsByItsLawHoweverTimeIsCut(boolean leaks, int cuts) {
        Ageing.Leak leak = leaks ? new Ageing.Leak(50, 0, 0, 0) : null;
        double variance = leaks ? 0.01 * 0.01 * 25 * (1 - FastMath.exp(-2 * 64 / 50.0)) : 0.01 * 0.01 * 64;
        double[] weights = diffused(new Ageing(leak, new Ageing.Diffusion(0.01, 0), null), cuts, 3 + cuts);
        NormalDistribution law = new NormalDistribution(0, FastMath.sqrt(variance));
        assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(law, weights))
                .isGreaterThan(1e-3);
        assertThat(new StandardDeviation().evaluate(weights))
                .isCloseTo(law.getStandardDeviation(), within(4.5 * 0.0047 * law.getStandardDeviation()));
    }

    /** The bounds reflect: whatever was written, long diffusion leaves every weight as likely, in 1 piece or 16. */
    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void diffusionEndsEvenBetweenTheBounds(int cuts) {
        double[] weights = diffused(new Ageing(null, new Ageing.Diffusion(1, 0.2), null), cuts, 4);
        assertThat(Arrays.stream(weights).allMatch(w -> w >= -1 - 1e-12 && w <= 1 + 1e-12))
                .isTrue();
        double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new UniformRealDistribution(-1, 1), weights);
        assertThat(p).isGreaterThan(1e-3);
    }

    /** Conductance, not weight, falls as a power: 30 uS ((t + t0)/t0)^-nu. */
    @Test
    void driftIsAPowerOfTimeHoweverItIsCut() {
        CellArray once = array(drifting(0.06, 0), 1, 5);
        CellArray often = array(drifting(0.06, 0), 1, 5);
        PulsedCells.wait(once, 20_000);
        for (int k = 0; k < 2000; k++) {
            PulsedCells.wait(often, 10);
        }
        double expected = 30e-6 * FastMath.pow(1001, -0.06);
        assertThat(TestModels.conductances(once)[0]).isCloseTo(expected, within(1e-12 * expected));
        assertThat(TestModels.conductances(often)[0]).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void aPulseStartsTheClockOfDriftAnew() {
        CellArray array = array(drifting(0.06, 0), 1, 5);
        PulsedCells.wait(array, 1980);
        double drifted = 30e-6 * FastMath.pow(100, -0.06);
        // one step of 0.02 is 0.4 uS, taken from where the cell had drifted to
        fire(array, 1);
        assertThat(TestModels.conductances(array)[0]).isCloseTo(drifted + 0.4e-6, within(1e-12));
        PulsedCells.wait(array, 380);
        double again = (drifted + 0.4e-6) * FastMath.pow(20, -0.06);
        assertThat(TestModels.conductances(array)[0]).isCloseTo(again, within(1e-13));
    }

    /**
     * The PCM law of Nandakumar et al. at both ends: at g = 1 the mean is clamped to 0.049 and the deviation to 0.008; at g =
     * 0.01 the mean is 0.0958 and the deviation clamped to 0.045, and |.| folds 1.7 % of the cells.
     */
    @ParameterizedTest
    @CsvSource({"1, 0.049, 0.008, 0", "0.01, 0.09578, 0.045, 0.001"})
    void driftExponentsDependOnTheConductanceWritten(double g, double mean, double deviation, double folded) {
        Ageing.Drift drift = new Ageing.Drift(20, -0.0155, 0.0244, 0.049, 0.1, -0.0125, -0.0059, 0.008, 0.045);
        CellArray array = array(ageing(new Ageing(null, null, drift), 2 * g - 1), SIDE, 6);
        PulsedCells.wait(array, 20 * 99);
        double[] exponents = Arrays.stream(TestModels.conductances(array))
                .map(siemens -> -FastMath.log(siemens / (g * 40e-6)) / FastMath.log(100))
                .toArray();
        assertThat(mean(exponents)).isCloseTo(mean, within(folded + 4.5 * deviation / SIDE));
        assertThat(new StandardDeviation().evaluate(exponents))
                .isCloseTo(deviation, within(folded + 4.5 * 0.0047 * deviation));
        assertThat(Arrays.stream(exponents).min().orElseThrow()).isNotNegative();
    }

    /** Leak moves the hidden weight, drift scales what it conducts; together they are the product. */
    @Test
    void leakAndDriftActTogether() {
        Ageing both = new Ageing(new Ageing.Leak(50, 0, 0, 0), null, Ageing.Drift.uniform(20, 0.06, 0));
        CellArray array = array(ageing(both, 0.5), 1, 7);
        PulsedCells.wait(array, 13);
        PulsedCells.wait(array, 17);
        double expected = 20e-6 * (1 + 0.5 * FastMath.exp(-0.6)) * FastMath.pow(2.5, -0.06);
        assertThat(TestModels.conductances(array)[0]).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> new Ageing.Leak(0, 0, 0, 0)).hasMessageContaining("lifetimeSeconds is 0.0 s");
        assertThatThrownBy(() -> new Ageing.Diffusion(-1, 0)).hasMessageContaining("weightPerRootSecond is -1.0");
        assertThatThrownBy(() -> new Ageing.Drift(20, 0, 0, 0.2, 0.1, 0, 0, 0, 0))
                .hasMessageContaining("leastMean is 0.2");
    }
}
