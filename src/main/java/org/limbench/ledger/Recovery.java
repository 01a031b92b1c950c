package org.limbench.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.limbench.device.ArrayCommand;

/**
 * What a journal gives back after a kill.
 *
 * @param header what the run was begun with
 * @param arms as far as they came
 * @param finished whether the run came to its end
 * @param tornBytes octets of a record that was not written whole
 * @param undecided commands sent and not answered, by id, oldest first
 */
public record Recovery(
        RunHeader header, List<ArmTotals> arms, boolean finished, long tornBytes, Map<Long, ArrayCommand> undecided) {
    public Recovery {
        arms = List.copyOf(arms);
        undecided = new LinkedHashMap<>(undecided);
    }

    /**
     * Makes {@code ledger.duckdb} and both Parquet files again from the journal, which is only read. Every command that
     * was answered before the kill is in them. Doing it twice gives the same.
     *
     * @throws IOException when the journal is missing or cannot be read
     * @throws JournalFormatException when it is of another layout, or holds what it cannot
     */
    public static Recovery of(Path directory) throws IOException {
        try (JournalReader reader = JournalReader.open(directory)) {
            RunHeader header = reader.header();
            try (LedgerStore store = LedgerStore.create(directory)) {
                Booking booking = new Booking(store);
                boolean finished = takeAll(reader, header, booking, entry -> {});
                List<ArmTotals> arms = booking.finish();
                store.export();
                return new Recovery(header, arms, finished, reader.tornBytes(), reader.undecided());
            }
        }
    }

    /** Books everything after the header and shows it to {@code also}; tells whether the run had finished. */
    static boolean takeAll(JournalReader reader, RunHeader header, Booking booking, Consumer<JournalEntry> also)
            throws IOException {
        booking.take(new JournalEntry.Opened(header));
        boolean finished = false;
        for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
            booking.take(entry);
            also.accept(entry);
            finished |= entry instanceof JournalEntry.Finished;
        }
        return finished;
    }
}
