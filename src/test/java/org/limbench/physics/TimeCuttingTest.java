package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.TimeAdvance;

/**
 * The state of a cell after a device time has one law, however many commands the time is cut into: over every cell model.
 *
 * <p>Acceptance: mean and variance of the noise of {@value #CELLS} cells in 3, 30 and 300 pieces agree with those in one piece
 * within 5 standard errors, taken from the samples, and 1e-9 of the greatest conductance, which is all that models without
 * noise have; mean numbers of jumps within 5 standard errors of independent jumps. All arrays of a model have the same
 * cells; noise is told from their variation by a second array of each cutting whose commands are numbered otherwise. Seeds
 * fixed.
 */
final class TimeCuttingTest {
    private static final int SIDE = 24;
    private static final int CELLS = SIDE * SIDE;
    private static final int[] CUTTINGS = {1, 3, 30, 300};
    private static final double ERRORS = 5;
    /** Time in which nothing happens but that a command is counted, s. */
    private static final double NOTHING = 1e-300;

    static List<CellModel> models() {
        return TestModels.all();
    }

    private static double[] seconds(CellModel model) {
        if (model instanceof TunableBarrier) {
            // less than a jump a cell, and more than folds a walk at both ends
            return new double[] {30, 3e6};
        }
        if (model instanceof FowlerNordheim) {
            return new double[] {1e3, 10 * 365.25 * 86_400};
        }
        return model instanceof GainCell ? new double[] {7, 70} : new double[] {300, 3e5};
    }

    @ParameterizedTest
    @MethodSource("models")
    void restingCellsDoNotKnowHowTimeWasCut(CellModel model) {
        for (double seconds : seconds(model)) {
            assertOneLaw(model, pieces -> new TimeAdvance(seconds / pieces, false));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void pulsedCellsDoNotKnowHowATrainWasCut(CellModel model) {
        Drive.Voltage voltage = model.voltage();
        Drive drive = voltage != null ? voltage : new Drive.Barrier(2 * TestModels.KT, 8 * TestModels.KT);
        double width = model.pulseSeconds();
        assertOneLaw(
                model,
                pieces -> new PulseTrain(
                        TestModels.square(SIDE).whole(),
                        Operation.UPDATE,
                        drive,
                        Polarity.POTENTIATE,
                        width,
                        width,
                        300 / pieces));
    }

    /** One of so many equal commands. */
    private interface Cut {
        ArrayCommand into(int pieces);
    }

    /** What two arrays of the same cells came to, S, and the jumps of the first; -1 where none are counted. */
    private static final class Outcome {
        final double[] one;
        final double[] two;
        final double jumps;

        Outcome(double[] one, double[] two, double jumps) {
            this.one = one;
            this.two = two;
            this.jumps = jumps;
        }
    }

    private static Outcome outcome(CellModel model, Cut cut, int pieces) {
        CellArray one = array(model);
        double jumps = 0;
        for (int k = 0; k < pieces; k++) {
            jumps += one.apply(cut.into(pieces)).jumps();
        }
        CellArray two = array(model);
        for (int k = 0; k < pieces; k++) {
            two.apply(new TimeAdvance(NOTHING, false));
        }
        for (int k = 0; k < pieces; k++) {
            two.apply(cut.into(pieces));
        }
        return new Outcome(
                TestModels.conductances(one), TestModels.conductances(two), model.levels() == 0 ? -1 : jumps);
    }

    private static CellArray array(CellModel model) {
        return model.newArray(TestModels.square(SIDE), 300, TestModels.cellsAlone(0), 31);
    }

    private static void assertOneLaw(CellModel model, Cut cut) {
        Outcome whole = outcome(model, cut, 1);
        for (int pieces : CUTTINGS) {
            if (pieces == 1) {
                continue;
            }
            Outcome cutUp = outcome(model, cut, pieces);
            String what = model.getClass().getSimpleName() + " in " + pieces + " pieces";
            SummaryStatistics shift = new SummaryStatistics();
            SummaryStatistics wholeSquares = new SummaryStatistics();
            SummaryStatistics cutSquares = new SummaryStatistics();
            for (int cell = 0; cell < CELLS; cell++) {
                shift.addValue(cutUp.one[cell] - whole.one[cell]);
                wholeSquares.addValue(FastMath.pow(whole.one[cell] - whole.two[cell], 2));
                cutSquares.addValue(FastMath.pow(cutUp.one[cell] - cutUp.two[cell], 2));
            }
            double exact = 1e-9 * model.mostSiemens();
            assertThat(shift.getMean())
                    .as("shift of the mean, S, %s", what)
                    .isCloseTo(0, within(ERRORS * error(shift) + exact));
            assertThat(cutSquares.getMean())
                    .as("twice the variance, S^2, %s", what)
                    .isCloseTo(
                            wholeSquares.getMean(),
                            within(ERRORS * FastMath.hypot(error(cutSquares), error(wholeSquares)) + exact * exact));
            // counts of cells near an end are no more spread than those of free ones
            assertThat(cutUp.jumps)
                    .as("jumps, %s", what)
                    .isCloseTo(whole.jumps, within(ERRORS * FastMath.sqrt(2 * FastMath.max(0, whole.jumps))));
        }
    }

    private static double error(SummaryStatistics sample) {
        return sample.getStandardDeviation() / FastMath.sqrt(CELLS);
    }
}
