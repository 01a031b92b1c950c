package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.PulsedCells.array;
import static org.limbench.physics.PulsedCells.cell;
import static org.limbench.physics.PulsedCells.fire;
import static org.limbench.physics.PulsedCells.weight;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels against NeuroSim's table, the relation against a search for the greatest gap, both forms of a curve. */
final class NonlinearityLabelTest {
    /** Constants as the table of MLP+NeuroSim V3.0 prints them; the last digit may be cut rather than rounded. */
    @ParameterizedTest
    @CsvSource({
        "0.04, 31.567, 5e-4",
        "0.5, 2.5199, 5e-5",
        "1, 1.2517, 5e-5",
        "1.85, 0.66194, 5e-6",
        "2.4, 0.49918, 5e-6",
        "3.68, 0.30064, 5e-6",
        "4.88, 0.20030, 5e-6",
        "6, 0.13562, 5e-6",
        "6.76, 0.10025, 5e-6"
    })
    void constantsAreThoseOfTheTable(double label, double constant, double printed) {
        assertThat(NonlinearityLabel.constant(label)).isCloseTo(constant, within(printed + 2e-6 * constant));
        assertThat(NonlinearityLabel.constant(-label)).isEqualTo(-NonlinearityLabel.constant(label));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.04, 0.105, 0.5, 0.61, 1.46, 1.75, 1.94, 2.4, 3.68, 4.88, 6.76, 8.9})
    void labelIsTheGreatestGapFromTheDiagonal(double label) {
        double a = NonlinearityLabel.constant(label);
        double gap = new BrentOptimizer(1e-10, 1e-14)
                .optimize(
                        new MaxEval(500),
                        GoalType.MAXIMIZE,
                        new SearchInterval(0, 1),
                        new UnivariateObjectiveFunction(x -> FastMath.expm1(-x / a) / FastMath.expm1(-1 / a) - x))
                .getValue();
        assertThat(gap).isCloseTo(0.07 * FastMath.sqrt(2) * label, within(1e-12));
        assertThat(NonlinearityLabel.label(a)).isCloseTo(label, within(1e-9));
    }

    @Test
    void noLabelIsAStraightLine() {
        assertThat(NonlinearityLabel.constant(0)).isInfinite();
        assertThat(NonlinearityLabel.label(Double.POSITIVE_INFINITY)).isZero();
        SaturatingCurve straight = new SaturatingCurve(-1, 1, 50, Double.POSITIVE_INFINITY);
        assertThat(straight.weightAfter(10)).isCloseTo(-0.6, within(1e-15));
        assertThat(straight.pulsesTo(-0.6)).isCloseTo(10, within(1e-12));
        assertThat(straight.stepAtZero()).isCloseTo(0.04, within(1e-15));
        assertThat(straight.share()).isZero();
        assertThat(straight.softBound()).isInfinite();
    }

    @Test
    void whatIsNoLabelOrConstantIsRefused() {
        assertThatThrownBy(() -> NonlinearityLabel.constant(9.1)).hasMessage("label is 9.1; allowed: -9.0 to 9.0");
        assertThatThrownBy(() -> NonlinearityLabel.label(1e-4)).hasMessageContaining("constant is 1.0E-4");
    }

    /** G(P) = B (1 - exp(-P/A)) + Gmin and its inverse, as NeuroSim writes them. */
    @ParameterizedTest
    @ValueSource(doubles = {0.49918, -0.8, 31.567})
    void pulsesToAWeightInvertTheCurve(double constant) {
        SaturatingCurve curve = new SaturatingCurve(0, 3, 97, constant);
        double b = 3 / (1 - FastMath.exp(-1 / constant));
        for (int p = 0; p <= 97; p += 8) {
            double weight = b * (1 - FastMath.exp(-p / (97 * constant)));
            assertThat(curve.weightAfter(p)).isCloseTo(weight, within(1e-11));
            assertThat(curve.pulsesTo(weight)).isCloseTo(p, within(1e-9));
        }
        assertThat(curve.softBound()).isCloseTo(b, within(1e-9));
    }

    /** A soft-bounds cell walks along the curve made of its bound and share, and gives both back. */
    @Test
    void bothFormsDescribeTheSameCell() {
        SaturatingCurve curve = SaturatingCurve.ofSoftBound(-0.9, 0.9, 1, 0.02);
        assertThat(curve.softBound()).isCloseTo(1, within(1e-12));
        assertThat(curve.share()).isCloseTo(0.02, within(1e-14));
        assertThat(curve.stepAtZero()).isCloseTo(0.02, within(1e-14));
        // from -0.9 the distance 1.9 shrinks to 0.1 in ln 19 / -ln 0.98 pulses
        assertThat(curve.pulses()).isCloseTo(FastMath.log(19) / -FastMath.log(0.98), within(1e-9));
        CellArray array = array(cell(new PulseResponse.SoftBounds(false)).withPowerOn(-0.9, 0), 1, 1);
        for (int p = 1; p <= 145; p++) {
            fire(array, 1);
            assertThat(weight(array)).isCloseTo(curve.weightAfter(p), within(1e-11));
        }
        assertThatThrownBy(() -> SaturatingCurve.ofSoftBound(-0.9, 0.9, 0.5, 0.02))
                .hasMessageContaining("softBound is 0.5");
    }
}
