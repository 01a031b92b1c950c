package org.limbench.bench;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.driver.CommandJournal;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.WrongDeviceException;
import org.limbench.ledger.RunLedger;

/**
 * Books every command of the sessions at an address, once, and every session; commands not as long as a rebuilt device is
 * driven through the journal.
 */
final class BookedJournal implements CommandJournal {
    private final String address;
    private final boolean acceptsDevice;
    private final Consumer<String> notes;
    private @Nullable RunLedger ledger;
    private BooleanSupplier muted = () -> false;

    /** Refuses another device. */
    BookedJournal(String address) {
        this(address, false, note -> {});
    }

    /** @param acceptsDevice whether the run goes on with another device than it was begun with, and its record says so */
    BookedJournal(String address, boolean acceptsDevice, Consumer<String> notes) {
        this.address = address;
        this.acceptsDevice = acceptsDevice;
        this.notes = notes;
    }

    /** From now on; {@code open} is the session that is open already. */
    void bookIn(RunLedger books, DeviceIdentity open) {
        ledger = books;
        opened(open);
    }

    void muteWhile(BooleanSupplier condition) {
        muted = condition;
    }

    @Override
    public void opened(DeviceIdentity identity) {
        if (ledger != null) {
            ledger.session(address, identity.bootId(), identity.session());
        }
    }

    @Override
    public void intent(long commandId, ArrayCommand command) {
        if (ledger != null && !muted.getAsBoolean()) {
            ledger.intent(commandId, command);
        }
    }

    @Override
    public void receipt(long commandId, ArrayCommand command, Receipt receipt) {
        if (ledger != null && !muted.getAsBoolean()) {
            ledger.receipt(commandId, command, receipt);
        }
    }

    @Override
    public void unaccounted(MeterWindow window, double temperatureKelvin) {
        if (ledger != null && !muted.getAsBoolean()) {
            ledger.unaccounted(window, temperatureKelvin);
        }
    }

    /** Refuses another device, or books that there is one. */
    @Override
    public void replaced(String why) {
        if (!acceptsDevice) {
            throw new WrongDeviceException(
                    why + "; --accept-device goes on with it all the same, and the run's record says so");
        }
        notes.accept(why);
        if (ledger != null) {
            ledger.replaced(why);
        }
    }
}
