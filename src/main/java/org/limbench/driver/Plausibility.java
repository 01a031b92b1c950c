package org.limbench.driver;

import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.ReadConverter;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.protocol.TileChunk;

/**
 * What a device may not say: time that runs backwards, codes its converter does not have. Per boot. Registers that run backwards
 * are the meter's failure and nobody else's: what they do not tell was not measured, and the run goes on.
 */
final class Plausibility {
    private final String address;
    private @Nullable MeterLatch lastLatch;
    private double lastSeconds;
    /** Whether the meter was found to have begun anew and no receipt has said so yet. */
    private boolean fell;

    Plausibility(String address) {
        this.address = address;
    }

    /** A latch of the same boot, later than all before; {@code seconds} is its device time, or NaN if not told. */
    void latch(MeterLatch latch, double seconds) {
        fell |= lastLatch != null && !lastLatch.canReach(latch);
        if (seconds < lastSeconds) {
            throw implausible("device time went from " + lastSeconds + " s to " + seconds + " s");
        }
        lastLatch = latch;
        lastSeconds = Double.isNaN(seconds) ? lastSeconds : seconds;
    }

    /**
     * The receipt of a command just carried out: it begins no earlier than the last one ended. Returns what of it is to be
     * believed: nothing of the meter's, where a register stands behind where it stood.
     */
    Receipt receipt(Receipt receipt) {
        MeterWindow window = receipt.window();
        latch(window.start(), window.startSeconds());
        latch(window.end(), window.endSeconds());
        boolean blind = fell;
        fell = false;
        return blind ? receipt.with(window.begunAnew()) : receipt;
    }

    /** A kept receipt, told again: it may lie before what has been heard since. Returns as {@link #receipt}. */
    Receipt keptReceipt(Receipt receipt) {
        MeterWindow window = receipt.window();
        if (lastLatch == null || lastLatch.canReach(window.end())) {
            lastLatch = window.end();
            lastSeconds = Math.max(lastSeconds, window.endSeconds());
        }
        return window.start().canReach(window.end()) ? receipt : receipt.with(window.begunAnew());
    }

    /** Why an emulated device is not the one last heard of; null if nothing tells so. */
    @Nullable
    String begunAnew(MeterLatch now, double seconds) {
        return lastLatch == null ? null : BegunAnew.reason(lastLatch, lastSeconds, now, seconds);
    }

    /** The window since the last reading, for energy that no receipt accounts for; the reading is the last from now on. */
    MeterWindow since(MeterLatch now, double seconds) {
        MeterWindow window = lastLatch == null
                ? new MeterWindow(now, now, seconds, seconds)
                : MeterWindow.since(lastLatch, lastSeconds, now, seconds);
        lastLatch = now;
        lastSeconds = seconds;
        if (fell) {
            fell = false;
            return window.begunAnew();
        }
        return window;
    }

    /** A receipt of a command that left the array alone and that the device gave no receipt for. */
    Receipt nothingApplied(Datasheet datasheet, ReceiptStatus status) {
        MeterLatch latch = lastLatch == null ? MeterLatch.zero() : lastLatch;
        return new Receipt(
                status,
                new MeterWindow(latch, latch, lastSeconds, lastSeconds),
                datasheet.temperatureKelvin(),
                0,
                0,
                datasheet.levels() > 0 ? 0 : -1,
                null);
    }

    void chunk(TileChunk chunk, Tile asked, int filled, Datasheet datasheet) {
        if (!chunk.tile().equals(asked) || chunk.offset() != filled) {
            throw implausible("codes of " + chunk.tile() + " from cell " + chunk.offset() + " came; expected: " + asked
                    + " from cell " + filled);
        }
        ReadConverter converter = datasheet.converter();
        for (int code : chunk.codes()) {
            if (code > converter.mostCode()) {
                throw implausible("code " + code + " came from a converter of " + converter.bits() + " bits; allowed: 0"
                        + " to " + converter.mostCode());
            }
        }
    }

    ImplausibleReplyException implausible(String what) {
        return new ImplausibleReplyException(address + ": not believed: " + what);
    }
}
