package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.Require;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * How far a read strays from a cell's conductance, by conductance. Independent contributions whose variances add; each is
 * 0 where it is absent.
 *
 * <p>White ones are new at every read: a constant (the converter's own), one proportional to the conductance, one that
 * saturates, sigma = A (1 - exp(-g/B)) (SONOS cells of Agrawal et al., IEDM 2022, as fitted in Sandia's CrossSim), and
 * Johnson and shot noise of the read current, sigma_I^2 = 4 k T |I/U| B + 2 e |I| B (as in the Synaptogen model of
 * Hennen et al., Front. Neurosci. 16, 941753 (2022), doi:10.3389/fnins.2022.941753). The one that is not white is {@link
 * FlickerNoise}.
 *
 * @param constantSiemens standard deviation whatever the state, S, 0 or more
 * @param proportional standard deviation over conductance, 1, 0 or more
 * @param saturatedSiemens A, S, 0 or more
 * @param saturationSiemens B, S, more than 0; unused where A is 0
 * @param bandwidthHertz B of Johnson and shot noise, Hz, 0 or more
 * @param flicker 1/f noise; null for none
 */
public record ReadNoiseLaw(
        double constantSiemens,
        double proportional,
        double saturatedSiemens,
        double saturationSiemens,
        double bandwidthHertz,
        @Nullable FlickerNoise flicker) {
    public ReadNoiseLaw {
        Require.atLeastZero("constantSiemens", constantSiemens, "S");
        Require.atLeastZero("proportional", proportional, "1");
        Require.atLeastZero("saturatedSiemens", saturatedSiemens, "S");
        Require.positive("saturationSiemens", saturationSiemens, "S");
        Require.atLeastZero("bandwidthHertz", bandwidthHertz, "Hz");
    }

    /** The same standard deviation whatever the state. */
    public static ReadNoiseLaw constant(double siemens) {
        return new ReadNoiseLaw(siemens, 0, 0, 1, 0, null);
    }

    /**
     * Standard deviation of the white noise of one read, S.
     *
     * @param siemens conductance, S; one below 0 reads as 0
     * @param readVolts voltage across the cell, V, more than 0
     * @param temperatureKelvin of the cell, K
     */
    public double whiteSiemens(double siemens, double readVolts, double temperatureKelvin) {
        double g = Math.max(0, siemens);
        return Math.sqrt(stateVariance(g) + currentNoise(g, readVolts, temperatureKelvin) / readVolts / readVolts);
    }

    /**
     * Variance of the current of one cell in a product of voltages and conductances, A^2.
     *
     * @param volts voltage across the cell, V, either sign; at 0 V the thermal part stays
     */
    public double currentVariance(double siemens, double volts, double temperatureKelvin) {
        double g = Math.max(0, siemens);
        return stateVariance(g) * volts * volts + currentNoise(g, Math.abs(volts), temperatureKelvin);
    }

    private double stateVariance(double siemens) {
        double proportionate = proportional * siemens;
        double saturating =
                saturatedSiemens == 0 ? 0 : -saturatedSiemens * StrictMath.expm1(-siemens / saturationSiemens);
        return constantSiemens * constantSiemens + proportionate * proportionate + saturating * saturating;
    }

    private double currentNoise(double siemens, double volts, double temperatureKelvin) {
        return bandwidthHertz
                * siemens
                * (4 * PhysicalConstants.BOLTZMANN * temperatureKelvin
                        + 2 * PhysicalConstants.ELEMENTARY_CHARGE * volts);
    }
}
