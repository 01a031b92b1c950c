package org.limbench.thermodynamics;

/**
 * B0, the second law over a cycle at one temperature: the mean heat given to the bath is 0 or more, Q = E - Delta U, with
 * E what was metered over every rail and pin and Delta U what stays stored in the drivers' capacitors. Strict. Clausius
 * 1865; Planck's statement for one bath. Only means obey it: a single cycle may take heat from the bath.
 */
public final class CycleBound {
    private CycleBound() {}

    /** Heat given to the bath, J: metered less stored (first law). */
    public static double heatJoules(double meteredJoules, double storedChangeJoules) {
        return Domain.finite("meteredJoules", meteredJoules) - Domain.finite("storedChangeJoules", storedChangeJoules);
    }

    /** Least mean heat of a cycle, J: 0. */
    public static double leastHeatJoules() {
        return 0;
    }

    /** Least mean energy that the meter of a cycle must show, J: the least heat and what is stored. */
    public static double leastMeteredJoules(double storedChangeJoules) {
        return leastHeatJoules() + Domain.finite("storedChangeJoules", storedChangeJoules);
    }
}
