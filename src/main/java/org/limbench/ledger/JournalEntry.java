package org.limbench.ledger;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    record SessionOpened(String address, long bootId, long session) implements JournalEntry {
        /** The boot id as people see it. */
        public String bootIdHex() {
            return String.format("%016x", bootId);
        }
    }

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

    /**
     * An arm came to its end: what it found besides its metrics.
     *
     * @param barriersKt null for a device without a tunable barrier
     * @param retention score against age, oldest last
     */
    record ArmEnded(String arm, RunRecord.@Nullable BarriersKt barriersKt, List<RunRecord.RetentionPoint> retention)
            implements JournalEntry {
        public ArmEnded {
            retention = List.copyOf(retention);
        }
    }

    /** What the scores of the run's arms measure. */
    record Scored(String label, boolean lowerIsBetter) implements JournalEntry {}

    /** How long the process that ends the run has been at it, s on the wall. */
    record Lasted(double wallSeconds) implements JournalEntry {}

    /** A file of the run's directory that its rows do not tell, whole. Never another file: a journal may be a stranger's. */
    record Document(String name, String text) implements JournalEntry {
        public Document {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("document is \"" + name + "\"; allowed: " + NAMES);
            }
        }

        private static final Set<String> NAMES = Set.of(RunRecordFile.NAME, ReplayRecord.NAME);
    }

    /** Energy the device's registers hold that no receipt tells of. */
    record Unaccounted(MeterWindow window, double temperatureKelvin) implements JournalEntry {}

    /** The device has taken commands that this journal lost; receipts of their ids follow, as far as the run came. */
    record Lost(LostCommands commands) implements JournalEntry {}

    /** Another device answers, or one that began anew, and the run goes on with it on somebody's word. */
    record Replaced(String why) implements JournalEntry {}

    /** Something a reader of the record must know; one line. */
    record Doubt(String text) implements JournalEntry {}

    /** What the link has carried so far. */
    record Link(LinkCounters counters) implements JournalEntry {}

    /** The run came to its end. */
    record Finished() implements JournalEntry {}
}
