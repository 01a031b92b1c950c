package org.limbench.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;

/** Collects what becomes an {@link ArmOutcome}, and tells the listener as it goes. */
final class ArmRecord {
    private final ArmPlan arm;
    private final RunListener listener;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final List<RetentionPoint> retention = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long commanded;
    private long applied;
    private long expired;
    private long indeterminate;
    private long pulses;
    private long jumps;
    private long clamped;
    private long rowsRead;
    private long transfers;
    private long transferPulses;

    ArmRecord(ArmPlan arm, RunListener listener) {
        this.arm = arm;
        this.listener = listener;
    }

    void metric(String name, double value) {
        metrics.put(name, value);
        listener.metric(name, value);
    }

    void retention(RetentionPoint point) {
        retention.add(point);
        listener.retention(point);
    }

    void note(String line) {
        notes.add(line);
        listener.note(line);
    }

    /** Counts an update; a null receipt is one a restart took. Returns what became of it. */
    ReceiptStatus update(@Nullable Receipt receipt, boolean tiltClamped) {
        commanded++;
        clamped += tiltClamped ? 1 : 0;
        ReceiptStatus status = receipt == null ? ReceiptStatus.INDETERMINATE : receipt.status();
        switch (status) {
            case APPLIED, DUPLICATE, UNACCOUNTED -> applied++;
            case EXPIRED -> expired++;
            case INDETERMINATE -> indeterminate++;
            case REJECTED -> throw new IllegalStateException("a rejected update was counted");
        }
        if (receipt != null && status.applied()) {
            pulses += receipt.pulses();
            jumps = jumps < 0 || receipt.jumps() < 0 ? -1 : jumps + receipt.jumps();
        }
        return status;
    }

    /** Counts rows of a fast array that were read. */
    void rowsRead(int rows) {
        rowsRead += rows;
    }

    /** Counts a transfer into the slow array; a null receipt is one a restart took. */
    void transfer(@Nullable Receipt receipt) {
        if (receipt != null && receipt.status().applied()) {
            transfers++;
            transferPulses += receipt.pulses();
        }
    }

    /** Tells what was transferred so far. */
    void transferMetrics() {
        metric("transferRowsRead", (double) rowsRead);
        metric("transferUpdates", (double) transfers);
        metric("transferPulses", (double) transferPulses);
    }

    ArmOutcome outcome(@Nullable BarriersKt barriers, int restarts) {
        UpdateTally tally = new UpdateTally(commanded, applied, expired, indeterminate, pulses, jumps, clamped);
        return new ArmOutcome(arm, metrics, barriers, tally, retention, restarts, notes);
    }
}
