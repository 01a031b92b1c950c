package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.PulsedCells.VOLTAGE;
import static org.limbench.physics.PulsedCells.array;
import static org.limbench.physics.PulsedCells.cell;
import static org.limbench.physics.PulsedCells.fire;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.EnergyAccount;
import org.limbench.device.SparseUpdate;

/** Joules of pulses against V^2 G t, C V^2 and what is stated, cell by cell. */
final class PulseEnergyTest {
    private static double update(PulseEnergy energy, int pulses) {
        CellArray array = array(cell(new PulseResponse.Constant()).withEnergy(energy), 1, 1);
        return fire(array, pulses).joules(EnergyAccount.UPDATE);
    }

    /** Ten steps of 0.4 uS from 20 uS. */
    @Test
    void conductionTakesTheConductanceItSays() {
        double before = 20e-6 * 10 + 0.4e-6 * 45;
        double mean = 20e-6 * 10 + 0.4e-6 * 50;
        double unit = 1.5 * 1.5 * 1e-7;
        assertThat(update(PulseEnergy.OHMIC, 10)).isCloseTo(unit * before, within(1e-12 * unit * before));
        assertThat(update(new PulseEnergy(PulseEnergy.Conduction.MEAN, 0, 0), 10))
                .isCloseTo(unit * mean, within(1e-12 * unit * mean));
        assertThat(update(new PulseEnergy(PulseEnergy.Conduction.NONE, 0, 0), 10))
                .isZero();
    }

    @Test
    void gatesAndStatedEnergyCountPulses() {
        PulseEnergy gate = new PulseEnergy(PulseEnergy.Conduction.NONE, 2e-16, 3e-15);
        double up = 7 * (2e-16 * 1.5 * 1.5 + 3e-15);
        double down = 4 * (2e-16 * 1.4 * 1.4 + 3e-15);
        assertThat(update(gate, 7)).isCloseTo(up, within(1e-27));
        assertThat(update(gate, -4)).isCloseTo(down, within(1e-27));
    }

    /** With write noise the cell conducts by what is seen, not by the hidden weight: the mean stays, the sum differs. */
    @Test
    void energyFollowsTheVisibleConductance() {
        PulsedCell noisy = cell(new PulseResponse.Constant()).withNoise(new PulseNoise(0, 2));
        CellArray array = noisy.newArray(TestModels.square(60), 300, TestModels.cellsAlone(0), 2);
        fire(array, 1);
        double expected =
                2.25e-7 * Arrays.stream(TestModels.conductances(array)).sum();
        double joules = fire(array, 1).joules(EnergyAccount.UPDATE);
        assertThat(joules).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void wiresAndHalfSelectedCellsAreToldApart() {
        ArrayEnergetics wires = new ArrayEnergetics(
                new ArrayEnergetics.Lines(1e-15, 3e-15, 0.4, TestModels.ELEMENTARY_CHARGE, 0.25),
                new ArrayEnergetics.BarrierActuator(0, TestModels.ELEMENTARY_CHARGE, 0, false),
                new ArrayEnergetics.Periphery(0, 0, 0, 0));
        PulsedCell gated = cell(new PulseResponse.Constant())
                .withEnergy(new PulseEnergy(PulseEnergy.Conduction.BEFORE, 5e-16, 1e-15));
        CellArray array = gated.newArray(new ArrayGeometry(2, 2), 300, wires, 3);
        // rows 0 and 1 one after the other: three slots, each leaves two of four cells half-selected at 0.6 V
        Dissipation spent =
                array.apply(new SparseUpdate(array.geometry(), VOLTAGE, new int[] {0, 3}, new byte[] {1, 2}, 1e-7));
        double half = 3 * 2 * 0.6 * 0.6 * (20e-6 * 1e-7 + 5e-16);
        double lines = 3 * 2 * (1e-15 + 3e-15) * 0.6 * 0.6 * 0.75;
        double core = 2.25 * ((20e-6 + 20e-6 + 20.4e-6) * 1e-7 + 3 * 5e-16) + 3e-15;
        // cell 3 is half-selected before its own pulses and cell 0 after its one, by 0.4 uS more
        double moved = 2 * 0.6 * 0.6 * 0.4e-6 * 1e-7;
        assertThat(spent.joules(EnergyAccount.HALF_SELECT_PULSES)).isCloseTo(half, within(moved));
        assertThat(spent.joules(EnergyAccount.LINES)).isCloseTo(lines, within(1e-9 * lines));
        assertThat(spent.joules(EnergyAccount.UPDATE)).isCloseTo(core, within(1e-9 * core));
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> new PulseEnergy(PulseEnergy.Conduction.NONE, -1, 0))
                .hasMessageContaining("gateFarads is -1.0 F");
    }
}
