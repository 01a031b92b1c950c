package org.limbench.bench;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.driver.CommandJournal;
import org.limbench.driver.DeviceIdentity;
import org.limbench.ledger.RunLedger;

/**
 * Books every command of the sessions at an address, once, and every session; commands not as long as a rebuilt device is
 * driven through the journal.
 */
final class BookedJournal implements CommandJournal {
    private final String address;
    private @Nullable RunLedger ledger;
    private BooleanSupplier muted = () -> false;

    BookedJournal(String address) {
        this.address = address;
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
}
