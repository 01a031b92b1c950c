package org.limbench.driver;

import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.Receipt;

/**
 * An array as a host sees it. Commands are carried out in order, each state-changing one exactly once while the device
 * stays powered.
 *
 * <p>Single-threaded.
 */
public interface ArrayDriver extends AutoCloseable {
    /** What the host may know. */
    Datasheet datasheet();

    /** Who answered: boot, session. */
    DeviceIdentity identity();

    /**
     * Carries out commands, pipelined as far as the device's credits allow.
     *
     * @return one receipt per command, in order; {@code INDETERMINATE} where a device restart left it undecidable
     * @throws DeviceRefusedException when the device says no
     * @throws DeviceRestartedException when the device lost power on the way; says what is applied and what is not known
     * @throws LinkLostException when the link is gone for good
     * @throws ReplyTimeoutException when the device does not answer in time
     */
    List<Receipt> execute(List<? extends ArrayCommand> commands);

    /** Carries out one command. */
    default Receipt execute(ArrayCommand command) {
        return execute(List.of(command)).get(0);
    }

    /**
     * Has an emulated device begin anew, as if taken out of the box again: cells and meter drawn anew, device time 0.
     *
     * @param life keys what is drawn, together with the device's own seed; empty for that seed alone
     * @return false when the device cannot, as silicon cannot: it is as it was then
     */
    default boolean powerOn(String life) {
        return false;
    }

    /** What the link has carried so far. */
    LinkStatistics statistics();

    /** Says goodbye and closes the link; idempotent. */
    @Override
    void close();
}
