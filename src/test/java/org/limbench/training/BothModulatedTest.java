package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Datasheet;

/** Approach both on the recipe's learning rate: 1e9 attempts per second, pulses of 1 us, 2 kT at the variance to meet. */
class BothModulatedTest {
    private static final int UPDATES = 1000;
    private static final Datasheet SHEET = new DirectArray(new ArrayGeometry(1, 1), 1).datasheet();
    private static final Layer LAYER = new Layer(new ArrayGeometry(1, 1).whole(), 1, 1);

    private static UpdateRule rule(Approach approach, String contraction) {
        TrainingPlan plan = TrainingPlan.builder()
                .updates(UPDATES)
                .approach(approach)
                .contraction(contraction)
                .build();
        return UpdateRule.of(SHEET, LAYER, plan, LAYER.tile(), Arms.named("lim", approach), UPDATES);
    }

    /** c_n = (n/N)^2. */
    private static double contraction(int n) {
        double share = (n + 1.0) / UPDATES;
        return share * share;
    }

    /** Mean net levels of a pulse, from its rates. */
    private static double netLevels(BarrierPulses.Pulse pulse) {
        return 1e3 * Math.exp(-pulse.barrierKt()) * 2 * Math.sinh(pulse.tiltKt() / 2);
    }

    private record Totals(double heat, double variance) {}

    private static Totals totals(UpdateRule rule) {
        double heat = 0;
        double variance = 0;
        for (int n = 0; n < UPDATES; n++) {
            BarrierPulses.Pulse pulse = rule.pulse(n);
            double levels = netLevels(pulse);
            heat += levels * pulse.tiltKt();
            variance += contraction(n) * levels / Math.tanh(pulse.tiltKt() / 2);
        }
        return new Totals(heat, variance);
    }

    @Test
    void movesTheSameLevelsWithLessHeatAtTheSameFinalVariance() {
        UpdateRule both = rule(Approach.BOTH, "(n/N)^2");
        UpdateRule fixed = rule(Approach.FIXED_TILT, "");
        for (int n = 0; n < UPDATES; n += 37) {
            assertThat(netLevels(both.pulse(n))).isCloseTo(netLevels(fixed.pulse(n)), within(1e-9));
        }
        assertThat(totals(both).variance())
                .isCloseTo(totals(fixed).variance(), within(1e-6 * totals(fixed).variance()));
        assertThat(totals(both).heat()).isLessThan(0.8 * totals(fixed).heat());
    }

    @Test
    void tiltAndBarrierRiseAndTheShallowUpdatesAreTheFirst() {
        UpdateRule both = rule(Approach.BOTH, "(n/N)^2");
        for (int n = 1; n < UPDATES; n++) {
            assertThat(both.pulse(n).tiltKt())
                    .isGreaterThanOrEqualTo(both.pulse(n - 1).tiltKt());
            assertThat(both.pulse(n).barrierKt())
                    .isGreaterThan(both.pulse(n - 1).barrierKt());
        }
        long shallow = both.shallow(UPDATES);
        assertThat(shallow).isBetween(1L, UPDATES / 2L);
        BarrierPulses.Pulse last = both.pulse(shallow - 1);
        BarrierPulses.Pulse next = both.pulse(shallow);
        assertThat(last.barrierKt() - last.tiltKt() / 2).isLessThan(4);
        assertThat(next.barrierKt() - next.tiltKt() / 2).isGreaterThanOrEqualTo(4);
        assertThat(rule(Approach.FIXED_TILT, "").shallow(UPDATES)).isZero();
    }

    @Test
    void whatNothingForgetsIsWrittenAtAConstantTilt() {
        UpdateRule both = rule(Approach.BOTH, "none");
        assertThat(both.pulse(0).tiltKt()).isCloseTo(2, within(1e-9));
        assertThat(both.pulse(UPDATES - 1).tiltKt()).isCloseTo(2, within(1e-9));
    }
}
