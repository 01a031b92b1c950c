package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.limbench.device.RandomStream;

/** The ziggurat against the normal law: shape, moments, and the tail where it takes another method. */
final class GaussianSamplerTest {
    @Test
    void shapeIsNormal() {
        RandomStream.Cursor cursor = RandomStream.of(1, "test.gaussian").cursor();
        double[] sample = new double[100_000];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = GaussianSampler.next(cursor);
        }
        double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new NormalDistribution(0, 1), sample);
        assertThat(p).isGreaterThan(1e-3);
    }

    @Test
    void momentsAndTailsAreNormal() {
        RandomStream.Cursor cursor = RandomStream.of(2, "test.gaussian").cursor();
        int draws = 4_000_000;
        double[] powers = new double[5];
        int[] beyond = new int[2];
        for (int i = 0; i < draws; i++) {
            double x = GaussianSampler.next(cursor);
            double power = 1;
            for (int k = 0; k < powers.length; k++) {
                powers[k] += power / draws;
                power *= x;
            }
            beyond[0] += FastMath.abs(x) > 3.7 ? 1 : 0;
            beyond[1] += FastMath.abs(x) > 4.2 ? 1 : 0;
        }
        // standard errors of x, x^2, x^3, x^4: roots of 1, 2, 15, 96 over the number of draws
        double root = FastMath.sqrt(draws);
        assertThat(powers[1]).isCloseTo(0, within(4.5 / root));
        assertThat(powers[2]).isCloseTo(1, within(4.5 * FastMath.sqrt(2) / root));
        assertThat(powers[3]).isCloseTo(0, within(4.5 * FastMath.sqrt(15) / root));
        assertThat(powers[4]).isCloseTo(3, within(4.5 * FastMath.sqrt(96) / root));
        double[] limits = {3.7, 4.2};
        for (int i = 0; i < 2; i++) {
            double expected = draws * Erf.erfc(limits[i] / FastMath.sqrt(2));
            assertThat((double) beyond[i]).isCloseTo(expected, within(4.5 * FastMath.sqrt(expected)));
        }
    }

    @Test
    void aRestartedCursorTakesTheDrawsOfTheSubStream() {
        RandomStream stream = RandomStream.of(3, "test.gaussian");
        RandomStream.Cursor cursor = stream.cursor();
        assertThat(cursor.nextBits()).isEqualTo(stream.bits(0));
        cursor.restart(stream, 17);
        for (int k = 0; k < 5; k++) {
            assertThat(cursor.nextBits()).isEqualTo(stream.split(17).bits(k));
        }
    }
}
