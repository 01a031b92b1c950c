package org.limbench.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.RowBound;
import org.limbench.assessment.Segment;
import org.limbench.device.EnergyAccount;
import org.limbench.energy.EnergyMeasurement;

/**
 * One row of the ledger. Nothing in it depends on link, wall time or retries.
 *
 * @param arm it belongs to
 * @param row number within the arm, from 0, in the order of receipts
 * @param kind of row
 * @param segment of the arm it lies in; null before the first begins
 * @param deviceSeconds device time at the end of the command, s
 * @param temperatureKelvin bath temperature the device reports, K
 * @param cells cells addressed
 * @param pulses pulses fired at selected cells
 * @param jumps level changes made; -1 where the device cannot know
 * @param commandedL1 sum over cells of the magnitude of the change asked for, S; null for rows without pulses
 * @param readbackL1 sum over cells of the magnitude of the change between the last read of this tile before the command
 *     and the first after it, S; on the last of several commands between two reads; null where not read back
 * @param energy of the command, by account
 * @param bounds that can be said of this row alone
 * @param weightsDigest first 16 hex digits of the SHA-256 over the codes read (each 4 octets, big-endian); on the read and
 *     on the command it reads back; null elsewhere
 */
record LedgerRow(
        String arm,
        long row,
        RowKind kind,
        @Nullable Segment segment,
        double deviceSeconds,
        double temperatureKelvin,
        int cells,
        long pulses,
        long jumps,
        @Nullable Double commandedL1,
        @Nullable Double readbackL1,
        EnergyMeasurement energy,
        List<RowBound> bounds,
        @Nullable String weightsDigest) {
    double joules(EnergyAccount account) {
        return energy.joules(account);
    }
}
