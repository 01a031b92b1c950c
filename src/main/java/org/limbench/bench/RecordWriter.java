package org.limbench.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.driver.DeviceSession;
import org.limbench.ledger.ArmTotals;
import org.limbench.ledger.LinkCounters;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunRecord;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.Approach;
import org.limbench.training.ArmOutcome;
import org.limbench.training.BarriersKt;
import org.limbench.training.TrainingOutcome;
import org.limbench.training.TrainingPlan;

/** Puts what the training loop found and what the ledger summed up into one run record. */
final class RecordWriter {
    private static final String REFERENCE_ARM = "fixed";

    private final RunHeader header;
    private final RunConfiguration configuration;
    private final DeviceSession session;
    private final TrainingOutcome outcome;
    private final Map<String, ArmTotals> totals = new LinkedHashMap<>();

    RecordWriter(
            RunHeader header,
            RunConfiguration configuration,
            DeviceSession session,
            TrainingOutcome outcome,
            List<ArmTotals> arms) {
        this.header = header;
        this.configuration = configuration;
        this.session = session;
        this.outcome = outcome;
        arms.forEach(arm -> totals.put(arm.name(), arm));
    }

    RunRecord record(LinkCounters link, double seconds) {
        Datasheet datasheet = session.datasheet();
        List<RunRecord.Arm> arms = new ArrayList<>();
        for (ArmOutcome arm : outcome.arms()) {
            arms.add(arm(arm, arms.isEmpty() ? link.duplicatesSuppressed() : 0));
        }
        ArmTotals first = totals(outcome.arms().get(0));
        boolean inProcess = DeviceAddress.parse(configuration.device()) instanceof DeviceAddress.Emulated;
        return new RunRecord(
                RunRecord.FORMAT,
                header.runId(),
                header.version(),
                header.seed(),
                datasheet.temperatureKelvin(),
                new RunRecord.Device(
                        configuration.device(),
                        new RunRecord.Profile(datasheet.device(), datasheet.profileSha256()),
                        datasheet.firmware(),
                        session.identity().bootIdHex(),
                        inProcess ? configuration.deviceSeed() : null),
                new RunRecord.Task(
                        configuration.task(),
                        outcome.score().label(),
                        outcome.score().lowerIsBetter()),
                schedule(configuration),
                arms,
                first.recordEnergy(datasheet.emulated()),
                first.bounds(),
                new RunRecord.LinkSummary(
                        link.framesSent() + link.framesReceived(),
                        link.retransmissions(),
                        link.corruptFrames(),
                        seconds > 0 ? link.payloadBytes() / seconds : 0),
                new RunRecord.Wall(seconds, lastDeviceSeconds()),
                null);
    }

    private static RunRecord.Schedule schedule(RunConfiguration configuration) {
        AnnealingPlan annealing = configuration.annealing();
        if (annealing != null) {
            return new RunRecord.Schedule(annealing.cooling().rule().label(), "annealing", null);
        }
        TrainingPlan plan = configuration.plan();
        return new RunRecord.Schedule(
                plan.learningRate().rule().label(),
                plan.approach().label(),
                plan.approach() == Approach.FIXED_TILT ? plan.tiltKt() : null);
    }

    private double lastDeviceSeconds() {
        double last = 0;
        for (ArmTotals arm : totals.values()) {
            last = Math.max(last, arm.deviceSeconds());
        }
        return last;
    }

    private ArmTotals totals(ArmOutcome arm) {
        ArmTotals found = totals.get(arm.arm().name());
        if (found == null) {
            throw new IllegalStateException("the ledger has no arm " + arm.arm().name());
        }
        return found;
    }

    /** The link cannot tell arms apart, so what it suppressed is counted with the first. */
    private RunRecord.Arm arm(ArmOutcome outcomeOfArm, long duplicates) {
        ArmTotals sums = totals(outcomeOfArm);
        RunRecord.Updates updates = sums.updates();
        return new RunRecord.Arm(
                sums.name(),
                outcomeOfArm.metrics(),
                barriers(outcomeOfArm.barriers()),
                new RunRecord.Updates(
                        updates.commanded(),
                        updates.applied(),
                        duplicates,
                        updates.indeterminate(),
                        updates.pulses(),
                        updates.jumps()),
                sums.perUpdate(),
                relative(sums),
                sums.recordEnergy(session.datasheet().emulated()),
                sums.bounds(),
                outcomeOfArm.retention().stream()
                        .map(point -> new RunRecord.RetentionPoint(point.seconds(), point.score()))
                        .toList(),
                null);
    }

    private static RunRecord.@Nullable BarriersKt barriers(@Nullable BarriersKt kt) {
        return kt == null
                ? null
                : new RunRecord.BarriersKt(List.of(kt.firstWrite(), kt.lastWrite()), kt.hold(), kt.retention());
    }

    private RunRecord.@Nullable Relative relative(ArmTotals arm) {
        ArmTotals fixed = totals.get(REFERENCE_ARM);
        if (fixed == null
                || !(arm.perUpdate().coreJoules() > 0)
                || !(arm.perUpdate().allInJoules() > 0)
                || Double.isNaN(fixed.perUpdate().coreJoules())
                || Double.isNaN(fixed.perUpdate().allInJoules())) {
            return null;
        }
        return new RunRecord.Relative(
                fixed.perUpdate().coreJoules() / arm.perUpdate().coreJoules(),
                fixed.perUpdate().allInJoules() / arm.perUpdate().allInJoules());
    }
}
