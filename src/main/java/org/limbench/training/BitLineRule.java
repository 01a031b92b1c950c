package org.limbench.training;

import org.limbench.device.Rank1Update;
import org.limbench.device.Require;

/**
 * How the learning rate becomes bit lines on a device whose pulses have one size.
 *
 * @param slots bit-line length wanted, 1..1024; the longest one with {@code bitLineManagement}. A device that takes fewer
 *     slots gets those it takes
 * @param updateManagement whether row and column probabilities are balanced, so that both strongest lines fire equally often
 * @param bitLineManagement whether a bit line is as short as its strongest cell allows
 */
public record BitLineRule(int slots, boolean updateManagement, boolean bitLineManagement) {
    /** The customary length; both managements on: desired_bl 31 of aihwkit's PresetUpdateParameters. */
    public static final int STANDARD_SLOTS = 31;

    public BitLineRule {
        Require.between("bit lines", slots, 1, Rank1Update.MOST_SLOTS);
    }

    /** 31 slots at most, both managements. */
    public static BitLineRule standard() {
        return new BitLineRule(STANDARD_SLOTS, true, true);
    }

    /** The same within what a device takes. */
    BitLineRule within(int mostSlots) {
        return slots <= mostSlots ? this : new BitLineRule(mostSlots, updateManagement, bitLineManagement);
    }
}
