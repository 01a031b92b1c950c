package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.PulsedCells.array;
import static org.limbench.physics.PulsedCells.cell;
import static org.limbench.physics.PulsedCells.fire;
import static org.limbench.physics.PulsedCells.weight;
import static org.limbench.physics.PulsedCells.weights;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.limbench.device.EnergyAccount;

/** Endurance and defects: when cells stop, how ranges shrink, which cells never worked. */
final class WearTest {
    private static final int SIDE = 100;

    private static PulsedCell worn(Wear wear) {
        return cell(new PulseResponse.Constant()).withDecline(Ageing.NONE, wear, CellDefects.NONE);
    }

    private static PulsedCell defective(CellDefects defects) {
        return cell(new PulseResponse.Constant()).withPowerOn(0.3, 0.1).withDecline(Ageing.NONE, null, defects);
    }

    @Test
    void aCellSticksAfterItsLastPulse() {
        CellArray array = array(worn(new Wear(5, 0, 2, 0, 0)), 1, 1);
        fire(array, 4);
        fire(array, -3);
        Dissipation last = fire(array, 9);
        assertThat(weight(array)).isCloseTo(0.02 * (4 - 3 + 3), within(1e-12));
        fire(array, -20);
        assertThat(weight(array)).isCloseTo(0.08, within(1e-12));
        // pulses at a stuck cell cost what they would cost: three on the way up, six at 0.08
        double siemens = 20e-6 * (3 + 0.02 + 0.04 + 0.06 + 6 * 1.08);
        assertThat(last.joules(EnergyAccount.UPDATE)).isCloseTo(2.25 * siemens * 1e-7, within(1e-24));
    }

    /** Log-normal endurance: of cells with median 100 and spread 0.5 a share Phi(ln(n/100)/0.5) is stuck after n cycles. */
    @Test
    void enduranceIsLogNormal() {
        CellArray array = array(worn(new Wear(100, 0.5, 2, 0, 0)), SIDE, 2);
        int cycles = 0;
        for (int next : new int[] {50, 100, 200}) {
            for (; cycles < next; cycles++) {
                fire(array, 1);
                fire(array, -1);
            }
            double[] before = weights(array);
            CellArray probe = array(worn(new Wear(100, 0.5, 2, 0, 0)), SIDE, 2);
            probe.restore(array.snapshot());
            fire(probe, 1);
            double[] after = weights(probe);
            long stuck = 0;
            for (int i = 0; i < after.length; i++) {
                stuck += after[i] == before[i] ? 1 : 0;
            }
            double share = new NormalDistribution().cumulativeProbability(FastMath.log(next / 100.0) / 0.5);
            double error = FastMath.sqrt(share * (1 - share)) / SIDE;
            // a probe is half a cycle: the rounding of its count is worth less than the error
            assertThat((double) stuck / after.length).isCloseTo(share, within(4.5 * error + 0.01));
        }
    }

    @Test
    void aWornRangeShrinksAsAPowerOfCycles() {
        CellArray array = array(worn(new Wear(500, 0, 1, 0.5, 0.25)), 1, 3);
        fire(array, 400);
        assertThat(weight(array)).isCloseTo(1, within(1e-12));
        fire(array, -400);
        // 800 cycles of 500: the range closes in on -0.5
        double left = FastMath.pow(800 / 500.0, -0.5);
        assertThat(weight(array)).isCloseTo(-0.5 - 0.5 * left, within(1e-12));
        fire(array, 1200);
        assertThat(weight(array)).isCloseTo(-0.5 + 1.5 * FastMath.pow(4, -0.5), within(1e-12));
    }

    @Test
    void aRestoredArrayIsAsWornAsTheOriginal() {
        PulsedCell cell = worn(new Wear(20, 0.5, 1, 1, 0.5));
        CellArray original = array(cell, 8, 4);
        fire(original, 60);
        CellArray restored = array(cell, 8, 99);
        restored.restore(original.snapshot());
        fire(original, -45);
        fire(restored, -45);
        assertThat(restored.snapshot()).isEqualTo(original.snapshot());
        byte[] snapshot = original.snapshot();
        snapshot[snapshot.length - 8] = -1;
        assertThatThrownBy(() -> restored.restore(snapshot)).hasMessageContaining("snapshot count 63 is -");
        assertThatThrownBy(() -> array(cell(new PulseResponse.Constant()), 8, 4).restore(original.snapshot()))
                .hasMessageContaining("snapshot has layout 8; allowed: that of this model, 0");
    }

    @Test
    void stuckCellsKeepTheirWeightAndStillCost() {
        CellArray array = array(defective(new CellDefects(0.2, 0, 0)), SIDE, 5);
        double[] before = weights(array);
        fire(array, 1);
        double[] after = weights(array);
        int stuck = 0;
        for (int i = 0; i < after.length; i++) {
            stuck += after[i] == before[i] ? 1 : 0;
        }
        assertThat(stuck / 1e4).isCloseTo(0.2, within(4.5 * FastMath.sqrt(0.16) / SIDE));
        double[] again = weights(array(defective(new CellDefects(0.2, 0, 0)), SIDE, 5));
        assertThat(again).isEqualTo(before);

        Dissipation all = fire(array(defective(new CellDefects(1, 0, 0)), 1, 5), 10);
        CellArray one = array(defective(new CellDefects(1, 0, 0)), 1, 5);
        double expected = 10 * 2.25 * TestModels.conductances(one)[0] * 1e-7;
        assertThat(all.joules(EnergyAccount.UPDATE)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void corruptCellsSitAnywhereInTheirRange() {
        CellArray array = array(defective(new CellDefects(0, 0.5, 0.2)), SIDE, 6);
        double[] before = weights(array);
        fire(array, 60);
        fire(array, -90);
        double[] after = weights(array);
        double[] corrupt = java.util.stream.IntStream.range(0, after.length)
                .filter(i -> after[i] == before[i])
                .mapToDouble(i -> after[i])
                .toArray();
        assertThat(corrupt.length / 1e4).isCloseTo(0.5, within(4.5 * 0.5 / SIDE));
        assertThat(Arrays.stream(corrupt).map(FastMath::abs).max().orElseThrow())
                .isBetween(0.199, 0.2);
        // uniform: variance range^2/3
        double variance = Arrays.stream(corrupt).map(w -> w * w).average().orElseThrow();
        assertThat(variance).isCloseTo(0.04 / 3, within(4.5 * 0.04 / 3 * 0.9 / FastMath.sqrt(corrupt.length)));
    }

    /** Corrupt cells have no range: responses stated relative to it must not divide by it. */
    @Test
    void everyResponseSurvivesCellsWithoutARange() {
        for (CellModel model : TestModels.pulsedFamilies()) {
            PulsedCell corrupt = ((PulsedCell) model).withDecline(Ageing.NONE, null, new CellDefects(0, 1, 0.1));
            CellArray array = corrupt.newArray(TestModels.square(3), 300, TestModels.everything(), 7);
            double[] before = TestModels.conductances(array);
            fire(array, 5);
            fire(array, -5);
            assertThat(TestModels.conductances(array)).isEqualTo(before).doesNotContain(Double.NaN);
        }
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> new Wear(0, 0, 1, 0, 0)).hasMessageContaining("medianCycles is 0.0");
        assertThatThrownBy(() -> new Wear(1, 0, 0.5, 0, 0)).hasMessageContaining("pulsesPerCycle is 0.5");
        assertThatThrownBy(() -> new CellDefects(1.5, 0, 0)).hasMessageContaining("stuckFraction is 1.5");
    }
}
