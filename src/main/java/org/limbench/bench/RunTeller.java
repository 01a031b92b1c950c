package org.limbench.bench;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.Readout;
import org.limbench.device.Tile;
import org.limbench.ledger.RunLedger;
import org.limbench.ledger.RunRecord;
import org.limbench.training.ArmOutcome;
import org.limbench.training.ArmPlan;
import org.limbench.training.BarriersKt;
import org.limbench.training.RetentionPoint;
import org.limbench.training.RunListener;
import org.limbench.training.UpdateStep;
import org.limbench.training.WriteRule;

/** Tells the ledger what the training loop is doing, and passes everything on to whoever watches. */
final class RunTeller implements RunListener {
    private final RunLedger ledger;
    private final RunListener watcher;
    private final BooleanSupplier behind;
    private String arm = "";
    private boolean late;
    private boolean fromPowerOn;
    /** Whether the arm's reset is steered by reads: that of a device without a barrier. */
    private boolean resetReads;

    /** @param behind whether the array has come further than the run that is told */
    RunTeller(RunLedger ledger, RunListener watcher, BooleanSupplier behind) {
        this.ledger = ledger;
        this.watcher = watcher;
        this.behind = behind;
    }

    /** Whether the next arm starts from power-on. */
    void nextArmFromPowerOn(boolean fresh) {
        fromPowerOn = fresh;
    }

    @Override
    public void armStarted(ArmPlan arm) {
        ledger.armStarted(arm.name(), fromPowerOn);
        this.arm = arm.name();
        late = false;
        resetReads = arm.write() == WriteRule.STOCHASTIC_PULSES;
        watcher.armStarted(arm);
        if (!fromPowerOn) {
            watcher.note("starts from where the array was left, not from power-on");
        }
    }

    @Override
    public void transfersInto(Tile slow) {
        ledger.transfersInto(slow);
        watcher.transfersInto(slow);
    }

    @Override
    public void segmentStarted(org.limbench.training.Segment segment) {
        switch (segment) {
            case RESET ->
                ledger.segmentStarted(Segment.RESET, resetReads ? Knowledge.READS_INSIDE : Knowledge.TARGET_ONLY);
            case TRAIN -> ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
            case CONSOLIDATE -> ledger.segmentStarted(Segment.CONSOLIDATION, Knowledge.TARGET_ONLY);
            case EVALUATE -> ledger.segmentStarted(Segment.EVALUATION, Knowledge.TARGET_ONLY);
            case AGE -> ledger.segmentStarted(Segment.AGEING, Knowledge.TARGET_ONLY);
        }
        watcher.segmentStarted(segment);
    }

    @Override
    public void metric(String name, double value) {
        if (!late && behind.getAsBoolean()) {
            late = true;
            String text = "arm " + arm + ": " + name
                    + " and what follows it were read from the array as it was later: commands the journal lost had gone on";
            ledger.doubt(text);
            watcher.note(text);
        }
        ledger.metric(name, value);
        watcher.metric(name, value);
    }

    @Override
    public void resetDone(Readout before, Readout after) {
        watcher.resetDone(before, after);
    }

    @Override
    public void updateDone(UpdateStep step) {
        watcher.updateDone(step);
    }

    @Override
    public void retention(RetentionPoint point) {
        watcher.retention(point);
    }

    @Override
    public void progress(long done, long total) {
        watcher.progress(done, total);
    }

    @Override
    public void note(String line) {
        watcher.note(line);
    }

    @Override
    public void lost(String line) {
        watcher.lost(line);
    }

    @Override
    public void back(String line) {
        watcher.back(line);
    }

    @Override
    public void waiting() {
        watcher.waiting();
    }

    @Override
    public void armFinished(ArmOutcome outcome) {
        ledger.armEnded(
                outcome.arm().name(),
                barriers(outcome.barriers()),
                outcome.retention().stream()
                        .map(point -> new RunRecord.RetentionPoint(point.seconds(), point.score()))
                        .toList());
        watcher.armFinished(outcome);
    }

    private static RunRecord.@Nullable BarriersKt barriers(@Nullable BarriersKt kt) {
        return kt == null
                ? null
                : new RunRecord.BarriersKt(List.of(kt.firstWrite(), kt.lastWrite()), kt.hold(), kt.retention());
    }
}
