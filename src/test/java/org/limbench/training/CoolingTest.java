package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Temperatures by sweep. */
final class CoolingTest {
    @Test
    void geometricFallsByTheSameFactorEachSweep() {
        double[] t = new Cooling(Cooling.Rule.GEOMETRIC, 8, 0.5, 0).temperatures(5);

        assertThat(t).containsExactly(new double[] {8, 4, 2, 1, 0.5}, within(1e-12));
    }

    @Test
    void constantIsTheLast() {
        assertThat(new Cooling(Cooling.Rule.CONSTANT, 8, 0.5, 0).temperatures(3))
                .containsExactly(0.5, 0.5, 0.5);
    }

    /** T_n ln(1 + (n + 1)/M) is one number. */
    @Test
    void logarithmicIsTheLawOfTheIntegrator() {
        double m = 7;
        double[] t = new Cooling(Cooling.Rule.LOGARITHMIC, 3, 0.3, m).temperatures(200);
        double t0 = 0.3 * Math.log(1 + 200 / m);

        for (int n = 0; n < 200; n++) {
            assertThat(t[n]).isCloseTo(t0 / Math.log(1 + (n + 1) / m), within(1e-12));
        }
    }

    @Test
    void logarithmicMeetsBothEndsWhereNoScaleIsGiven() {
        for (double first : new double[] {0.33, 1, 3, 50}) {
            double[] t = new Cooling(Cooling.Rule.LOGARITHMIC, first, 0.3, 0).temperatures(300);

            assertThat(t[0]).isCloseTo(first, within(1e-6 * first));
            assertThat(t[299]).isCloseTo(0.3, within(1e-12));
            for (int n = 1; n < 300; n++) {
                assertThat(t[n]).isLessThan(t[n - 1]);
            }
        }
    }

    @Test
    void aFallTheLogarithmCannotMakeIsRefused() {
        assertThatThrownBy(() -> new Cooling(Cooling.Rule.LOGARITHMIC, 30, 0.3, 0).temperatures(50))
                .hasMessageContaining("100")
                .hasMessageContaining("less than 50");
        assertThatThrownBy(() -> new Cooling(Cooling.Rule.GEOMETRIC, 0.1, 0.3, 0))
                .hasMessageContaining("at least the last, 0.3");
        assertThatThrownBy(() -> Cooling.Rule.named("linear")).hasMessageContaining("1/log, geometric, constant");
    }
}
