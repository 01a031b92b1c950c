package org.limbench.energy;

import org.limbench.device.Require;

/**
 * Uncertainty budget of an energy metered over a shunt resistor on a rail of fixed voltage, a baseline of idling taken
 * off: what a meter can tell before it is built. Standard uncertainties, k = 1, GUM (JCGM 100:2008) section 5; limits are
 * rectangular distributions, 4.3.7. Parts are independent (our assumption).
 *
 * <p>Omits shunt tolerance, rail voltage, timebase and unmetered pins: those of a real board go into the gain limit.
 *
 * @param shuntOhms resistance, ohm, more than 0
 * @param railVolts voltage of the rail, V, more than 0
 * @param runSeconds time of the window that is metered, s, more than 0
 * @param baselineSeconds time of the window of idling, s, more than 0; scaled to the first
 * @param offsetDriftVolts limit of the shunt voltage's offset change, V, 0 or more; once in each window
 * @param relativeGain limit of the gain error, 0 or more
 * @param lsbVolts one count of the shunt voltage, V, 0 or more
 * @param conversionSeconds time of one conversion, s, more than 0; its rounding averages over those of a window
 */
public record ShuntMeterBudget(
        double shuntOhms,
        double railVolts,
        double runSeconds,
        double baselineSeconds,
        double offsetDriftVolts,
        double relativeGain,
        double lsbVolts,
        double conversionSeconds) {
    public ShuntMeterBudget {
        Require.positive("shuntOhms", shuntOhms, "ohm");
        Require.positive("railVolts", railVolts, "V");
        Require.positive("runSeconds", runSeconds, "s");
        Require.positive("baselineSeconds", baselineSeconds, "s");
        Require.atLeastZero("offsetDriftVolts", offsetDriftVolts, "V");
        Require.atLeastZero("relativeGain", relativeGain, "1");
        Require.atLeastZero("lsbVolts", lsbVolts, "V");
        Require.positive("conversionSeconds", conversionSeconds, "s");
    }

    /** From the offset's drift, J: drift / sqrt(3) in each of two windows, over the run's time. */
    public double offsetJoules() {
        return joulesPerVolt() * offsetDriftVolts / Math.sqrt(3) * Math.sqrt(2);
    }

    /** From the gain, J. */
    public double gainJoules(double energyJoules) {
        return Math.abs(Require.finite("energyJoules", energyJoules, "J")) * relativeGain / Math.sqrt(3);
    }

    /** From rounding, J: lsb / sqrt(12) averaged over the conversions of each window; needs a dithering noise. */
    public double quantisationJoules() {
        double perCount = joulesPerVolt() * lsbVolts / Math.sqrt(12);
        return perCount * Math.sqrt(conversionSeconds / runSeconds + conversionSeconds / baselineSeconds);
    }

    /** Combined standard uncertainty of an energy net of the baseline, J. */
    public double standardUncertaintyJoules(double energyJoules) {
        double offset = offsetJoules();
        double gain = gainJoules(energyJoules);
        double quantisation = quantisationJoules();
        return Math.sqrt(offset * offset + gain * gain + quantisation * quantisation);
    }

    /** The same relative to the energy. */
    public double relativeUncertainty(double energyJoules) {
        return standardUncertaintyJoules(Require.positive("energyJoules", energyJoules, "J")) / energyJoules;
    }

    /** Energy of one volt across the shunt for the run's time, J/V. */
    private double joulesPerVolt() {
        return railVolts / shuntOhms * runSeconds;
    }
}
