package org.limbench.emulator;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.Result;
import org.limbench.protocol.WireLimits;

/** The last results of state-changing commands, for duplicates and queries. Lost with the power. Single-threaded. */
final class ResultCache {
    private final Map<Long, Result> kept = new LinkedHashMap<>();
    private long lastUpdateId;

    /** Largest id taken since boot, 0 for none. */
    long lastUpdateId() {
        return lastUpdateId;
    }

    void keep(Result result) {
        kept.put(result.commandId(), result);
        lastUpdateId = Math.max(lastUpdateId, result.commandId());
        if (kept.size() > WireLimits.KEPT_RESULTS) {
            Iterator<Long> oldest = kept.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * What is known of an id.
     *
     * @param now registers as they stand, for an id taken but no longer kept
     * @return the kept result, DUPLICATE where it was applied; INDETERMINATE where it is no longer kept; null for an id
     *     not taken since boot
     */
    @Nullable
    Result known(long id, Receipt now) {
        if (id > lastUpdateId) {
            return null;
        }
        Result result = kept.get(id);
        if (result == null) {
            return new Result(id, withStatus(now, ReceiptStatus.INDETERMINATE), "no longer kept");
        }
        return result.receipt().status() == ReceiptStatus.APPLIED
                ? new Result(id, withStatus(result.receipt(), ReceiptStatus.DUPLICATE), result.detail())
                : result;
    }

    private static Receipt withStatus(Receipt receipt, ReceiptStatus status) {
        MeterWindow window = receipt.window();
        return new Receipt(
                status,
                window,
                receipt.temperatureKelvin(),
                receipt.cells(),
                receipt.pulses(),
                receipt.jumps(),
                receipt.readout());
    }
}
