package org.limbench.physics;

import org.limbench.device.Require;

/**
 * NeuroSim's nonlinearity label of a saturating curve, and the curve's constant.
 *
 * <p>The normalised curve y(x) = (1 - exp(-x/A))/(1 - exp(-1/A)) leaves the diagonal by at most max(y - x) = 0.07 sqrt(2)
 * |label|; the label has the sign of A. Derived; it gives the tabulated constants of MLP+NeuroSim V3.0 to 2e-6.
 */
public final class NonlinearityLabel {
    /** Greatest label in use, either sign. */
    public static final double MOST = 9;

    private static final double UNIT = 0.07 * Math.sqrt(2);
    /** Beyond this constant the label is below 1e-8 and the curve a straight line. */
    private static final double STRAIGHT = 1e8;

    private static final double LEAST_CONSTANT = 1e-3;

    private NonlinearityLabel() {}

    /**
     * A over the pulses of the full range.
     *
     * @param label -9..9; 0 gives an infinite constant
     */
    public static double constant(double label) {
        Require.between("label", label, -MOST, MOST, "");
        double target = Math.abs(label);
        if (target <= label(STRAIGHT)) {
            return Double.POSITIVE_INFINITY;
        }
        // the label falls with the constant: halve the bracket in the logarithm until its ends are neighbours
        double low = LEAST_CONSTANT;
        double high = STRAIGHT;
        while (high / low > 1 + 4 * Math.ulp(1.0)) {
            double middle = Math.sqrt(low * high);
            if (label(middle) > target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.copySign(Math.sqrt(low * high), label);
    }

    /**
     * The label of a constant.
     *
     * @param constant A over the pulses of the full range, |A| at least 0.001; infinite gives 0
     */
    public static double label(double constant) {
        requireConstant("constant", constant);
        double a = Math.abs(constant);
        if (a > STRAIGHT) {
            return 0;
        }
        // y' = 1 where x = A ln(b/A), b = 1/(1 - exp(-1/A)); there y - x = b - A - A ln(b/A)
        double b = -1 / StrictMath.expm1(-1 / a);
        // b/A - 1 is small for large A: its series keeps the difference from cancelling
        double excess = a > 1e3 ? 1 / (2 * a) + 1 / (12 * a * a) : b / a - 1;
        double gap = a * (excess - StrictMath.log1p(excess));
        return Math.copySign(gap / UNIT, constant);
    }

    static void requireConstant(String name, double constant) {
        if (!(Math.abs(constant) >= LEAST_CONSTANT)) {
            throw new IllegalArgumentException(name + " is " + constant + "; allowed: at least " + LEAST_CONSTANT
                    + " in size, either sign, or infinite");
        }
    }
}
