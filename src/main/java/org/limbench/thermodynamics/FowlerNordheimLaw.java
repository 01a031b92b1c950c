package org.limbench.thermodynamics;

/**
 * A node leaking by Fowler-Nordheim tunnelling: C dV/dt = -A alpha (V/t_ox)^2 exp(-B t_ox/V), with k2 = B t_ox and k1 =
 * A alpha B/(C t_ox). Not thermally activated. Law: Fowler and Nordheim, doi:10.1098/rspa.1928.0091. Solution derived: with
 * y = k2/V the law is dy/dt = k1 exp(-y), so exp(y) grows by k1 t.
 */
public final class FowlerNordheimLaw {
    private FowlerNordheimLaw() {}

    /** Voltage after a time, V: k2 / ln(k1 t + exp(k2/V0)), written so that nothing overflows. */
    public static double volts(double k2Volts, double k1PerSecond, double startVolts, double seconds) {
        Domain.positive("k2Volts", k2Volts);
        Domain.positive("k1PerSecond", k1PerSecond);
        Domain.positive("startVolts", startVolts);
        Domain.atLeastZero("seconds", seconds);
        double exponent = k2Volts / startVolts;
        double grown = grown(k1PerSecond, seconds, exponent);
        // of the two forms the one whose terms a double holds
        return exponent > 1 ? startVolts / (1 + grown / exponent) : k2Volts / (exponent + grown);
    }

    /** ln(1 + k1 t e^-y): how far y = k2/V has grown. */
    private static double grown(double k1PerSecond, double seconds, double exponent) {
        double direct = k1PerSecond * seconds * StrictMath.exp(-exponent);
        if (seconds == 0 || (direct >= Double.MIN_NORMAL && direct < Double.POSITIVE_INFINITY)) {
            return StrictMath.log1p(direct);
        }
        // where a factor leaves the range of a double, by logarithms; ln(1 + e^a) is a or e^a there
        double log = WideNumber.of(k1PerSecond).times(seconds).log() - exponent;
        return log > 0 ? log + StrictMath.log1p(StrictMath.exp(-log)) : StrictMath.exp(log);
    }

    /** The law itself: dV/dt at a voltage, V/s, 0 or less: -(k1/k2) V^2 exp(-k2/V). */
    public static double slopeVoltsPerSecond(double k2Volts, double k1PerSecond, double volts) {
        Domain.positive("k2Volts", k2Volts);
        Domain.positive("k1PerSecond", k1PerSecond);
        Domain.positive("volts", volts);
        double exponent = k2Volts / volts;
        return exponent < Double.POSITIVE_INFINITY
                ? -WideNumber.of(k1PerSecond)
                        .over(k2Volts)
                        .times(volts)
                        .times(volts)
                        .timesExp(-exponent)
                        .value()
                : -0.0;
    }

    /**
     * How far the voltage falls in a time, V; accurate where the fall is a tiny part of the voltage.
     *
     * @return 0 or more
     */
    public static double fallVolts(double k2Volts, double k1PerSecond, double startVolts, double seconds) {
        double grown = growth(k2Volts, k1PerSecond, startVolts, seconds);
        return startVolts * grown / (k2Volts / startVolts + grown);
    }

    /** How far k2/V grows in a time, ln(1 + k1 t exp(-k2/V0)); 0 or more. */
    public static double growth(double k2Volts, double k1PerSecond, double startVolts, double seconds) {
        Domain.positive("k2Volts", k2Volts);
        Domain.positive("k1PerSecond", k1PerSecond);
        Domain.positive("startVolts", startVolts);
        Domain.atLeastZero("seconds", seconds);
        return grown(k1PerSecond, seconds, k2Volts / startVolts);
    }
}
