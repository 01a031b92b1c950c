package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BitLines;
import org.limbench.device.PulseTrain;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

class SymmetryPointTest {
    private static final ArrayGeometry SHAPE = new ArrayGeometry(8, 4);

    /** Cells whose steps are equal at points from -0.6 to 0.6. */
    private static double[] shifts() {
        double[] shift = new double[SHAPE.cells()];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = -0.6 + 1.2 * i / (shift.length - 1);
        }
        return shift;
    }

    /** From w = -0.9. Width: 0.01, five steps of 1,000; two ranges of pulses leave e^-4 of at most 1.5 before the reads. */
    @Test
    void isFoundByPulsesAndReadsAlone() {
        double[] shift = shifts();
        SoftBoundsFake array = new SoftBoundsFake(SHAPE, shift);
        Exchange exchange =
                new Exchange(array, SHAPE.whole(), TrainingPlan.builder().build(), RunListener.none());
        WeightMap map = new WeightMap(array.datasheet());
        CellReferences found = new SymmetryPoint(exchange, SHAPE.whole(), map).find();

        double[] references = found.of(SHAPE.whole());
        double[] weights = new double[SHAPE.cells()];
        Readout after = exchange.read(SHAPE.whole());
        map.around(references).weights(after, weights);
        for (int i = 0; i < shift.length; i++) {
            assertThat(references[i] / 1e-6 - 2).as("cell %d", i).isCloseTo(shift[i], within(0.01));
            // left there: half a turn of 15 pulses off at most, 2 weights for each unit of w
            assertThat(weights[i]).as("cell %d", i).isCloseTo(0, within(2 * 8 * 0.002 * 1.6));
        }
        assertThat(array.commands).filteredOn(PulseTrain.class::isInstance).hasSizeGreaterThan(200);
        assertThat(array.programPulses)
                .as("every pulse is a program pulse")
                .isEqualTo(array.commands.stream()
                        .filter(PulseTrain.class::isInstance)
                        .mapToLong(train -> ((PulseTrain) train).count() * (long) SHAPE.cells())
                        .sum());
    }

    @Test
    void aPartOfATileHasItsOwnReferences() {
        double[] siemens = new double[SHAPE.cells()];
        for (int i = 0; i < siemens.length; i++) {
            siemens[i] = i;
        }
        CellReferences references = new CellReferences(new Tile(10, 2, 8, 4), siemens);
        assertThat(references.of(new Tile(11, 3, 2, 2))).containsExactly(5, 6, 9, 10);
    }

    /** Half of a pair's steps up, half down, from a stochastic update: what plain training sees at its zero. */
    @Test
    void atTheReferenceUpAndDownStepsAreEqual() {
        double[] shift = shifts();
        SoftBoundsFake array = new SoftBoundsFake(SHAPE, shift);
        System.arraycopy(shift, 0, array.w, 0, shift.length);
        UpdateEncoder encoder = new UpdateEncoder(SHAPE.whole(), 1e-6);
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
        for (double sign : new double[] {1, -1}) {
            double[] error = {sign, sign, sign, sign};
            var update = encoder.managed(
                    ones, error, 4 * 0.004, 0.004, BlindReset.voltage(array.datasheet()), BitLineRule.standard(), 1);
            assertThat(BitLines.of(update).signedCounts()).containsOnly((int) (4 * sign));
            array.execute(java.util.List.of(update));
        }
        for (int i = 0; i < shift.length; i++) {
            assertThat(array.w[i]).isCloseTo(shift[i], within(2e-4));
        }
    }
}
