package org.limbench.profile;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;

/**
 * Reads {@code meter}: one channel for every basic account, {@code all} where the account has nothing of its own; the others
 * are metered apart, as the basic ones under which they are summed.
 */
record MeterSection(String file, QuantityReader in) {
    /** A century: no run ages a device longer. */
    private static final double LONGEST_WINDOW_SECONDS = 100 * 365.25 * 86_400;

    private static final double MOST_COUNTS = 0x1.0p62;

    /** The channels in account order; the registers last a century of idling at {@code idleWatts}. */
    List<MeterChannel> read(double idleWatts) {
        List<MeterChannel> channels = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            if (account.basic() != account) {
                channels.add(channels.get(account.basic().channel()).apart(account));
                continue;
            }
            String own = "meter." + account.label();
            MeterChannel channel = in.build(own, () -> channel(account, own));
            double watts = 10 * channel.offsetUncertaintyWatts() + (account == EnergyAccount.IDLE ? idleWatts : 0);
            double leastLsb = watts * LONGEST_WINDOW_SECONDS / MOST_COUNTS;
            if (channel.lsbJoules() < leastLsb) {
                throw new ProfileException(
                        file,
                        key(own, "lsb"),
                        in.text(key(own, "lsb") + ".value"),
                        "at least " + leastLsb + " J for " + account
                                + ", or a century of idling overflows its register");
            }
            channels.add(channel);
        }
        return channels;
    }

    private MeterChannel channel(EnergyAccount account, String own) {
        return new MeterChannel(
                account,
                in.number(key(own, "lsb"), "lsbJoules", Dimension.ENERGY),
                in.number(key(own, "gain"), "gainUncertainty", Dimension.NUMBER),
                in.number(key(own, "offset"), "offsetUncertaintyWatts", Dimension.POWER),
                // the root of the density is what the record holds
                Math.sqrt(in.number(key(own, "noise"), "noiseWattsPerRootHertz", Dimension.POWER_DENSITY)));
    }

    private String key(String own, String key) {
        return in.has(own + "." + key) ? own + "." + key : "meter.all." + key;
    }
}
