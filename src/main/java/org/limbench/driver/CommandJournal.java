package org.limbench.driver;

import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;

/**
 * Told of every command before it is sent and after it is answered, in order, so that a killed host can find out what
 * it had asked for.
 */
public interface CommandJournal {
    /** Called before the first byte of the command leaves. */
    void intent(long commandId, ArrayCommand command);

    /** Called when the device's receipt has arrived, once per command, in order. */
    void receipt(long commandId, ArrayCommand command, Receipt receipt);

    /**
     * Called whenever the device has answered a hello, at the start and after every loss of link or device: commands sent
     * from now on go to this boot, under this session's lease.
     */
    default void opened(DeviceIdentity identity) {}

    /** Called when the meter holds energy that no receipt will tell of: that of reads whose answers were lost. */
    default void unaccounted(MeterWindow window, double temperatureKelvin) {}

    /**
     * Called when another device answers after a loss, or one that began anew unasked, as far as that can be told; what it throws
     * ends the session. Going on means that what was sent before is not in this array.
     *
     * @param why one line: what tells so
     */
    default void replaced(String why) {}

    /** Keeps nothing. */
    static CommandJournal none() {
        return new CommandJournal() {
            @Override
            public void intent(long commandId, ArrayCommand command) {}

            @Override
            public void receipt(long commandId, ArrayCommand command, Receipt receipt) {}
        };
    }
}
