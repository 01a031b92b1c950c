package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.EnergyAccount;
import org.limbench.device.EnergyAccount.Place;

/** Every joule in its place, for every cell model. */
final class LossesTest {
    private static final ArrayGeometry GEOMETRY = new ArrayGeometry(5, 7);

    static List<CellModel> models() {
        return TestModels.all();
    }

    /** Sudden openings, wires and gates of a capacitance, no periphery; drivers of lines and of gates recover a share. */
    private static ArrayEnergetics cellsAlone(double recovery, double farads) {
        return new ArrayEnergetics(
                new ArrayEnergetics.Lines(farads, 2 * farads, 0.5, TestModels.ELEMENTARY_CHARGE, recovery),
                new ArrayEnergetics.BarrierActuator(farads, TestModels.ELEMENTARY_CHARGE, recovery, true),
                new ArrayEnergetics.Periphery(0, 0, 0, 0));
    }

    private static double[] spent(CellModel model, ArrayEnergetics energetics) {
        CellArray array = model.newArray(GEOMETRY, 300, energetics, 42);
        double[] sum = new double[EnergyAccount.count()];
        for (ArrayCommand command : CellModelInvariantsTest.script(model)) {
            double[] joules = array.apply(command).joules();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += joules[i];
            }
        }
        return sum;
    }

    private static double in(double[] joules, Place place) {
        return sum(joules, EnergyAccount.in(place));
    }

    private static double sum(double[] joules, Set<EnergyAccount> accounts) {
        double sum = 0;
        for (EnergyAccount account : accounts) {
            sum += joules[account.channel()];
        }
        return sum;
    }

    /** Without capacitances, and with all work given back recovered, only cells lose energy, half-selected ones too. */
    @ParameterizedTest
    @MethodSource("models")
    void whereNothingElseCanLoseEnergyAllOfItIsLostInCells(CellModel model) {
        double[] joules = spent(model, cellsAlone(1, 0));

        assertThat(in(joules, Place.CELL)).isPositive();
        assertThat(in(joules, Place.WIRE)).isZero();
        assertThat(in(joules, Place.ACTUATOR)).isZero();
        assertThat(in(joules, Place.PERIPHERY)).isZero();
    }

    /**
     * First law on one trajectory: what the drivers deliver and do not recover is what cells take, plus the work cells gave
     * back times the share that is not recovered. Cells take the same whatever is recovered.
     */
    @ParameterizedTest
    @MethodSource("models")
    void whatIsNotRecoveredIsTheCellsHeatAndTheLostShareOfReturnedWork(CellModel model) {
        double[] all = spent(model, cellsAlone(1, 0));
        double[] none = spent(model, cellsAlone(0, 0));
        double[] part = spent(model, cellsAlone(0.3, 0));
        double scale = in(none, Place.CELL) + in(none, Place.WIRE) + in(none, Place.ACTUATOR);

        for (EnergyAccount account : EnergyAccount.cells()) {
            assertThat(none[account.channel()]).as("%s", account).isEqualTo(all[account.channel()]);
            assertThat(part[account.channel()]).as("%s", account).isEqualTo(all[account.channel()]);
        }
        for (Place place : List.of(Place.WIRE, Place.ACTUATOR)) {
            assertThat(in(none, place)).isNotNegative();
            assertThat(in(part, place)).as("%s", place).isCloseTo(0.7 * in(none, place), within(1e-12 * scale));
        }
    }

    /** Wires and gates that charge add what they cost and change nothing that cells take or give back. */
    @ParameterizedTest
    @MethodSource("models")
    void capacitancesAddToWiresAndGatesAlone(CellModel model) {
        double[] bare = spent(model, cellsAlone(0, 0));
        double[] charged = spent(model, cellsAlone(0, 1e-15));

        for (EnergyAccount account : EnergyAccount.values()) {
            if (account != EnergyAccount.LINES && account != EnergyAccount.BARRIER) {
                assertThat(charged[account.channel()]).as("%s", account).isEqualTo(bare[account.channel()]);
            }
        }
        assertThat(charged[EnergyAccount.LINES.channel()]).isGreaterThan(bare[EnergyAccount.LINES.channel()]);
    }
}
