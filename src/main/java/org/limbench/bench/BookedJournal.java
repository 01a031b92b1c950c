package org.limbench.bench;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Receipt;
import org.limbench.driver.CommandJournal;
import org.limbench.ledger.RunLedger;

/** Books every command of the session, once; silent as long as a rebuilt device is driven through the journal. */
final class BookedJournal implements CommandJournal {
    private @Nullable RunLedger ledger;
    private BooleanSupplier muted = () -> false;

    void bookIn(RunLedger books) {
        ledger = books;
    }

    void muteWhile(BooleanSupplier condition) {
        muted = condition;
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
}
