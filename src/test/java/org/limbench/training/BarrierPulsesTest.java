package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;

class BarrierPulsesTest {
    /** 1e9 attempts per second, pulses of 1 us. */
    private static final Datasheet SHEET = new DirectArray(new ArrayGeometry(1, 1), 1).datasheet();

    /** Rates up and down out of the pulse alone, net displacement against what was asked: the learning-rate identity. */
    @ParameterizedTest
    @CsvSource({"0.1, 2", "0.0148, 2", "0.1, 0.1", "0.05, 5.3"})
    void theLearningRateIsInTheBarrier(double eta, double tilt) {
        double netLevels = eta / (4 / 255.0 * 7);
        BarrierPulses.Pulse pulse = BarrierPulses.fixedTilt(SHEET, tilt).pulse(netLevels);
        double up = 1e9 * Math.exp(-pulse.barrierKt() + tilt / 2) * 1e-6;
        double down = 1e9 * Math.exp(-pulse.barrierKt() - tilt / 2) * 1e-6;
        assertThat(up - down).isCloseTo(netLevels, within(1e-12));
        assertThat(pulse.tiltKt()).isEqualTo(tilt);
    }

    @Test
    void halvingTheLearningRateRaisesTheBarrierByLnTwo() {
        BarrierPulses pulses = BarrierPulses.fixedTilt(SHEET, 2);
        assertThat(pulses.pulse(0.45).barrierKt() - pulses.pulse(0.9).barrierKt())
                .isCloseTo(Math.log(2), within(1e-12));
    }

    /** Heat per net step at a fixed barrier: 2 asinh(r e^u / 2 Gamma0), by Commons Math. */
    @ParameterizedTest
    @CsvSource({"0.9, 61.7125", "0.13, 61.7125", "0.5, 40", "0.9, 7.9", "1e-6, 8"})
    void atAFixedBarrierTheTiltFollowsTheArcHyperbolicSine(double netLevels, double barrierKt) {
        BarrierPulses.Pulse pulse = BarrierPulses.fixedBarrier(SHEET, barrierKt).pulse(netLevels);
        double rate = netLevels / 1e-6;
        double expected = 2 * FastMath.asinh(rate * Math.exp(barrierKt) / 2e9);
        assertThat(pulse.tiltKt()).isCloseTo(expected, within(1e-9 * expected));
        assertThat(pulse.clamped()).isFalse();
        assertThat(pulse.barrierKt()).isEqualTo(barrierKt);
    }

    @Test
    void theTiltStopsWhereNoBarrierIsLeft() {
        BarrierPulses pulses = BarrierPulses.fixedBarrier(SHEET, 20);
        BarrierPulses.Pulse pulse = pulses.pulse(1e6);
        assertThat(pulse.clamped()).isTrue();
        assertThat(pulse.tiltKt()).isEqualTo(40);
        Drive.Barrier drive = pulses.drive(pulse);
        assertThat(drive.tiltJoules()).isEqualTo(2 * drive.barrierJoules());
        assertThat(drive.barrierJoules()).isCloseTo(20 * 4.141947e-21, within(1e-26));
    }

    @Test
    void astronomicBarriersGiveNumbers() {
        assertThat(BarrierPulses.fixedBarrier(SHEET, 600).pulse(1).tiltKt()).isCloseTo(1186.2, within(0.1));
    }

    /** Worked by hand at 1e9 attempts/s and ten years: 40.99 kT is a mean dwell, 61.71 kT is one jump in 1e9. */
    @Test
    void theRetentionBarrierIsTheOneWorkedByHand() {
        assertThat(RetentionSpecification.standard().barrierKt(1e9)).isCloseTo(61.71, within(0.005));
        RetentionSpecification year = new RetentionSpecification(1, 0.5);
        double barrier = year.barrierKt(1e9);
        double jumpsPerYear = 2 * 1e9 * Math.exp(-barrier) * 31_557_600.0;
        assertThat(1 - Math.exp(-jumpsPerYear)).isCloseTo(0.5, within(1e-9));
    }

    /** Mean dwell of an interior level is 1 / (2 Gamma0 e^-u); ten years at 1e9/s: 40.99 kT. */
    @Test
    void byMeanDwellTheRetentionBarrierIsLower() {
        RetentionSpecification dwell =
                new RetentionSpecification(10, 1e-9, RetentionSpecification.Convention.MEAN_DWELL);
        assertThat(dwell.barrierKt(1e9)).isCloseTo(40.99, within(0.005));
        assertThat(1 / (2 * 1e9 * Math.exp(-dwell.barrierKt(1e9)))).isCloseTo(315_576_000.0, within(1e-3));
        // P(any jump in the mean dwell) = 1 - 1/e is the risk at which the two conventions agree
        double same = new RetentionSpecification(10, 1 - Math.exp(-1)).barrierKt(1e9);
        assertThat(dwell.barrierKt(1e9)).isCloseTo(same, within(1e-9));
        assertThatThrownBy(() -> RetentionSpecification.Convention.named("forever"))
                .hasMessage("retention convention is \"forever\"; allowed: mean-dwell, any-jump");
    }
}
