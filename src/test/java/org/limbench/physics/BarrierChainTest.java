package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.cellsAlone;
import static org.limbench.physics.TestModels.chain;
import static org.limbench.physics.TestModels.levels;
import static org.limbench.physics.TestModels.limits;
import static org.limbench.physics.TestModels.square;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BitLines;
import org.limbench.device.Consolidation;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;

/** Thermodynamics of the barrier chain, seen through the seam. Seeds fixed; widths are standard errors as stated. */
final class BarrierChainTest {
    private static final double T = 300;

    private static Drive.Barrier drive(double tiltKt, double barrierKt) {
        return new Drive.Barrier(tiltKt * KT, barrierKt * KT);
    }

    private static PulseTrain train(
            CellArray array, Drive.Barrier drive, Polarity polarity, double seconds, int count) {
        return new PulseTrain(array.geometry().whole(), Operation.PROGRAM, drive, polarity, seconds, seconds, count);
    }

    private static long sum(int[] values) {
        return Arrays.stream(values).asLongStream().sum();
    }

    @Test
    void movingOnlyTheBarrierHeatsNothingAndDriftsNowhere() {
        CellArray array = chain(4096, 30, 2048, 2048).newArray(square(100), T, cellsAlone(0), 3);
        double variance = 0;
        for (int round = 0; round < 20; round++) {
            Dissipation down = array.apply(new BarrierChange(array.geometry().whole(), 12 * KT, 1e-5));
            Dissipation up = array.apply(new BarrierChange(array.geometry().whole(), 30 * KT, 1e-5));
            for (Dissipation spent : new Dissipation[] {down, up}) {
                assertThat(spent.joules(EnergyAccount.UPDATE)).isZero();
                assertThat(spent.joules(EnergyAccount.PROGRAM)).isZero();
            }
            // per ramp 2 Gamma0 t (e^-12 - e^-30)/18 jumps per cell
            variance += 2 * 2 * 1e9 * 1e-5 * (FastMath.exp(-12) - FastMath.exp(-30)) / 18;
        }
        int[] levels = levels(array);
        double square = 0;
        for (int level : levels) {
            square += (level - 2048.0) * (level - 2048);
        }
        assertThat(sum(levels) / 1e4 - 2048).isCloseTo(0, within(4.5 * FastMath.sqrt(variance / 1e4)));
        // fourth moment of a compound count: 3 v^2 + v; 5 standard errors
        assertThat(square / 1e4)
                .isCloseTo(variance, within(5 * FastMath.sqrt((2 * variance * variance + variance) / 1e4)));
    }

    @Test
    void rank1UpdatePulsesTheCoincidencesAlone() {
        ArrayGeometry geometry = new ArrayGeometry(9, 5);
        BarrierChain frozen = new BarrierChain(256, 1e-6, 256e-6, limits(100, 0), MICROSECOND, 0, 0, 128, 128);
        CellArray array = frozen.newArray(geometry, T, cellsAlone(0), 8);
        byte[] rows = {127, 60, 0, -90, 20, -127, 3, 77, 0};
        byte[] columns = {100, -50, 0, 127, -10};
        Tile tile = geometry.whole();
        Rank1Update update = new Rank1Update(tile, drive(20, 12), rows, 65_536, columns, 65_536, 31, MICROSECOND, 99);
        Dissipation spent = array.apply(update);
        int[] counts = BitLines.of(update).signedCounts();
        long pulses = 0;
        int[] levels = levels(array);
        for (int i = 0; i < counts.length; i++) {
            pulses += Math.abs(counts[i]);
            // at 20 kT of tilt no jump goes back, and a pulse makes about 135 along it: the sign shows in one pulse
            int moved = Integer.signum(levels[i] - 128);
            assertThat(moved).as("cell %s", i).isEqualTo(Integer.signum(counts[i]));
        }
        assertThat(spent.pulses()).isEqualTo(pulses).isPositive();
        assertThat(spent.elapsedSeconds()).isCloseTo(31e-6, within(1e-15));
    }

    /** One row and one column always fire: half-selected cells jump at Gamma0 exp(-(hold + open)/2) per direction. */
    @Test
    void halfSelectedCellsAreDisturbedAtTheHalfBarrier() {
        BarrierChain model = new BarrierChain(4096, 1e-6, 4096e-6, limits(20, 0.5), MICROSECOND, 0, 0, 2048, 2048);
        CellArray array = model.newArray(square(40), T, cellsAlone(0), 9);
        byte[] rows = new byte[40];
        byte[] columns = new byte[40];
        rows[3] = 127;
        columns[7] = 127;
        long jumps = 0;
        for (int i = 0; i < 400; i++) {
            jumps += array.apply(new Rank1Update(
                            array.geometry().whole(), drive(0, 8), rows, 65_536, columns, 65_536, 10, MICROSECOND, i))
                    .jumps();
        }
        double halfRate = 1e9 * FastMath.exp(-14);
        double restRate = 1e9 * FastMath.exp(-20);
        double openRate = 1e9 * FastMath.exp(-8);
        double expected = 2 * 400 * 10e-6 * (78 * halfRate + (1600 - 79) * restRate + openRate);
        assertThat((double) jumps).isCloseTo(expected, within(5 * FastMath.sqrt(expected)));
        int[] levels = levels(array);
        double near = 0;
        double far = 0;
        for (int i = 0; i < levels.length; i++) {
            double square = (levels[i] - 2048.0) * (levels[i] - 2048);
            boolean row = i / 40 == 3;
            boolean column = i % 40 == 7;
            near += row != column ? square / 78 : 0;
            far += !row && !column ? square / 1521 : 0;
        }
        // mean squares: 6.65 and 0.0165 levels^2; relative standard errors sqrt(2/78 + 1/519) and sqrt(1/25 ...)
        assertThat(near).isCloseTo(2 * 4000e-6 * halfRate, within(5 * 0.17 * 6.65));
        assertThat(far).isCloseTo(2 * 4000e-6 * restRate, within(5 * 0.2 * 0.0165));
    }

    @Test
    void tenYearsEraseAHeldMemoryAndSpareAConsolidatedOne() {
        CellArray held = chain(256, 24, 200, 200).newArray(square(64), T, cellsAlone(0), 10);
        CellArray kept = chain(256, 24, 200, 200).newArray(square(64), T, cellsAlone(0), 10);
        kept.apply(new Consolidation(kept.geometry().whole(), 61.71 * KT, 1e-3));
        int[] before = levels(kept);
        TimeAdvance tenYears = new TimeAdvance(315_576_000, false);
        Dissipation aged = held.apply(tenYears);
        assertThat(kept.apply(tenYears).jumps()).isZero();
        assertThat(levels(kept)).isEqualTo(before);
        double mean = sum(levels(held)) / 4096.0;
        // even over 256 levels: standard error 73.9/64 levels
        assertThat(mean).isCloseTo(127.5, within(4.5 * 73.9 / 64));
        assertThat((double) aged.jumps() / 4096)
                .isCloseTo(2e9 * FastMath.exp(-24) * 315_576_000 * 255 / 256, within(1e5));
    }

    @Test
    void consolidatingThroughOneFemtofaradCosts433000KtPerCell() {
        ArrayEnergetics gate = new ArrayEnergetics(
                new ArrayEnergetics.Lines(0, 0, 0.5, TestModels.ELEMENTARY_CHARGE, 0),
                new ArrayEnergetics.BarrierActuator(1e-15, TestModels.ELEMENTARY_CHARGE, 0, false),
                new ArrayEnergetics.Periphery(0, 0, 0, 0));
        CellArray array = chain(256, 9.87, 0, 255).newArray(square(3), T, gate, 12);
        Dissipation spent = array.apply(new Consolidation(array.geometry().whole(), 61.7 * KT, 1e-6));
        // 51.83 kT at one elementary charge is 1.34 V; the gate's loss stands apart from the reversible work on the
        // cell,
        // ln(stiffness ratio)/2 in a narrow well, here 0.02 off
        assertThat(spent.joules(EnergyAccount.BARRIER) / KT / 9).isCloseTo(1e-15 * 1.34 * 1.34 / KT, within(500.0));
        assertThat(spent.joules(EnergyAccount.CONSOLIDATE) / KT / 9)
                .isCloseTo(FastMath.log(61.7 / 9.87) / 2, within(0.03));
        Dissipation changed = chain(256, 9.87, 0, 255)
                .newArray(square(3), T, gate, 12)
                .apply(new BarrierChange(array.geometry().whole(), 61.7 * KT, 1e-6));
        assertThat(changed.joules(EnergyAccount.CONSOLIDATE)).isZero();
        assertThat(changed.joules(EnergyAccount.BARRIER_MOTION)).isEqualTo(spent.joules(EnergyAccount.CONSOLIDATE));
        assertThat(changed.joules(EnergyAccount.BARRIER)).isEqualTo(spent.joules(EnergyAccount.BARRIER));
    }

    /** 51 sudden openings from 61.7 to 9.69 kT: the harmonic limit gives 115 kT, the cosine's softer wells a little more. */
    @Test
    void fiftyOneSuddenOpeningsCostAboutThreeTimesTheHeat() {
        ArrayEnergetics sudden = new ArrayEnergetics(
                new ArrayEnergetics.Lines(0, 0, 0.5, TestModels.ELEMENTARY_CHARGE, 0),
                new ArrayEnergetics.BarrierActuator(0, TestModels.ELEMENTARY_CHARGE, 1, true),
                new ArrayEnergetics.Periphery(0, 0, 0, 0));
        CellArray array = chain(256, 61.7, 0, 255).newArray(square(1), T, sudden, 13);
        Dissipation spent = array.apply(train(array, drive(2, 9.69), Polarity.POTENTIATE, MICROSECOND, 51));
        assertThat(spent.joules(EnergyAccount.BARRIER_MOTION) / KT).isBetween(115.0, 127.0);
    }

    @Test
    void linesCostCapacitanceTimesVoltageSquaredOfWhatFired() {
        ArrayEnergetics wires = new ArrayEnergetics(
                new ArrayEnergetics.Lines(1e-15, 3e-15, 0.5, TestModels.ELEMENTARY_CHARGE, 0.25),
                new ArrayEnergetics.BarrierActuator(0, TestModels.ELEMENTARY_CHARGE, 1, false),
                new ArrayEnergetics.Periphery(2e-15, 3e-16, 5e-17, 7e-9));
        BarrierChain model = new BarrierChain(2, 1e-6, 2e-6, limits(100, 0.5), MICROSECOND, 0, 0, 0, 1);
        CellArray array = model.newArray(new ArrayGeometry(2, 3), T, wires, 14);
        SparseUpdate one =
                new SparseUpdate(array.geometry(), drive(4, 60), new int[] {0, 4}, new byte[] {3, -2}, MICROSECOND);
        Dissipation spent = array.apply(one);
        double tiltVolts = 0.5 * 4 * KT / TestModels.ELEMENTARY_CHARGE;
        double barrierVolts = 0.5 * 40 * KT / TestModels.ELEMENTARY_CHARGE;
        // bounding tile 2 x 2: rows fire 3 + 2 times over 2 cells, columns 3 + 2 times over 2 cells
        double square = tiltVolts * tiltVolts + barrierVolts * barrierVolts;
        double lines = 0.75 * square * 5 * 2 * (1e-15 + 3e-15);
        assertThat(spent.joules(EnergyAccount.LINES)).isCloseTo(lines, within(1e-6 * lines));
        // two-level cells sit half a level from the middle: at most 4 kT x 1/2 x 2 switchings x 5 pulses of tilt work
        assertThat(spent.joules(EnergyAccount.LINES_RETURN)).isBetween(0.0, 0.75 * 20 * KT);
        assertThat(spent.joules(EnergyAccount.PERIPHERY)).isCloseTo(2e-15 + 5 * 3e-16, within(1e-25));
        assertThat(spent.joules(EnergyAccount.IDLE)).isCloseTo(7e-9 * 5e-6, within(1e-24));
        assertThat(spent.pulses()).isEqualTo(5);
    }

    @Test
    void noCellExceedsTheAttemptRateWhateverItsOffset() {
        BarrierChain varied =
                new BarrierChain(4096, 1e-6, 4096e-6, limits(100, 0), MICROSECOND, 0, 20 * KT, 2048, 2048);
        CellArray array = varied.newArray(square(50), T, cellsAlone(0), 15);
        Dissipation spent = array.apply(train(array, drive(10, 5), Polarity.POTENTIATE, 1e-7, 1));
        // at the clamp k+ = Gamma0: at most 100 +- 10 jumps along the tilt, whatever the offset
        for (int level : levels(array)) {
            assertThat(level - 2048).isBetween(0, 160);
        }
        assertThat(spent.jumps()).isGreaterThan(100_000);
    }

    /** A cell far from the others keeps its own rate: no difference of large sums hides it. */
    @Test
    void aConsolidatedTileIsNotDisturbedByAnOpenOne() {
        CellArray array = chain(256, 61.71, 100, 100).newArray(square(10), T, cellsAlone(0), 16);
        array.apply(new BarrierChange(new Tile(0, 0, 5, 10), 1 * KT, 0));
        array.apply(new TimeAdvance(315_576_000, false));
        int[] levels = levels(array);
        assertThat(Arrays.copyOfRange(levels, 50, 100)).containsOnly(100);
        assertThat(Arrays.stream(levels).limit(50).filter(level -> level == 100).count())
                .isLessThan(5);
    }
}
