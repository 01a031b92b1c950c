package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.limits;
import static org.limbench.physics.TestModels.square;
import static org.limbench.physics.TestModels.twoLevel;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.physics.TwoLevelBarrier.Bifurcation;

/** The two-level cell: its barrier under bias, and what its arrays do with it. Oracle of the bias: Commons Math's Brent. */
final class TwoLevelBarrierTest {
    private static double exponent(Bifurcation bifurcation) {
        return bifurcation == Bifurcation.PITCHFORK ? 2 : 1.5;
    }

    private static double bias(double exponent, double tiltOverBarrier) {
        return new BrentSolver(1e-15, 1e-15)
                .solve(200, h -> FastMath.pow(1 + h, exponent) - FastMath.pow(1 - h, exponent) - tiltOverBarrier, 0, 1);
    }

    @ParameterizedTest(name = "{0}, {1} kT, tilt {2} kT")
    @CsvSource({
        "PITCHFORK, 8, 1e-6",
        "PITCHFORK, 8, 3",
        "PITCHFORK, 20, 40",
        "SADDLE_NODE, 8, 1e-6",
        "SADDLE_NODE, 8, 3",
        "SADDLE_NODE, 20, 40",
        "SADDLE_NODE, 1, 2"
    })
    void theTwoBarriersUnderBiasDifferByTheTilt(Bifurcation bifurcation, double openKt, double tiltKt) {
        double n = exponent(bifurcation);
        double h = bias(n, tiltKt / openKt);
        double along = twoLevel(bifurcation, 24, 0, 1).alongBarrierKt(openKt, tiltKt);
        assertThat(along).isCloseTo(openKt * FastMath.pow(1 - h, n), within(1e-12 * openKt));
        assertThat(along + tiltKt).isCloseTo(openKt * FastMath.pow(1 + h, n), within(1e-12 * openKt));
    }

    @ParameterizedTest
    @EnumSource(Bifurcation.class)
    void theLinearTiltIsTheSmallBiasLimit(Bifurcation bifurcation) {
        TwoLevelBarrier cell = twoLevel(bifurcation, 24, 0, 1);
        assertThat(cell.alongBarrierKt(10, 0)).isEqualTo(10);
        for (double tilt : new double[] {1e-3, 1e-2, 1e-1}) {
            // the second order is E0 n (n-1)/2 h^2 with h = tilt/(2 n E0)
            double n = exponent(bifurcation);
            double second = (n - 1) / (8 * n) * tilt * tilt / 10;
            assertThat(cell.alongBarrierKt(10, tilt) - (10 - tilt / 2))
                    .isCloseTo(second, within(0.02 * second + 1e-14));
        }
    }

    @ParameterizedTest
    @EnumSource(Bifurcation.class)
    void theBarrierFallsSteadilyAndVanishesAtFullBias(Bifurcation bifurcation) {
        TwoLevelBarrier cell = twoLevel(bifurcation, 24, 0, 1);
        double full = 5 * FastMath.pow(2, exponent(bifurcation));
        double last = 5;
        for (int i = 1; i <= 100; i++) {
            double along = cell.alongBarrierKt(5, full * i / 100);
            assertThat(along).isLessThan(last);
            last = along;
        }
        assertThat(last).isCloseTo(0, within(1e-12));
        assertThat(cell.alongBarrierKt(5, 1.5 * full)).isCloseTo(0, within(1e-12));
        // what a drive can ask for leaves a barrier
        assertThat(cell.alongBarrierKt(5, 10))
                .isCloseTo(bifurcation == Bifurcation.PITCHFORK ? 1.25 : 0.8998, within(1e-4));
    }

    /** From level 0: p(t) = p_inf (1 - exp(-(k+ + k-) t)) with p_inf = 1/(1 + exp(-tilt)), cell by cell. */
    @ParameterizedTest(name = "{0}, tilt {1} kT, {2} s")
    @CsvSource({
        "PITCHFORK, 1, 2e-7",
        "PITCHFORK, 6, 5e-8",
        "SADDLE_NODE, 1, 2e-7",
        "SADDLE_NODE, 6, 5e-8",
        "SADDLE_NODE, 0, 1e-6"
    })
    void populationsRelaxWithTheSumOfBothRates(Bifurcation bifurcation, double tiltKt, double seconds) {
        double openKt = 6;
        CellArray array = twoLevel(bifurcation, 100, 0, 0).newArray(square(200), 300, cellsAlone(0), 1);
        Dissipation spent = array.apply(new PulseTrain(
                array.geometry().whole(),
                Operation.UPDATE,
                new Drive.Barrier(tiltKt * KT, openKt * KT),
                Polarity.POTENTIATE,
                seconds,
                seconds,
                1));
        double h = tiltKt == 0 ? 0 : bias(exponent(bifurcation), tiltKt / openKt);
        double up = 1e9 * FastMath.exp(-openKt * FastMath.pow(1 - h, exponent(bifurcation)));
        double down = up * FastMath.exp(-tiltKt);
        double stationary = up / (up + down);
        double relaxed = 1 - FastMath.exp(-(up + down) * seconds);
        double expected = stationary * relaxed;
        long ups = 0;
        for (int level : TestModels.levels(array)) {
            ups += level;
        }
        assertThat(ups / 40_000.0).isCloseTo(expected, within(4.5 * FastMath.sqrt(expected * (1 - expected) / 40_000)));
        assertThat(spent.joules(EnergyAccount.UPDATE)).isCloseTo(ups * tiltKt * KT, within(2e-12 * ups * tiltKt * KT));
        // integral of the gross flux p0 k+ + p1 k-
        double activity = up * seconds - (up - down) * stationary * (seconds - relaxed / (up + down));
        assertThat(spent.jumps() / 40_000.0).isCloseTo(activity, within(4.5 * FastMath.sqrt(activity / 40_000)));
    }

    @Test
    void theHostLearnsOfTwoLevelsAndATunableBarrier() {
        TwoLevelBarrier cell =
                TwoLevelBarrier.identical(1e-6, 3e-6, Bifurcation.PITCHFORK, limits(15, 0.5), MICROSECOND);
        assertThat(cell.levels()).isEqualTo(2);
        assertThat(cell.driveKind()).isEqualTo(DriveKind.BARRIER);
        assertThat(cell.minimumStepSiemens()).isCloseTo(2e-6, within(1e-20));
        assertThat(cell.barrierLimits()).isEqualTo(limits(15, 0.5));
        assertThat(cell.voltage()).isNull();
    }

    @Test
    void badParametersAreNamed() {
        assertThatThrownBy(() -> new TwoLevelBarrier(
                        1e-6, 1e-6, Bifurcation.PITCHFORK, limits(15, 0.5), MICROSECOND, 0, 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mostSiemens is 1.0E-6 S");
        assertThatThrownBy(() -> new TwoLevelBarrier(
                        1e-6, 2e-6, Bifurcation.PITCHFORK, limits(15, 0.5), MICROSECOND, 0, 0, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mostPowerOnLevel is 2; allowed: 0 to 1");
    }

    @Test
    void aChainRefusesTheSnapshotOfATwoLevelCell() {
        byte[] snapshot = twoLevel(Bifurcation.PITCHFORK, 24, 0, 1)
                .newArray(square(3), 300, cellsAlone(0), 1)
                .snapshot();
        CellArray chain = TestModels.chain(2, 24, 0, 1).newArray(square(3), 300, cellsAlone(0), 1);
        assertThatThrownBy(() -> chain.restore(snapshot))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model 'T'");
    }
}
