package org.limbench.physics;

import java.util.Arrays;
import org.limbench.device.EnergyAccount;

/**
 * What a command cost, without any meter in between. Net joules by account: negative where more came back than was
 * delivered (a single update may do that).
 *
 * @param joules one entry per {@link EnergyAccount}, J; owned by the record
 * @param pulses pulses fired at selected cells
 * @param jumps level changes made; -1 for models without levels
 * @param elapsedSeconds device time the command took, s
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record Dissipation(double[] joules, long pulses, long jumps, double elapsedSeconds) {
    public Dissipation {
        if (joules.length != EnergyAccount.count()) {
            throw new IllegalArgumentException(
                    "joules has " + joules.length + " entries; allowed: one per account, " + EnergyAccount.count());
        }
    }

    /** Net energy under one account, J. */
    public double joules(EnergyAccount account) {
        return joules[account.channel()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dissipation that
                && Arrays.equals(joules, that.joules)
                && pulses == that.pulses
                && jumps == that.jumps
                && Double.compare(elapsedSeconds, that.elapsedSeconds) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(joules);
    }

    @Override
    public String toString() {
        return "Dissipation[joules=" + Arrays.toString(joules) + ", pulses=" + pulses + ", jumps=" + jumps
                + ", elapsedSeconds=" + elapsedSeconds + "]";
    }
}
