package org.limbench.ledger;

import java.util.Map;
import java.util.TreeMap;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;

/**
 * Command ids a device has taken from a run whose journal lost them, as the device told of them when the run was gone on with:
 * what a power cut costs that takes the last writes to a disk along.
 *
 * @param firstId first id the journal holds no receipt of
 * @param lastId last id the device has taken, not less
 * @param since what the meter gained from the last receipt the journal holds to now; holds nothing where it holds none
 * @param kept results the device still knew, by id; some of the last 16
 */
public record LostCommands(long firstId, long lastId, MeterWindow since, Map<Long, Receipt> kept) {
    public LostCommands {
        if (firstId < 1 || lastId < firstId) {
            throw new IllegalArgumentException(
                    "ids are " + firstId + " to " + lastId + "; allowed: 1 or more, the last not before the first");
        }
        kept = new TreeMap<>(kept);
    }

    /** How many ids: reads take some, and a command cut into blocks several. */
    public long ids() {
        return lastId - firstId + 1;
    }
}
