package org.limbench.physics;

import java.util.List;
import org.limbench.device.Require;

/**
 * How the step of a pulse depends on the state of the cell. In every formula w is the hidden weight, a+ and a- the cell's
 * up and down step ({@link PulseStep}), b+ and b- its bounds ({@link WeightRange}), s the cycle-to-cycle noise of {@link
 * PulseNoise}, xi a standard normal number drawn for each pulse. After every pulse w is clipped to the bounds.
 *
 * <p>Sources: the pulsed devices of IBM's aihwkit (rpu_*_device.cpp) and, for {@link Saturating}, the cell model of
 * MLP+NeuroSim V3.0 (Cell.cpp, formula.cpp).
 */
public sealed interface PulseResponse {

    /**
     * The same step everywhere: up w += a+ (1 + s xi), down w -= a- (1 + s xi). Gokmen and Vlasov, Front. Neurosci. 10, 333
     * (2016), doi:10.3389/fnins.2016.00333.
     */
    record Constant() implements PulseResponse {}

    /**
     * A step linear in the weight: up w += a+ (1 - g+ w/b+ + s xi), down w -= a- (1 - g- w/b- + s xi); multiplicative noise
     * takes (1 - g w/b)(1 + s xi) instead. A bound at 0 leaves the step constant.
     *
     * @param upDecrease g+, the share of the up step lost at the upper bound
     * @param downDecrease g-, the share of the down step lost at the lower bound
     * @param upSpread device-to-device standard deviation of g+, absolute, 0 or more
     * @param downSpread device-to-device standard deviation of g-, absolute, 0 or more
     * @param multiplicativeNoise whether the noise shrinks with the step
     * @param meanBound whether b is the nominal bound rather than the cell's own
     * @param mayIncrease whether g may be below 0 (a step that grows towards the bound); otherwise its size counts
     */
    record Linear(
            double upDecrease,
            double downDecrease,
            double upSpread,
            double downSpread,
            boolean multiplicativeNoise,
            boolean meanBound,
            boolean mayIncrease)
            implements PulseResponse {
        public Linear {
            Require.between("upDecrease", upDecrease, mayIncrease ? -10 : 0, 10, "of the step");
            Require.between("downDecrease", downDecrease, mayIncrease ? -10 : 0, 10, "of the step");
            Require.between("upSpread", upSpread, 0, 10, "of the step");
            Require.between("downSpread", downSpread, 0, 10, "of the step");
        }
    }

    /**
     * A step that shrinks to zero at the cell's bound: {@link Linear} with g = 1 and no spread of it. Fusi and Abbott, Nat.
     * Neurosci. 10, 485 (2007), doi:10.1038/nn1859.
     *
     * @param multiplicativeNoise whether the noise shrinks with the step
     */
    record SoftBounds(boolean multiplicativeNoise) implements PulseResponse {}

    /**
     * Soft bounds read against a reference cell: the state moves as in {@link SoftBounds}, and r is taken off the weight that
     * is read. r is referenceWeight + referenceSpread xi of the cell, and on top, where the symmetry point is subtracted, w*
     * = (a+ - a-)/(a+/b+ - a-/b-), at which up and down steps are equal. Gong et al., IEDM 2022,
     * doi:10.1109/IEDM45625.2022.10019569. The reference neither ages nor makes noise (our assumption).
     *
     * @param multiplicativeNoise whether the noise shrinks with the step
     * @param subtractSymmetryPoint whether each cell's symmetry point is part of its reference
     * @param referenceWeight mean of the rest of the reference, weight units
     * @param referenceSpread device-to-device standard deviation of the reference, weight units, 0 or more
     */
    record SoftBoundsReference(
            boolean multiplicativeNoise, boolean subtractSymmetryPoint, double referenceWeight, double referenceSpread)
            implements PulseResponse {
        public SoftBoundsReference {
            Require.finite("referenceWeight", referenceWeight, "weight units");
            Require.atLeastZero("referenceSpread", referenceSpread, "weight units");
        }
    }

    /**
     * An exponential step: with z = 2 a w/(b+ - b-) + b, up dw = a+ max(0, 1 - A+ exp(g+ z)), down dw = -a- max(0, 1 - A-
     * exp(-g- z)); w += dw + s (|dw| + additiveNoise + weightNoise |w|) xi. aihwkit's ExpStep; the two noise terms from
     * Nandakumar et al., Front. Neurosci. 14, 406 (2020), doi:10.3389/fnins.2020.00406.
     *
     * @param upFactor A+
     * @param downFactor A-
     * @param upRate g+
     * @param downRate g-
     * @param slope a
     * @param offset b
     * @param additiveNoise noise beyond that of the step, weight units, 0 or more
     * @param weightNoise noise in proportion to the size of the weight, 0 or more
     */
    record Exponential(
            double upFactor,
            double downFactor,
            double upRate,
            double downRate,
            double slope,
            double offset,
            double additiveNoise,
            double weightNoise)
            implements PulseResponse {
        public Exponential {
            Require.finite("upFactor", upFactor, "");
            Require.finite("downFactor", downFactor, "");
            Require.between("upRate", upRate, -50, 50, "");
            Require.between("downRate", downRate, -50, 50, "");
            // with these the exponent stays below 450, inside the range of a double
            Require.between("slope", slope, -3, 3, "");
            Require.between("offset", offset, -3, 3, "");
            Require.atLeastZero("additiveNoise", additiveNoise, "weight units");
            Require.atLeastZero("weightNoise", weightNoise, "");
        }
    }

    /**
     * A step that is a power of the distance to the bound: with o = (b+ - w)/(b+ - b-), up w += a+ o^p+ (1 + s xi), down w -=
     * a- (1 - o)^p- (1 + s xi). A cell draws p+ = exponent |min(0, asymmetry) + 1 + exponentSpread xi + r| and p- = exponent
     * |-max(0, asymmetry) + 1 + exponentSpread xi - r|, r = asymmetrySpread xi'. aihwkit's PowStep.
     *
     * @param exponent nominal exponent, 0..100
     * @param exponentSpread device-to-device standard deviation of it, relative, 0..1
     * @param asymmetry above 0 the down exponent is smaller by this share, below 0 the up exponent; -1..1
     * @param asymmetrySpread device-to-device standard deviation of the asymmetry, 0..1
     */
    record Power(double exponent, double exponentSpread, double asymmetry, double asymmetrySpread)
            implements PulseResponse {
        public Power {
            Require.between("exponent", exponent, 0, 100, "");
            Require.between("exponentSpread", exponentSpread, 0, 1, "of the exponent");
            Require.between("asymmetry", asymmetry, -1, 1, "of the exponent");
            Require.between("asymmetrySpread", asymmetrySpread, 0, 1, "of the exponent");
        }
    }

    /**
     * A step read off a table: a+ (or a-) times the value interpolated linearly between nodes that divide the cell's range
     * evenly, the first node at the lower bound, times (1 + s xi). aihwkit's PiecewiseStep.
     *
     * @param upNodes relative up step at the nodes, 1 to 64 of them, finite, not all 0: such a cell never moves
     * @param downNodes relative down step at the nodes, as many, as {@code upNodes}
     */
    record Piecewise(List<Double> upNodes, List<Double> downNodes) implements PulseResponse {
        public Piecewise {
            upNodes = List.copyOf(upNodes);
            downNodes = List.copyOf(downNodes);
            Require.between("number of upNodes", upNodes.size(), 1, 64);
            if (downNodes.size() != upNodes.size()) {
                throw new IllegalArgumentException(
                        "number of downNodes is " + downNodes.size() + "; allowed: that of upNodes, " + upNodes.size());
            }
            for (int node = 0; node < upNodes.size(); node++) {
                Require.finite("upNodes[" + node + "]", upNodes.get(node), "steps");
                Require.finite("downNodes[" + node + "]", downNodes.get(node), "steps");
            }
            requireSteps("upNodes", upNodes);
            requireSteps("downNodes", downNodes);
        }

        private static void requireSteps(String name, List<Double> nodes) {
            if (nodes.stream().allMatch(node -> node == 0)) {
                throw new IllegalArgumentException(name + " is " + nodes
                        + "; allowed: at least one node other than 0, or no pulse moves a cell that way");
            }
        }
    }

    /**
     * The saturating A/B form: from the lower bound, P up pulses reach b- + B (1 - exp(-P/A)), with A = upConstant N, N the
     * pulses of the full range (nominal span over the cell's up step) and B the span over (1 - exp(-N/A)); down alike from
     * the upper bound. {@link SaturatingCurve} has the curve itself, {@link NonlinearityLabel} turns published labels into
     * constants.
     *
     * <p>Every pulse adds s step xi, step the nominal one, and the curve contracts what earlier pulses added. Its sigma of the
     * range is s step/span ({@link PulseNoise#ofRange}). Source: MLP+NeuroSim V3.0, RealDevice::Write. Differs: there a train
     * of n pulses adds s step sqrt(n) xi at its end, whatever the curve, so that the noise depends on how pulses are put
     * together into trains; one pulse is the same in both.
     *
     * @param upConstant A over N going up: above 0 the first pulses move most, below 0 the last; infinite is linear; never 0
     * @param downConstant the same going down: above 0 the first pulses from the upper bound move most
     * @param labelSpread device-to-device standard deviation of the nonlinearity label of both directions, 0..9; labels of
     *     cells are clipped to {@link NonlinearityLabel#MOST}
     */
    record Saturating(double upConstant, double downConstant, double labelSpread) implements PulseResponse {
        public Saturating {
            NonlinearityLabel.requireConstant("upConstant", upConstant);
            NonlinearityLabel.requireConstant("downConstant", downConstant);
            Require.between("labelSpread", labelSpread, 0, NonlinearityLabel.MOST, "");
        }

        /**
         * Out of published labels.
         *
         * @param upLabel nonlinearity of potentiation, as NeuroSim prints it: above 0 saturating
         * @param downLabel nonlinearity of depression, as NeuroSim prints it: below 0 saturating
         */
        public static Saturating ofLabels(double upLabel, double downLabel) {
            return new Saturating(NonlinearityLabel.constant(upLabel), NonlinearityLabel.constant(-downLabel), 0);
        }
    }
}
