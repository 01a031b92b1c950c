package org.limbench.device;

/**
 * Lets device time pass with nothing driven. Emulated devices only; a real one refuses it.
 *
 * @param seconds device time to pass, s, more than 0
 * @param powered whether the device draws its idle power meanwhile
 */
public record TimeAdvance(double seconds, boolean powered) implements ArrayCommand {
    public TimeAdvance {
        Require.positive("seconds", seconds, "s");
    }
}
