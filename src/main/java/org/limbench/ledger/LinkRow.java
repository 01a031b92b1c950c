package org.limbench.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One row of {@code link.parquet}: what depends on the link and the wall, and so is kept out of the ledger.
 *
 * @param event session, command, statistics or resumed
 * @param arm and {@code row} of the ledger, for a command that has one
 * @param commandId of the session (the update id of commands that change the array)
 * @param status the device's answer
 * @param sentSeconds and {@code answeredSeconds} on the wall since the journal was opened, s
 */
record LinkRow(
        String event,
        @Nullable String arm,
        @Nullable Long row,
        @Nullable String address,
        @Nullable String bootId,
        @Nullable String session,
        @Nullable Long commandId,
        @Nullable String status,
        @Nullable Double sentSeconds,
        @Nullable Double answeredSeconds,
        @Nullable LinkCounters counters) {}
