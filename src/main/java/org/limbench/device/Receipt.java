package org.limbench.device;

import org.jspecify.annotations.Nullable;

/**
 * What the device did for one command and what its meter saw.
 *
 * @param status what became of the command
 * @param window meter registers latched around it; start equals end where nothing was applied
 * @param temperatureKelvin bath temperature the device reports, K
 * @param cells cells addressed
 * @param pulses pulses fired at selected cells
 * @param jumps level changes made, or -1 where the device cannot know
 * @param readout codes, for a read; null otherwise
 */
public record Receipt(
        ReceiptStatus status,
        MeterWindow window,
        double temperatureKelvin,
        int cells,
        long pulses,
        long jumps,
        @Nullable Readout readout) {
    public Receipt {
        Require.positive("temperatureKelvin", temperatureKelvin, "K");
        Require.between("cells", cells, 0, Integer.MAX_VALUE);
        Require.atLeastZero("pulses", pulses);
        if (jumps < -1) {
            throw new IllegalArgumentException("jumps is " + jumps + "; allowed: -1 (unknown) or more");
        }
    }

    /** This receipt with another window. */
    public Receipt with(MeterWindow other) {
        return new Receipt(status, other, temperatureKelvin, cells, pulses, jumps, readout);
    }
}
