package org.limbench.protocol.rcn;

import org.limbench.device.Require;

/**
 * One output of the station.
 *
 * @param chip 1..5
 * @param channel 1..8
 */
public record DacPin(int chip, int channel) {
    public DacPin {
        Require.between("chip", chip, 1, RcnCommand.DAC_CHIPS);
        Require.between("channel", channel, 1, RcnCommand.DAC_CHANNELS);
    }

    /** Number of this output, 0..39. */
    public int index() {
        return (chip - 1) * RcnCommand.DAC_CHANNELS + channel - 1;
    }

    @Override
    public String toString() {
        return "DAC" + chip + "." + channel;
    }
}
