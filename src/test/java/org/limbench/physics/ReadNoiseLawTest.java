package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;
import org.limbench.device.RandomStream;

final class ReadNoiseLawTest {
    /** Phase-change memory of Nandakumar et al. 2019, as in aihwkit's noise/pcm.py. */
    private static final FlickerNoise PCM = new FlickerNoise(0.0088, 0.65, 0.2, 25e-6, 250e-9);

    private static final int CELLS = 4000;

    @Test
    void thermalAndShotNoiseOfTheReadCurrentAreThoseOfTheTextbook() {
        ReadNoiseLaw law = new ReadNoiseLaw(0, 0, 0, 1, 1e8, null);
        // 10 kohm at 300 K over 100 MHz: sqrt(4 k T B / R)
        double johnson = 1.28716e-8;
        // 20 uA at 0.2 V: shot sqrt(2 e I B)
        double shot = 2.53154e-8;
        assertThat(Math.sqrt(law.currentVariance(1e-4, 0.2, 300))).isCloseTo(Math.hypot(johnson, shot), within(1e-12));
        assertThat(law.whiteSiemens(1e-4, 0.2, 300)).isCloseTo(Math.hypot(johnson, shot) / 0.2, within(5e-12));
        // no voltage: Johnson alone, as the current of a row at rest
        assertThat(Math.sqrt(law.currentVariance(1e-4, 0, 300))).isCloseTo(johnson, within(1e-13));
        assertThat(law.currentVariance(1e-4, -0.2, 300)).isEqualTo(law.currentVariance(1e-4, 0.2, 300));
    }

    @Test
    void sonosNoiseSaturatesWithTheCurrent() {
        // 12.58037 (1 - exp(-I / 215.36557)) nA of CrossSim's SONOS, at 0.1 V: nA / 0.1 V = 10 nS
        ReadNoiseLaw sonos = new ReadNoiseLaw(0, 0, 125.8037e-9, 2153.6557e-9, 0, null);
        assertThat(sonos.whiteSiemens(0, 0.1, 300)).isZero();
        assertThat(sonos.whiteSiemens(2.1536557e-6, 0.1, 300)).isCloseTo(79.523e-9, within(1e-12));
        assertThat(sonos.whiteSiemens(16e-6, 0.1, 300)).isCloseTo(125.73e-9, within(0.02e-9));
    }

    @Test
    void contributionsAddAsVariances() {
        ReadNoiseLaw law = new ReadNoiseLaw(3e-9, 0.01, 0, 1, 0, null);
        assertThat(law.whiteSiemens(0.4e-6, 0.5, 300)).isCloseTo(5e-9, within(1e-20));
        assertThat(Math.sqrt(law.currentVariance(0.4e-6, 0.5, 300))).isCloseTo(2.5e-9, within(1e-20));
        assertThat(ReadNoiseLaw.constant(6.1e-9).whiteSiemens(1e-3, 7, 77)).isEqualTo(6.1e-9);
        assertThat(law.whiteSiemens(-1, 0.5, 300)).isEqualTo(3e-9);
    }

    @Test
    void flickerGrowsWithTheRootOfTheLogarithmOfTime() {
        // g = gmax at 20 s: 25 uS x 0.0088 x sqrt(ln(4.0e7)), and at a tenth of it q = 0.0088 / 0.1^0.65 = 0.03931
        assertThat(PCM.deviationSiemens(25e-6, 20)).isCloseTo(25e-6 * 0.0088 * 4.18384, within(1e-11));
        assertThat(PCM.deviationSiemens(2.5e-6, 20)).isCloseTo(2.5e-6 * 0.0393080 * 4.18384, within(1e-11));
        // a cell almost off: q is held at 0.2
        assertThat(PCM.deviationSiemens(25e-9, 20)).isCloseTo(25e-9 * 0.2 * 4.18384, within(1e-13));
        assertThat(PCM.deviationSiemens(25e-6, 250e-9)).isZero();
        assertThat(PCM.deviationSiemens(25e-6, 0)).isZero();
        assertThat(PCM.deviationSiemens(0, 20)).isZero();
    }

    @Test
    void flickerDrawnHasThatDeviationAtEveryTime() {
        for (double seconds : new double[] {1e-6, 3e-3, 20, 3.1e8}) {
            double[] drawn = draws(seconds);
            // relative standard error 1/sqrt(2 x 4000) = 1.1 %; four of them
            assertThat(new StandardDeviation().evaluate(drawn) / PCM.deviationSiemens(10e-6, seconds))
                    .as("after %s s", seconds)
                    .isCloseTo(1, within(0.045));
        }
    }

    @Test
    void flickerStaysTheSameFromReadToReadAndIsForgottenSlowly() {
        double[] now = draws(20);
        assertThat(draws(20)).isEqualTo(now);
        PearsonsCorrelation correlation = new PearsonsCorrelation();
        // the share of ln(4e7) = 17.5 carried by steps of 64 ms and more is 12.4 below and 5.1 above
        assertThat(correlation.correlation(now, draws(20.01))).isBetween(0.2, 0.9);
        assertThat(correlation.correlation(now, draws(20.00000001))).isGreaterThan(0.9);
        assertThat(Math.abs(correlation.correlation(now, draws(2e5)))).isLessThan(4 / Math.sqrt(CELLS));
        assertThat(draws(0)).containsOnly(0);
    }

    private static double[] draws(double seconds) {
        RandomStream stream = RandomStream.of(5, "test.flicker");
        double[] drawn = new double[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            drawn[cell] = PCM.drawSiemens(10e-6, seconds, stream.split(cell));
        }
        return drawn;
    }

    @Test
    void parametersOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> new ReadNoiseLaw(-1, 0, 0, 1, 0, null)).hasMessageContaining("constantSiemens is -1");
        assertThatThrownBy(() -> new ReadNoiseLaw(0, 0, 1, 0, 0, null)).hasMessageContaining("saturationSiemens is 0");
        assertThatThrownBy(() -> new FlickerNoise(1, 3, 1, 1, 1))
                .hasMessageContaining("exponent is 3.0; allowed: 0 to 2");
        assertThatThrownBy(() -> new FlickerNoise(1, 1, 1, 1, 0)).hasMessageContaining("readSeconds is 0");
    }
}
