package org.limbench.thermodynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.util.FastMath;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Inverses, quadratures and optimality at random points, by Commons Math or from the definition. */
final class ThermodynamicsTest {
    private final MersenneTwister random = new MersenneTwister(20_261_123);

    @Test
    void tiltForARateGivesThatRateBack() {
        for (int i = 0; i < 1000; i++) {
            double barrier = 0.5 + 60 * random.nextDouble();
            double tilt = 2 * barrier * random.nextDouble();
            double rate = ActivatedJumps.netRate(1e9, barrier, tilt);
            assertThat(ActivatedJumps.tiltForRateKt(rate, barrier, 1e9)).isCloseTo(tilt, relative(tilt, 1e-9));
            assertThat(ActivatedJumps.barrierForRateKt(rate, tilt, 1e9)).isCloseTo(barrier, relative(barrier, 1e-12));
        }
    }

    @Test
    void ratesObeyLocalDetailedBalanceAndAddUp() {
        for (int i = 0; i < 1000; i++) {
            double barrier = 1 + 40 * random.nextDouble();
            double tilt = 2 * barrier * (2 * random.nextDouble() - 1);
            double up = ActivatedJumps.forwardRate(1e12, barrier, tilt);
            double down = ActivatedJumps.backwardRate(1e12, barrier, tilt);
            assertThat(FastMath.log(up / down)).isCloseTo(tilt, relative(tilt, 1e-11));
            assertThat(up).isLessThanOrEqualTo(1e12);
            assertThat(ActivatedJumps.activityRate(1e12, barrier, tilt))
                    .isCloseTo(up + down, relative(up + down, 1e-12));
        }
    }

    @Test
    void heatPerStepNeverFallsBelowTheKineticFloor() {
        for (int i = 0; i < 1000; i++) {
            double barrier = 0.1 + 30 * random.nextDouble();
            double rate = 1e9 * random.nextDouble() * -FastMath.expm1(-2 * barrier);
            double heat = ActivatedJumps.heatPerStepJoules(rate, barrier, 1e9, 300);
            assertThat(heat).isGreaterThanOrEqualTo(SpeedFloors.kineticJoulesPerStep(rate, 1e9, 300) * (1 - 1e-12));
        }
    }

    @Test
    void barrierForAnErrorGivesThatErrorBack() {
        double barrier = ActivatedJumps.barrierForErrorKt(1e9, 10 * PhysicalConstants.JULIAN_YEAR_SECONDS, 1e-9);
        double jumps = 10 * PhysicalConstants.JULIAN_YEAR_SECONDS / ActivatedJumps.meanDwellSeconds(1e9, barrier);
        assertThat(-FastMath.expm1(-jumps)).isCloseTo(1e-9, within(1e-20));
    }

    @Test
    void openLoopWriteIsAboveTheUncertaintyRelation() {
        for (int i = 0; i < 500; i++) {
            double mean = 100 * random.nextDouble();
            double variance = mean * (1 + 3 * random.nextDouble()) + 1e-9;
            assertThat(ActivatedJumps.openLoopWriteJoules(mean, variance, 300))
                    .isGreaterThanOrEqualTo(UncertaintyRelation.floorJoules(mean, variance, 300));
        }
    }

    @Test
    void slowBarrierWorkIsTheFreeEnergyByQuadrature() {
        for (double u : new double[] {0, 0.01, 1, 7.9, 9.7, 24, 39.9, 40.1, 61.7, 150}) {
            double z = mean(q -> FastMath.exp(-u * elevation(q)));
            assertThat(BarrierWork.raiseKt(u)).as("u = %s", u).isCloseTo(-FastMath.log(z), within(1e-11));
        }
    }

    @Test
    void suddenBarrierWorkIsTheMeanChangeByQuadrature() {
        for (double u : new double[] {0, 0.01, 1, 7.9, 9.7, 24, 39.9, 40.1, 61.7, 150}) {
            double z = mean(q -> FastMath.exp(-u * elevation(q)));
            double elevation = mean(q -> elevation(q) * FastMath.exp(-u * elevation(q))) / z;
            assertThat(BarrierWork.meanElevation(u)).as("u = %s", u).isCloseTo(elevation, within(1e-11));
            assertThat(BarrierWork.suddenKt(u, 30)).isCloseTo((30 - u) * elevation, within(1e-9));
        }
    }

    /**
     * A sudden opening 61.7 to 9.69 kT and back dissipates about 2.3 kT and a slow one exchanges about 0.93 kT each way: the
     * harmonic limits are (r + 1/r - 2)/2 and ln(r)/2, r = 61.7/9.69; the cosine's own wells are a little softer.
     */
    @Test
    void openingsCostWhatTheHarmonicLimitSays() {
        double r = 61.7 / 9.69;
        double sudden = BarrierWork.suddenKt(61.7, 9.69) + BarrierWork.suddenKt(9.69, 61.7);
        assertThat((r + 1 / r - 2) / 2).isCloseTo(2.26, within(0.01));
        assertThat(sudden).isCloseTo(2.26, within(0.2));
        assertThat(BarrierWork.slowKt(9.69, 61.7)).isCloseTo(0.93, within(0.03));
        assertThat(BarrierWork.slowKt(9690, 61_700)).isCloseTo(FastMath.log(r) / 2, within(1e-4));
    }

    @Test
    void suddenMovesNeverCostLessThanSlowOnes() {
        for (int i = 0; i < 500; i++) {
            double from = 80 * random.nextDouble();
            double to = 80 * random.nextDouble();
            assertThat(BarrierWork.suddenKt(from, to)).isGreaterThanOrEqualTo(BarrierWork.slowKt(from, to) - 1e-12);
        }
    }

    @Test
    void noLevelDistributionExceedsTheMostEntropyAtItsVariance() {
        for (int i = 0; i < 300; i++) {
            double[] p = new double[12];
            double sum = 0;
            for (int k = 0; k < p.length; k++) {
                p[k] = FastMath.pow(random.nextDouble(), 1 + i % 9);
                sum += p[k];
            }
            double mean = 0;
            double square = 0;
            for (int k = 0; k < p.length; k++) {
                mean += k * p[k] / sum;
                square += (double) k * k * p[k] / sum;
            }
            assertThat(InformationBound.entropyNats(p))
                    .isLessThanOrEqualTo(InformationBound.mostLevelEntropyNats(FastMath.sqrt(square - mean * mean)));
        }
    }

    @Test
    void gaussianEntropyIsMinusTheMeanLogDensity() {
        double sigma = 1.7;
        double entropy = new IterativeLegendreGaussIntegrator(16, 1e-12, 1e-12)
                .integrate(
                        100_000,
                        x -> {
                            double p = FastMath.exp(-x * x / (2 * sigma * sigma))
                                    / (sigma * FastMath.sqrt(2 * FastMath.PI));
                            return -p * FastMath.log(p);
                        },
                        -20,
                        20);
        assertThat(InformationBound.gaussianEntropyNats(sigma)).isCloseTo(entropy, within(1e-10));
        assertThat(InformationBound.gaussianLevelEntropyNats(sigma)).isCloseTo(entropy, within(1e-10));
    }

    @Test
    void blindResetOf650CellsOf256LevelsToOneLevelIs3604Kt() {
        double perfect = InformationBound.overwriteExactJoules(256, 300) * 650;
        assertThat(perfect / PhysicalConstants.thermalEnergyJoules(300)).isCloseTo(3604, within(0.5));
        double spread = InformationBound.blindResetJoules(650, 256, 13, 300);
        double expected =
                650 * (FastMath.log(256) - 0.5 * FastMath.log(2 * FastMath.PI * FastMath.E * (169 + 1.0 / 12)));
        assertThat(spread / PhysicalConstants.thermalEnergyJoules(300)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void informationBoundIsNotClippedAndSubtractsReads() {
        double kt = PhysicalConstants.thermalEnergyJoules(300);
        assertThat(InformationBound.joules(1, 2, 3, 300)).isCloseTo(-4 * kt, within(1e-30));
        assertThat(InformationBound.mostReadNats(256)).isCloseTo(FastMath.log(256), within(1e-14));
        assertThat(InformationBound.mostReadNats(3, 1)).isCloseTo(0.5 * FastMath.log(10), within(1e-14));
    }

    @Test
    void shareAndBarrierRiseTrackEachOther() {
        RateSchedule[] schedules = {
            new RateSchedule.Constant(),
            new RateSchedule.Harmonic(1500),
            new RateSchedule.InverseRoot(1),
            new RateSchedule.Exponential(200),
            new RateSchedule.FowlerNordheimDecay(50)
        };
        for (RateSchedule schedule : schedules) {
            assertThat(schedule.share(1)).isEqualTo(1);
            for (int n = 1; n < 5000; n += 77) {
                double rise = schedule.barrierRiseKt(n) - schedule.barrierRiseKt(1);
                assertThat(FastMath.exp(-rise)).isCloseTo(schedule.share(n), relative(schedule.share(n), 1e-12));
            }
        }
        assertThat(new RateSchedule.Harmonic(1).share(8)).isEqualTo(1.0 / 8);
    }

    @Test
    void everyEqualVariancePerturbationOfApproachCCostsMore() {
        RateSchedule schedule = new RateSchedule.Harmonic(1);
        double[] c = new Contraction.Power(2).weights(50, schedule);
        double variance = Approaches.fixedTiltVariance(schedule, c, 2);
        Approaches.BothModulated best = Approaches.bothModulated(schedule, c, variance);
        assertThat(best.heatKt()).isLessThan(Approaches.fixedTiltHeatKt(50, schedule, 2));
        for (int trial = 0; trial < 300; trial++) {
            double[] bump = new double[50];
            for (int n = 0; n < 50; n++) {
                bump[n] = FastMath.exp(0.3 * random.nextGaussian());
            }
            // rescale s so that the perturbed tilts meet the same variance: bisection, from the definition
            double low = best.multiplier() / 50;
            double high = best.multiplier() * 50;
            for (int k = 0; k < 200; k++) {
                double middle = (low + high) / 2;
                double[] spent = heatAndVariance(schedule, c, middle, bump);
                if (spent[1] > variance) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            assertThat(heatAndVariance(schedule, c, low, bump)[0]).isGreaterThan(best.heatKt());
        }
    }

    private static double[] heatAndVariance(RateSchedule schedule, double[] c, double s, double[] bump) {
        double heat = 0;
        double variance = 0;
        for (int n = 1; n <= c.length; n++) {
            double tilt = 2 * FastMath.asinh(s * FastMath.sqrt(c[n - 1])) * bump[n - 1];
            heat += schedule.share(n) * tilt;
            variance += c[n - 1] * schedule.share(n) / FastMath.tanh(tilt / 2);
        }
        return new double[] {heat, variance};
    }

    @Test
    void descentContractionFollowsItsProduct() {
        RateSchedule schedule = new RateSchedule.Harmonic(3);
        double[] c = new Contraction.Descent(0.2 * 0.7).weights(5, schedule);
        double product = 1;
        for (int j = 3; j <= 5; j++) {
            product *= FastMath.pow(1 - 0.2 * schedule.share(j) * 0.7, 2);
        }
        assertThat(c[1]).isCloseTo(product, within(1e-15));
        assertThat(c[4]).isEqualTo(1);
    }

    @Test
    void fallOfAFowlerNordheimNodeIsTheDifferenceOfItsVoltages() {
        for (int i = 0; i < 200; i++) {
            double start = 6 + 3 * random.nextDouble();
            double seconds = FastMath.pow(10, 8 * random.nextDouble() - 2);
            double fall = start - FowlerNordheimLaw.volts(325, 1e16, start, seconds);
            assertThat(FowlerNordheimLaw.fallVolts(325, 1e16, start, seconds)).isCloseTo(fall, within(1e-14));
        }
        assertThat(FowlerNordheimLaw.volts(325, 1e16, 0.2, 1)).isEqualTo(0.2);
    }

    @Test
    void argumentsOutsideTheirDomainAreNamed() {
        assertThatThrownBy(() -> ActivatedJumps.forwardRate(1e9, 2, 5))
                .hasMessage("tiltKt is 5.0; allowed: -4.0 to 4.0");
        assertThatThrownBy(() -> PhysicalConstants.thermalEnergyJoules(0))
                .hasMessageContaining("temperatureKelvin is 0.0");
        assertThatThrownBy(() -> SpeedFloors.kineticJoulesPerStep(1e9, 1e9, 300))
                .hasMessageContaining("ratePerSecond is 1.0E9");
        assertThatThrownBy(() -> InformationBound.overwriteGaussianJoules(256, 0.3, 300))
                .hasMessageContaining("sigmaLevels is 0.3; allowed: 0.5 to 42.6");
        assertThatThrownBy(() -> ActivatedJumps.openLoopWriteJoules(4, 4, 300))
                .hasMessageContaining("varianceLevels2 is 4.0; allowed: more than 4.0");
        assertThatThrownBy(() -> ActivatedJumps.tiltForRateKt(2e9, 40, 1e9)).hasMessageContaining("twice the barrier");
        assertThatThrownBy(() -> ActivatedJumps.fanoFactor(Double.NaN)).hasMessageContaining("tiltKt is NaN");
        assertThatThrownBy(() -> new RateSchedule.FowlerNordheimDecay(1)).hasMessageContaining("offset is 1.0");
        assertThatThrownBy(() -> Approaches.bothModulated(new RateSchedule.Constant(), new double[] {1, 1}, 2))
                .hasMessageContaining("varianceLevels2 is 2.0; allowed: more than 2.0");
    }

    private static double elevation(double q) {
        return (1 - FastMath.cos(2 * FastMath.PI * q)) / 2;
    }

    /** Mean over one period; the midpoint rule converges faster than any power on a smooth periodic function. */
    private static double mean(DoubleUnaryOperator function) {
        int points = 4096;
        double sum = 0;
        for (int i = 0; i < points; i++) {
            sum += function.applyAsDouble((i + 0.5) / points);
        }
        return sum / points;
    }

    private static Offset<Double> relative(double value, double tolerance) {
        return within(FastMath.abs(value) * tolerance + 1e-300);
    }
}
