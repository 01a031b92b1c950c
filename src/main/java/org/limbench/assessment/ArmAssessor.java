package org.limbench.assessment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.energy.EnergyMeasurement;

/**
 * Bounds on the segments of one arm, told of every command in order. Single-threaded; one per arm.
 *
 * <p>Reset: B1, B2, B3. Training: B1, B4, B5, M1, M2. Consolidation: B1. Evaluation and ageing fire no pulses; none is said of
 * them.
 */
public final class ArmAssessor {
    private final Datasheet datasheet;
    private final long seed;
    private final SharedHistory history;
    private final List<BoundResult> results = new ArrayList<>();
    private @Nullable Readout lastReadout;
    private @Nullable SegmentTrace open;
    private @Nullable String spoilt;

    /**
     * @param seed of the bootstrap
     * @param fromPowerOn whether every cell is now in the device's power-on population
     */
    public ArmAssessor(Datasheet datasheet, long seed, boolean fromPowerOn) {
        this.datasheet = datasheet;
        this.seed = seed;
        this.history = new SharedHistory(fromPowerOn);
    }

    /** Begins a segment, ending the one before. */
    public void begin(Segment segment, Knowledge knowledge) {
        close();
        open = new SegmentTrace(datasheet, seed + results.size(), segment, knowledge, history, lastReadout);
    }

    /**
     * Takes a command that was answered.
     *
     * @param pulses of the command; null where it fires none
     * @return net steps read back in the commanded direction of the one update since the last read of this tile; null
     *     where this was no read, or more or less than one update lies between
     */
    public @Nullable Double observe(
            ArrayCommand command, @Nullable CommandedPulses pulses, Receipt receipt, EnergyMeasurement energy) {
        Double steps = open == null ? null : open.observe(command, pulses, receipt, energy);
        ReceiptStatus status = receipt.status();
        if (status.accountedFor()) {
            history.observe(command, pulses);
        } else if (command.changesState()
                && (status == ReceiptStatus.INDETERMINATE || status == ReceiptStatus.UNACCOUNTED)) {
            history.lose();
        }
        if (receipt.readout() != null) {
            lastReadout = receipt.readout();
        }
        return steps;
    }

    /** Commands came that nobody knows any more: what was read before them says nothing of what is read after them. */
    public void lost() {
        history.lose();
        lastReadout = null;
        if (open != null) {
            open.lost();
        }
    }

    /** From here on it is another array: no bound is said of the segment that spans both. */
    public void replaced(String why) {
        lost();
        spoilt = why;
    }

    /** Ends the open segment and gives the bounds on all segments so far, in order. */
    public List<BoundResult> finish() {
        close();
        return List.copyOf(results);
    }

    private void close() {
        if (open != null) {
            String because = spoilt;
            for (BoundResult result : open.finish()) {
                results.add(because == null ? result : result.withheld("the trace spans two devices: " + because));
            }
            open = null;
            spoilt = null;
        }
    }
}
