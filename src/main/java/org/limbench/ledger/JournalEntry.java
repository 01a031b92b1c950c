package org.limbench.ledger;

import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;

/** One thing that happened in a run, in the order it happened. {@code wallNanos} counts from the opening of the file. */
public sealed interface JournalEntry {
    /** The run began: always the first entry. */
    record Opened(RunHeader header) implements JournalEntry {}

    /** A killed run goes on; intents without a receipt before this are settled by what follows. */
    record Resumed() implements JournalEntry {}

    /** A device answered the hello. */
    record SessionOpened(String address, long bootId, long session) implements JournalEntry {}

    /**
     * An arm began.
     *
     * @param fromPowerOn whether every cell is in the device's power-on population
     */
    record ArmStarted(String arm, boolean fromPowerOn) implements JournalEntry {}

    /** The arm's updates of these cells are transfers from a fast array, not gradients. */
    record TransferTarget(Tile slow) implements JournalEntry {}

    /** A segment of the arm began; what its pulses depend on, by statement of whoever chose them. */
    record SegmentStarted(Segment segment, Knowledge knowledge) implements JournalEntry {}

    /** A command is about to be sent. */
    record Intent(long commandId, ArrayCommand command, long wallNanos) implements JournalEntry {}

    /** A command was answered. */
    record Answered(long commandId, ArrayCommand command, Receipt receipt, long wallNanos) implements JournalEntry {}

    /** A figure of the arm, such as its accuracy. */
    record Metric(String name, double value) implements JournalEntry {}

    /** Energy the device's registers hold that no receipt tells of. */
    record Unaccounted(MeterWindow window, double temperatureKelvin) implements JournalEntry {}

    /** What the link has carried so far. */
    record Link(LinkCounters counters) implements JournalEntry {}

    /** The run came to its end. */
    record Finished() implements JournalEntry {}
}
