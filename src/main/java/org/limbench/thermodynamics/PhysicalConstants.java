package org.limbench.thermodynamics;

/**
 * Constants of nature and the thermal scales made of them. Source: CODATA 2019 (exact since the 2019 redefinition of the
 * SI): NIST SP 961, doi:10.1103/RevModPhys.93.025010.
 */
public final class PhysicalConstants {
    /** Boltzmann constant, J/K, exact. */
    public static final double BOLTZMANN = 1.380649e-23;

    /** Elementary charge, C, exact. */
    public static final double ELEMENTARY_CHARGE = 1.602176634e-19;

    /** Julian year, s, exact: 365.25 days. */
    public static final double JULIAN_YEAR_SECONDS = 31_557_600.0;

    private PhysicalConstants() {}

    /** Thermal energy kT, J. */
    public static double thermalEnergyJoules(double temperatureKelvin) {
        return BOLTZMANN * Domain.positive("temperatureKelvin", temperatureKelvin);
    }

    /** kT ln 2, J: least mean heat of erasing one evenly distributed bit. Landauer, doi:10.1147/rd.53.0183. */
    public static double landauerBitJoules(double temperatureKelvin) {
        return thermalEnergyJoules(temperatureKelvin) * StrictMath.log(2);
    }

    /** kT/e, V. */
    public static double thermalVolts(double temperatureKelvin) {
        return thermalEnergyJoules(temperatureKelvin) / ELEMENTARY_CHARGE;
    }
}
