package org.limbench.energy;

import org.limbench.device.Require;

/**
 * What is wrong with one meter channel, constant over a run and hidden from the host, which knows only its declared
 * uncertainty.
 *
 * @param relativeGain the channel reads (1 + this) times the true energy, 1, more than -1
 * @param offsetWatts power the channel reads with nothing there, W
 */
public record MeterError(double relativeGain, double offsetWatts) {
    /** A channel without gain error or offset. */
    public static final MeterError NONE = new MeterError(0, 0);

    public MeterError {
        Require.finite("offsetWatts", offsetWatts, "W");
        if (!(relativeGain > -1) || Double.isInfinite(relativeGain)) {
            throw new IllegalArgumentException("relativeGain is " + relativeGain + "; allowed: more than -1");
        }
    }
}
