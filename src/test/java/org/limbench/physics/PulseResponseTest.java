package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.limbench.physics.PulsedCells.array;
import static org.limbench.physics.PulsedCells.cell;
import static org.limbench.physics.PulsedCells.fire;
import static org.limbench.physics.PulsedCells.weight;

import java.util.List;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mean up and down curves of every response, against closed forms and equations of the test's own. */
final class PulseResponseTest {
    private static final PulseStep STEP = new PulseStep(0.02, 0, false, 0, 0);

    @Test
    void constantStepsCountUpToTheBoundAndDownAgain() {
        CellArray array = array(cell(new PulseResponse.Constant()), 1, 1);
        fire(array, 30);
        assertThat(weight(array)).isCloseTo(0.6, within(1e-12));
        fire(array, 30);
        assertThat(weight(array)).isCloseTo(1, within(1e-12));
        fire(array, -99);
        assertThat(weight(array)).isCloseTo(-0.98, within(1e-12));
        // 100 states of 0.02 between -1 and 1
        fire(array, -1);
        assertThat(weight(array)).isCloseTo(-1, within(1e-12));
        fire(array, -1);
        assertThat(weight(array)).isCloseTo(-1, within(1e-12));
    }

    /** w_n = (b/g)(1 - (1 - a g/b)^n) from 0. */
    @Test
    void linearStepsGrowGeometrically() {
        CellArray array = array(cell(new PulseResponse.Linear(0.4, 0.7, 0, 0, true, false, false)), 1, 1);
        fire(array, 40);
        double up = 1 / 0.4 * (1 - FastMath.pow(1 - 0.02 * 0.4, 40));
        assertThat(weight(array)).isCloseTo(up, within(1e-12));
        fire(array, -60);
        // towards -1/0.7
        double target = -1 / 0.7;
        double down = target + (up - target) * FastMath.pow(1 - 0.02 * 0.7, 60);
        assertThat(weight(array)).isCloseTo(down, within(1e-12));
    }

    @Test
    void linearStepsMayGrowTowardsTheBound() {
        CellArray array = array(cell(new PulseResponse.Linear(-0.5, 0, 0, 0, true, true, true)), 1, 1);
        fire(array, 20);
        assertThat(weight(array)).isCloseTo((FastMath.pow(1 + 0.02 * 0.5, 20) - 1) / 0.5, within(1e-12));
    }

    /** At w* = (a+ - a-)/(a+/b+ - a-/b-) up and down steps are equal; pairs of pulses end there whatever they start from. */
    @ParameterizedTest
    @CsvSource({"0.3", "-0.4"})
    void alternatingPulsesEndAtTheSymmetryPoint(double asymmetry) {
        double up = 0.002 * (1 + FastMath.min(0, asymmetry));
        double down = 0.002 * (1 - FastMath.max(0, asymmetry));
        double symmetry = (up - down) / (up / 1 - down / -1);
        PulseStep step = new PulseStep(0.002, 0, false, asymmetry, 0);
        CellArray plain = array(cell(step, new PulseResponse.SoftBounds(false)), 1, 1);
        CellArray corrected = array(cell(step, new PulseResponse.SoftBoundsReference(false, true, 0, 0)), 1, 1);
        CellArray shifted = array(cell(step, new PulseResponse.SoftBoundsReference(true, false, 0.05, 0)), 1, 1);
        // power-on is at read weight 0 in all three
        assertThat(weight(corrected)).isCloseTo(0, within(1e-12));
        for (int pair = 0; pair < 3000; pair++) {
            for (CellArray array : List.of(plain, corrected, shifted)) {
                fire(array, 1);
                fire(array, -1);
            }
        }
        // a pair is a step up and a step down: its fixed point lies within a step
        assertThat(weight(plain)).isCloseTo(symmetry, within(0.002));
        assertThat(weight(corrected)).isCloseTo(0, within(0.002));
        assertThat(weight(shifted)).isCloseTo(symmetry - 0.05, within(0.002));
        assertThat(FastMath.abs(symmetry)).isGreaterThan(0.1);
    }

    private static double along(FirstOrderDifferentialEquations equation, double from, double pulses) {
        double[] weight = {from};
        new DormandPrince853Integrator(1e-9, 10, 1e-12, 1e-12).integrate(equation, 0, weight, pulses, weight);
        return weight[0];
    }

    private static FirstOrderDifferentialEquations equation(java.util.function.DoubleUnaryOperator slope) {
        return new FirstOrderDifferentialEquations() {
            @Override
            public int getDimension() {
                return 1;
            }

            @Override
            public void computeDerivatives(double t, double[] y, double[] into) {
                into[0] = slope.applyAsDouble(y[0]);
            }
        };
    }

    /** The preset of Gong et al. 2018: in the limit of small steps the pulses follow dw/dn = a (1 - A exp(g z(w))). */
    @Test
    void exponentialStepsFollowTheirDifferentialEquation() {
        PulseResponse response = new PulseResponse.Exponential(-1.18445, -0.081404, 5, 5, -0.5, -0.5, 0, 0);
        PulseStep step = new PulseStep(0.00135, 0, false, 0.259359, 0);
        CellArray array = array(cell(step, response), 1, 1);
        fire(array, 400);
        double up = along(equation(w -> 0.00135 * (1 + 1.18445 * FastMath.exp(5 * (-0.5 * w - 0.5)))), 0, 400);
        // Euler's error is of the order of one step times the change of slope
        assertThat(weight(array)).isCloseTo(up, within(0.00135)).isGreaterThan(0.5);
        fire(array, -900);
        double down = along(
                equation(w -> -0.00135 * (1 - 0.259359) * (1 + 0.081404 * FastMath.exp(-5 * (-0.5 * w - 0.5)))),
                up,
                900);
        assertThat(weight(array)).isCloseTo(FastMath.max(-1, down), within(0.003));
    }

    @Test
    void exponentialStepsNeverTurnBack() {
        // 1 - A exp(g z) falls below 0 from w = 0.69 on: the cell stays there
        CellArray array = array(cell(new PulseResponse.Exponential(0.5, 0.5, 1, 1, 1, 0, 0, 0)), 1, 1);
        fire(array, 127);
        double before = weight(array);
        fire(array, 127);
        double limit = FastMath.log(2);
        assertThat(weight(array)).isBetween(before, limit);
        assertThat(weight(array)).isCloseTo(limit, within(0.08));
    }

    /** Exponent 1 is soft bounds of half the slope; exponent 2 follows do/dn = -(a/range) o^2, o = o0/(1 + o0 a n/range). */
    @Test
    void powerStepsFollowTheirPower() {
        CellArray first = array(cell(new PulseResponse.Power(1, 0, 0, 0)), 1, 1);
        fire(first, 50);
        assertThat(weight(first)).isCloseTo(1 - FastMath.pow(1 - 0.01, 50), within(1e-12));
        fire(first, -80);
        double down = -1 + (2 - FastMath.pow(0.99, 50)) * FastMath.pow(0.99, 80);
        assertThat(weight(first)).isCloseTo(down, within(1e-12));

        CellArray second =
                array(cell(new PulseStep(0.0005, 0, false, 0, 0), new PulseResponse.Power(2, 0, 0, 0)), 1, 1);
        fire(second, 8000);
        double distance = 0.5 / (1 + 0.5 * 0.00025 * 8000);
        assertThat(weight(second)).isCloseTo(1 - 2 * distance, within(5e-4));
    }

    @Test
    void piecewiseStepsInterpolateTheirNodes() {
        List<Double> up = List.of(1.0, 0.9, 0.3, 0.1);
        List<Double> down = List.of(0.2, 0.5, 1.1, 0.7);
        CellArray array = array(cell(new PulseResponse.Piecewise(up, down)), 1, 1);
        double[] nodes = {-1, -1 / 3.0, 1 / 3.0, 1};
        PolynomialSplineFunction rise = new LinearInterpolator().interpolate(nodes, new double[] {1, 0.9, 0.3, 0.1});
        PolynomialSplineFunction fall = new LinearInterpolator().interpolate(nodes, new double[] {0.2, 0.5, 1.1, 0.7});
        double expected = 0;
        for (int k = 0; k < 70; k++) {
            fire(array, 1);
            expected = FastMath.min(1, expected + 0.02 * rise.value(expected));
            assertThat(weight(array)).isCloseTo(expected, within(1e-12));
        }
        for (int k = 0; k < 200; k++) {
            fire(array, -1);
            expected = FastMath.max(-1, expected - 0.02 * fall.value(expected));
            assertThat(weight(array)).isCloseTo(expected, within(1e-12));
        }
        CellArray single = array(cell(new PulseResponse.Piecewise(List.of(0.5), List.of(2.0))), 1, 1);
        fire(single, 10);
        assertThat(weight(single)).isCloseTo(0.1, within(1e-12));
    }

    /** The devices of NeuroSim's benchmark: states and labels; each branch against the A/B form, its ends exact. */
    @ParameterizedTest
    @CsvSource({
        "97, 100, 2.4, -4.88",
        "128, 128, 0.04, -0.63",
        "50, 50, 3.68, -6.76",
        "40, 40, 1.94, -0.61",
        "100, 120, 0.105, 2.4",
        "64, 64, 0.5, -0.5",
        "32, 32, 1.75, 1.46",
        "102, 102, 1.85, -1.79"
    })
    void saturatingStepsDrawTheBranchesOfTheirLabels(int upPulses, int downPulses, double upLabel, double downLabel) {
        WeightRange range = new WeightRange(-1, 1, 0, 0);
        PulsedCell cell = cell(
                        PulseStep.ofPulses(range, upPulses, downPulses),
                        PulseResponse.Saturating.ofLabels(upLabel, downLabel))
                .withPowerOn(-1, 0);
        CellArray array = array(cell, 1, 1);
        double upGap = 0;
        for (int p = 1; p <= upPulses; p++) {
            fire(array, 1);
            double x = (double) p / upPulses;
            upGap = FastMath.max(upGap, (weight(array) + 1) / 2 - x);
        }
        assertThat(weight(array)).isCloseTo(1, within(1e-12));
        double downGap = 0;
        for (int p = 1; p <= downPulses; p++) {
            fire(array, -1);
            double gap = (1 - weight(array)) / 2 - (double) p / downPulses;
            downGap = downLabel < 0 ? FastMath.max(downGap, gap) : FastMath.min(downGap, gap);
        }
        assertThat(weight(array)).isCloseTo(-1, within(1e-12));
        // the label is the greatest gap from the diagonal; the nearest whole pulse misses it by the curvature at most
        double unit = 0.07 * FastMath.sqrt(2);
        assertThat(upGap / unit).isCloseTo(upLabel, within(0.02 * upLabel + 60.0 * upLabel / upPulses / upPulses));
        assertThat(downGap / unit)
                .isCloseTo(-downLabel, within(FastMath.abs(downLabel) * (0.02 + 60.0 / downPulses / downPulses)));
    }

    @Test
    void hostsAreToldTheMeanStepAtWeightZero() {
        PulsedCell exponential = cell(STEP, new PulseResponse.Exponential(-1, -0.5, 2, 3, 0.7, 0.1, 0, 0));
        double up = 0.02 * (1 + FastMath.exp(0.2));
        double down = 0.02 * (1 + 0.5 * FastMath.exp(-0.3));
        assertThat(exponential.minimumStepSiemens()).isCloseTo((up + down) / 2 * 20e-6, within(1e-18));
        assertThat(exponential.meanStep(0, false)).isCloseTo(-down, within(1e-15));
        PulsedCell constant = cell(new PulseStep(0.02, 0.3, false, 0.2, 0.1), new PulseResponse.Constant());
        assertThat(constant.minimumStepSiemens()).isCloseTo(0.9 * 0.02 * 20e-6, within(1e-18));
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> new WeightRange(0.1, 1, 0, 0))
                .hasMessage("leastWeight is 0.1 weight units; allowed: 0 weight units or less");
        assertThatThrownBy(() -> new WeightRange(0, 0, 0, 0)).hasMessageContaining("mostWeight is 0.0");
        assertThatThrownBy(() -> new PulseStep(0, 0, false, 0, 0)).hasMessageContaining("weight is 0.0");
        assertThatThrownBy(() -> new PulseStep(1, 3, false, 0, 0))
                .hasMessage("spread is 3.0 of the step; allowed: 0.0 to 2.0 of the step");
        assertThatThrownBy(() -> cell(new PulseStep(2, 0, false, 0, 0), new PulseResponse.Constant()))
                .hasMessageContaining("step.weight is 2.0");
        assertThatThrownBy(() -> new PulseResponse.Saturating(0, 1, 0)).hasMessageContaining("upConstant is 0.0");
        assertThatThrownBy(() -> new PulseResponse.Piecewise(List.of(1.0), List.of(1.0, 2.0)))
                .hasMessageContaining("number of downNodes is 2");
        assertThatThrownBy(() -> new PulseResponse.Exponential(1, 1, 99, 1, 1, 0, 0, 0))
                .hasMessageContaining("upRate is 99.0");
        assertThatThrownBy(() -> cell(new PulseResponse.Constant()).withPowerOn(2, 0))
                .hasMessageContaining("powerOnWeight is 2.0");
        assertThatThrownBy(() -> new PulseNoise(-1, 0)).hasMessageContaining("cycleSpread is -1.0");
    }
}
