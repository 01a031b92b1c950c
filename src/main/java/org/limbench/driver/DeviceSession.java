package org.limbench.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterLatch;
import org.limbench.device.Receipt;

/**
 * A driver that also answers what a bench asks of the device itself: a {@link Session} over limbench's own wire, or a station
 * with a dialect of its own. Single-threaded.
 */
public interface DeviceSession extends ArrayDriver {
    /** The meter's registers now. */
    MeterLatch meter();

    /** Uptime and device time now. */
    DeviceTime time();

    /**
     * What became of a command of an earlier process of this host, found in its journal without a receipt.
     *
     * @param commandId as journaled
     * @param command as journaled
     * @param bootId of the device it was sent to, as journaled
     * @return the kept receipt, its status DUPLICATE where the command was applied; INDETERMINATE where that cannot be told;
     *     null where the device has not seen it since it booted, so that, <em>if the boot id of {@link #identity()} is now
     *     still {@code bootId}</em>, it may be executed; under another boot null proves nothing
     */
    @Nullable
    Receipt query(long commandId, ArrayCommand command, long bootId);

    /** As {@link #query(long, ArrayCommand, long)}, of a command sent to the boot that answers now. */
    default @Nullable Receipt query(long commandId, ArrayCommand command) {
        return query(commandId, command, identity().bootId());
    }

    /** Whether the meter's registers are the device's own and outlive this session. */
    default boolean keepsRegisters() {
        return true;
    }

    /** What a reader of this device's results must know, one line each. */
    default List<String> notes() {
        return List.of();
    }
}
