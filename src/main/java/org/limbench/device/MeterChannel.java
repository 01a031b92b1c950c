package org.limbench.device;

/**
 * What the device declares of the meter behind one account. Standard uncertainties, k = 1.
 *
 * @param account the account this channel meters
 * @param lsbJoules energy of one count, J, more than 0
 * @param gainUncertainty relative standard uncertainty of the gain, 1, 0 or more
 * @param offsetUncertaintyWatts standard uncertainty of the residual offset, W, 0 or more
 * @param noiseWattsPerRootHertz white noise, W/sqrt(Hz), 0 or more: a window of t seconds has standard deviation noise *
 *     sqrt(t/2)
 * @param unmetered whether nothing meters the account: its registers say nothing then
 */
public record MeterChannel(
        EnergyAccount account,
        double lsbJoules,
        double gainUncertainty,
        double offsetUncertaintyWatts,
        double noiseWattsPerRootHertz,
        boolean unmetered) {
    public MeterChannel {
        Require.positive("lsbJoules", lsbJoules, "J");
        Require.atLeastZero("gainUncertainty", gainUncertainty, "1");
        Require.atLeastZero("offsetUncertaintyWatts", offsetUncertaintyWatts, "W");
        Require.atLeastZero("noiseWattsPerRootHertz", noiseWattsPerRootHertz, "W/sqrt(Hz)");
    }

    /** Of a channel that is metered. */
    public MeterChannel(
            EnergyAccount account,
            double lsbJoules,
            double gainUncertainty,
            double offsetUncertaintyWatts,
            double noiseWattsPerRootHertz) {
        this(account, lsbJoules, gainUncertainty, offsetUncertaintyWatts, noiseWattsPerRootHertz, false);
    }

    /** Of an account that nothing meters apart. */
    public static MeterChannel none(EnergyAccount account) {
        return new MeterChannel(account, 1, 0, 0, 0, true);
    }

    /** Of an account metered apart from the basic one under which it is summed, by a meter like this one. */
    public MeterChannel apart(EnergyAccount other) {
        return new MeterChannel(
                other, lsbJoules, gainUncertainty, offsetUncertaintyWatts, noiseWattsPerRootHertz, unmetered);
    }

    /** Whether anything meters the account. */
    public boolean metered() {
        return !unmetered;
    }
}
