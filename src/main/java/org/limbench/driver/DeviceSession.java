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

    /**
     * The result of a command of an earlier process of this host, known by its id alone.
     *
     * @return the kept receipt, its status DUPLICATE where the command was applied; null where the device keeps none
     */
    default @Nullable Receipt kept(long commandId) {
        return null;
    }

    /**
     * What a command takes.
     *
     * @param ids command ids, one for each block it is cut into
     * @param cells it addresses
     */
    record Footprint(int ids, int cells) {}

    /** What a command takes on this device. */
    default Footprint footprint(ArrayCommand command) {
        return new Footprint(1, Blocks.cells(command, datasheet()));
    }

    /** Whether the meter's registers are the device's own and outlive this session. */
    default boolean keepsRegisters() {
        return true;
    }

    /** Digest of the file that tells which line of a station is which of the chip, hex; null where there is no such file. */
    default @Nullable String wiringSha256() {
        return null;
    }

    /** Length of that file, bytes; 0 where there is no such file. */
    default long wiringBytes() {
        return 0;
    }

    /** What a reader of this device's results must know, one line each. */
    default List<String> notes() {
        return List.of();
    }
}
