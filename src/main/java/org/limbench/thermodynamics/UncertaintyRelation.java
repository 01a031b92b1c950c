package org.limbench.thermodynamics;

/**
 * B4, the thermodynamic uncertainty relation: entropy production x Var(J)/mean(J)^2 is at least 2. Barato and Seifert,
 * doi:10.1103/PhysRevLett.114.158101; finite time: Horowitz and Gingrich, doi:10.1103/PhysRevE.96.020103.
 *
 * <p>Conditional: constant amplitude, no read inside the pulse, and either rates that do not depend on the level over
 * the packet's range (ends not visited) or a stationary start. It bounds heat where the packet's entropy is unchanged.
 */
public final class UncertaintyRelation {
    private UncertaintyRelation() {}

    /** Floor on kT x entropy production of an update of given relative standard deviation, J: 2 kT / r^2. */
    public static double floorJoules(double relativeStd, double temperatureKelvin) {
        Domain.positive("relativeStd", relativeStd);
        // divided twice, since the square may underflow
        return 2 * PhysicalConstants.thermalEnergyJoules(temperatureKelvin) / relativeStd / relativeStd;
    }

    /**
     * The same from moments, J: 2 kT mean^2/variance.
     *
     * @param mean of the displacement in any unit; its lower confidence limit is the safe side
     * @param variance in the square of that unit, more than 0; its upper confidence limit is the safe side
     */
    public static double floorJoules(double mean, double variance, double temperatureKelvin) {
        Domain.finite("mean", mean);
        Domain.positive("variance", variance);
        return 2 * PhysicalConstants.thermalEnergyJoules(temperatureKelvin) * mean * mean / variance;
    }

    /** Entropy production x Var/mean^2 of a homogeneous chain at a tilt: x coth(x/2), 2 or more (derived). */
    public static double product(double tiltKt) {
        // 2 + x^2/6 near 0, where the Fano factor overflows
        return Domain.positive("tiltKt", tiltKt) < 1e-8 ? 2 : tiltKt / StrictMath.tanh(tiltKt / 2);
    }
}
