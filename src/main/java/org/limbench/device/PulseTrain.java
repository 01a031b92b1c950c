package org.limbench.device;

/**
 * The same pulses for every cell of a tile, all in one direction: what a blind reset and a pulse-response measurement
 * are made of.
 *
 * @param tile cells addressed
 * @param operation which account takes the cell heat
 * @param drive of every pulse
 * @param polarity direction
 * @param pulseSeconds width of a pulse, s, more than 0
 * @param periodSeconds start to start, s, at least the width
 * @param count number of pulses, 1..1,000,000
 */
public record PulseTrain(
        Tile tile,
        Operation operation,
        Drive drive,
        Polarity polarity,
        double pulseSeconds,
        double periodSeconds,
        int count)
        implements ArrayCommand {
    public PulseTrain {
        Require.positive("pulseSeconds", pulseSeconds, "s");
        Require.positive("periodSeconds", periodSeconds, "s");
        if (periodSeconds < pulseSeconds) {
            throw new IllegalArgumentException("periodSeconds is " + periodSeconds
                    + " s; allowed: at least the pulse width, " + pulseSeconds + " s");
        }
        Require.between("count", count, 1, 1_000_000);
    }
}
