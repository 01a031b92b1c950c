package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.Drive;
import org.limbench.device.RandomStream;
import org.limbench.device.TimeAdvance;
import org.limbench.thermodynamics.FowlerNordheimLaw;

/**
 * Electrons leaving a Fowler-Nordheim node against the closed form of the linearised process, and against the process itself
 * simulated electron by electron with Commons Math's generator. Widths are 4.5 standard errors and what is stated; seeds
 * fixed.
 */
final class ShotNoiseTest {
    private static final int DRAWS = 3_000;
    private static final double K2 = 325;
    private static final double K1 = 1e16;
    private static final double TEN_YEARS = 10 * 365.25 * 86_400;

    private static FowlerNordheim node(double farads) {
        Drive.Voltage voltage = new Drive.Voltage(4, 4);
        return new FowlerNordheim(K2, K1, 7.5, 0, 0, 0.5, farads, true, 10e-6, 1e-6, 0, 20e-6, voltage, 1e-3);
    }

    private static SummaryStatistics drops(CellArray array) {
        ByteBuffer snapshot = ByteBuffer.wrap(array.snapshot()).position(26);
        SummaryStatistics drops = new SummaryStatistics();
        while (snapshot.hasRemaining()) {
            drops.addValue(snapshot.getDouble());
        }
        return drops;
    }

    /** In the end sqrt(q V^2 / (2 k2 C)), 0.286 mV at 100 fF, less the 0.9 % that V/k2 is short of 0. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 30, 100, 300})
    void tenYearsLeaveTheDeviationOfTheClosedFormInAnyNumberOfPieces(int pieces) {
        double farads = 1e-13;
        CellArray array = node(farads).newArray(TestModels.square(50), 300, TestModels.cellsAlone(0), pieces);
        for (int k = 0; k < pieces; k++) {
            array.apply(new TimeAdvance(TEN_YEARS / pieces, false));
        }
        SummaryStatistics drops = drops(array);
        double volts = K2 / FastMath.log(K1 * TEN_YEARS + FastMath.exp(K2 / 7.5));
        double deviation = FastMath.sqrt(TestModels.ELEMENTARY_CHARGE * volts * volts / (2 * K2 * farads));
        assertThat(deviation).isCloseTo(0.286e-3, within(0.0005e-3));
        double exact = deviation * FastMath.sqrt(1 - volts / K2 + volts * volts / (2 * K2 * K2));
        assertThat(drops.getStandardDeviation())
                .isCloseTo(exact, within(4.5 * exact / FastMath.sqrt(2.0 * drops.getN())));
        assertThat(drops.getMean()).isCloseTo(volts, within(4.5 * exact / FastMath.sqrt((double) drops.getN())));
    }

    /**
     * Small nodes, whose electrons can be simulated: one changes the rate of the next by 0.9 % (1 fF), where the code takes the
     * linearised law, which is 1 % off in variance, or by 9 and 30 %, where it walks too.
     */
    @ParameterizedTest(name = "{0} aF, {1} pieces, for {2} of the time that slows it e-fold")
    @CsvSource({"1000, 1, 3", "1000, 5, 3", "1000, 1, 50", "110, 1, 100", "110, 9, 100", "30, 6, 5"})
    void meanAndVarianceAreThoseOfTheProcess(double attofarads, int pieces, double times) {
        double farads = attofarads * 1e-18;
        double seconds = times * FastMath.exp(K2 / 7.5) / K1;
        ShotNoise noise = new ShotNoise(node(farads));
        RandomStream stream = RandomStream.of(41, "test.shot-noise").split((long) (attofarads * 100 + times));
        RandomGenerator random = new Well19937c(5);
        SummaryStatistics drawn = new SummaryStatistics();
        SummaryStatistics simulated = new SummaryStatistics();
        double volts = TestModels.ELEMENTARY_CHARGE / farads;
        for (int i = 0; i < DRAWS; i++) {
            RandomStream.Cursor cursor = stream.split(i).cursor();
            double drop = 7.5;
            for (int k = 0; k < pieces; k++) {
                double part = seconds / pieces;
                double grown = FowlerNordheimLaw.growth(K2, K1, drop, part);
                drop -= noise.fallVolts(drop, K1, grown, part, drop, cursor);
            }
            drawn.addValue((7.5 - drop) / volts);
            simulated.addValue(simulated(volts, seconds, random));
        }
        double error =
                FastMath.hypot(drawn.getStandardDeviation(), simulated.getStandardDeviation()) / FastMath.sqrt(DRAWS);
        assertThat(drawn.getMean()).isCloseTo(simulated.getMean(), within(4.5 * error + 0.02));
        double variance = simulated.getVariance();
        double width = 4.5 * variance * FastMath.sqrt(4.0 / DRAWS) + 0.01 * variance;
        assertThat(drawn.getVariance()).isCloseTo(variance, within(width));
    }

    private static double simulated(double perElectron, double seconds, RandomGenerator random) {
        double left = seconds;
        for (int electrons = 0; ; electrons++) {
            double drop = 7.5 - electrons * perElectron;
            double rate = K1 / K2 * drop * drop * FastMath.exp(-K2 / drop) / perElectron;
            left += FastMath.log(1 - random.nextDouble()) / rate;
            if (left < 0) {
                return electrons;
            }
        }
    }

    /** Whole electrons, and as many as a Poisson number while they do not slow each other. */
    @ParameterizedTest
    @ValueSource(doubles = {3, 40, 4000})
    void fewElectronsAreAPoissonNumber(double mean) {
        double farads = 1e-9;
        double volts = TestModels.ELEMENTARY_CHARGE / farads;
        double rate = K1 / K2 * 7.5 * 7.5 * FastMath.exp(-K2 / 7.5) / volts;
        double seconds = mean / rate;
        ShotNoise noise = new ShotNoise(node(farads));
        List<Integer> counts = new ArrayList<>();
        SummaryStatistics found = new SummaryStatistics();
        RandomStream stream = RandomStream.of(42, "test.shot-noise");
        double grown = FowlerNordheimLaw.growth(K2, K1, 7.5, seconds);
        for (int i = 0; i < 20_000; i++) {
            double electrons = noise.fallVolts(
                            7.5, K1, grown, seconds, 7.5, stream.split(i).cursor())
                    / volts;
            assertThat(electrons).isCloseTo(FastMath.rint(electrons), within(1e-6));
            counts.add((int) FastMath.rint(electrons));
            found.addValue(electrons);
        }
        assertThat(found.getMean()).isCloseTo(mean, within(4.5 * FastMath.sqrt(mean / 20_000)));
        assertThat(found.getVariance()).isCloseTo(mean, within(4.5 * mean * FastMath.sqrt((2 + 1 / mean) / 20_000)));
        assertThat(counts.stream().filter(count -> count < mean).count()).isPositive();
    }
}
