package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TunableCells.ATTEMPTS;
import static org.limbench.physics.TunableCells.drive;
import static org.limbench.physics.TunableCells.histogram;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.BarrierChange;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;

/**
 * Local detailed balance of every tunable-barrier cell: no direction without a tilt, Boltzmann's distribution under one,
 * no drift by the barrier alone, and heat that is kT ln(k+/k-) for every jump. Widths are standard errors as stated.
 */
final class DetailedBalanceTest {
    private static final int LEVELS = 16;

    @ParameterizedTest
    @EnumSource
    void atZeroTiltForwardAndBackwardCountsAreEqual(TunableCells cells) {
        CellArray array = cells.even(LEVELS, 200, 1);
        int[] before = levels(array);
        // 0.05 jumps per cell: nearly every cell that moved made one jump
        double seconds = 0.0745e-6;
        Dissipation spent = drive(array, 0, 8, seconds, 1);
        int[] after = levels(array);
        int up = 0;
        int down = 0;
        for (int i = 0; i < after.length; i++) {
            up += after[i] > before[i] ? 1 : 0;
            down += after[i] < before[i] ? 1 : 0;
        }
        assertThat(up + down).isGreaterThan(900);
        // a binomial count of one half
        assertThat((double) (up - down)).isCloseTo(0, within(4 * FastMath.sqrt(up + down)));
        assertThat(spent.joules(EnergyAccount.UPDATE)).isZero();
        if (cells.homogeneous()) {
            double neighbours = cells.chain() ? 2.0 * (LEVELS - 1) / LEVELS : 1;
            double expected = after.length * neighbours * ATTEMPTS * FastMath.exp(-8) * seconds;
            assertThat((double) spent.jumps()).isCloseTo(expected, within(5 * FastMath.sqrt(expected)));
        }
    }

    @ParameterizedTest(name = "{0} at {1} kT")
    @CsvSource({
        "CHAIN, -0.7",
        "CHAIN, 0.05",
        "CHAIN, 0.4",
        "CHAIN, 3",
        "VARIED_CHAIN, -0.7",
        "VARIED_CHAIN, 0.4",
        "PITCHFORK, -0.7",
        "PITCHFORK, 0.05",
        "PITCHFORK, 3",
        "SADDLE_NODE, -0.7",
        "SADDLE_NODE, 0.05",
        "SADDLE_NODE, 3",
        "VARIED_TWO_LEVEL, -2"
    })
    void longTrainsEndInTheBoltzmannDistribution(TunableCells cells, double tilt) {
        CellArray array = cells.even(LEVELS, 60, 2);
        drive(array, tilt, 3, MICROSECOND, 600);
        int bins = cells.chain() ? LEVELS : 2;
        ReflectingWalkTest.assertFits(histogram(levels(array), bins), TunableCells.boltzmann(bins, tilt));
    }

    @ParameterizedTest
    @EnumSource
    void movingOnlyTheBarrierHeatsNothingAndDriftsNowhere(TunableCells cells) {
        CellArray array = cells.even(LEVELS, 100, 3);
        int[] before = levels(array);
        for (int round = 0; round < 8; round++) {
            for (double barrier : new double[] {11, 40}) {
                Dissipation spent =
                        array.apply(new BarrierChange(array.geometry().whole(), barrier * KT, 1e-5));
                assertThat(spent.joules(EnergyAccount.UPDATE)).isZero();
                assertThat(spent.joules(EnergyAccount.PROGRAM)).isZero();
            }
        }
        int[] after = levels(array);
        assertThat(after).isNotEqualTo(before);
        int bins = cells.chain() ? LEVELS : 2;
        double[] even = new double[bins];
        Arrays.fill(even, 1.0 / bins);
        ReflectingWalkTest.assertFits(histogram(after, bins), even);
        double[] shifts = new double[after.length];
        for (int i = 0; i < after.length; i++) {
            shifts[i] = after[i] - before[i];
        }
        double deviation = FastMath.sqrt(Arrays.stream(shifts).map(s -> s * s).sum());
        assertThat(Arrays.stream(shifts).sum()).isCloseTo(0, within(4.5 * deviation));
    }

    /** The booked joules are the sum over cells of kT ln(k+/k-) x net jumps made, the rates those of the barrier law. */
    @ParameterizedTest
    @EnumSource
    void heatIsThermalEnergyTimesTheLogRatioOfRatesPerJump(TunableCells cells) {
        CellArray array = cells.even(64, 7, 4);
        byte[] signed = new byte[49];
        long made = 0;
        for (int round = 0; round < 40; round++) {
            double tilt = 0.1 + 0.33 * round;
            double open = FastMath.max(7, tilt / 2);
            long net = 0;
            for (int i = 0; i < signed.length; i++) {
                signed[i] = (byte) ((i * 31 + round * 17) % 91 - 45);
            }
            int[] before = levels(array);
            Dissipation spent = array.apply(new DenseUpdate(
                    array.geometry().whole(), new Drive.Barrier(tilt * KT, open * KT), signed.clone(), MICROSECOND));
            int[] after = levels(array);
            for (int i = 0; i < signed.length; i++) {
                net += (long) Integer.signum(signed[i]) * (after[i] - before[i]);
                made += FastMath.abs(after[i] - before[i]);
            }
            double[] barriers = cells.barriersKt(open, tilt);
            double heat = KT * (barriers[1] - barriers[0]) * net;
            assertThat(spent.joules(EnergyAccount.UPDATE)).isCloseTo(heat, within(1e-11 * KT * 2000));
            assertThat(spent.joules(EnergyAccount.PROGRAM)).isZero();
        }
        assertThat(made).isGreaterThan(200);
    }
}
