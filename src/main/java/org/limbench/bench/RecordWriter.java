package org.limbench.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limbench.device.Datasheet;
import org.limbench.ledger.ArmTotals;
import org.limbench.ledger.JournalEntry;
import org.limbench.ledger.LinkCounters;
import org.limbench.ledger.Recovery;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunRecord;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.Approach;
import org.limbench.training.TrainingPlan;

/** The run record of a run that came to its end, out of its journal alone. */
final class RecordWriter {

    private final Recovery run;
    private final RunConfiguration configuration;
    private final Map<String, ArmTotals> totals = new LinkedHashMap<>();

    RecordWriter(Recovery run) {
        this.run = run;
        this.configuration = RunConfiguration.fromJson(run.header().configuration());
        run.arms().forEach(arm -> totals.put(arm.name(), arm));
    }

    RunRecord record() {
        RunHeader header = run.header();
        Datasheet datasheet = header.datasheet();
        LinkCounters link = run.told().link();
        double seconds = run.told().wallSeconds();
        List<RunRecord.Arm> arms = new ArrayList<>();
        for (ArmTotals arm : run.arms()) {
            arms.add(arm(arm, arms.isEmpty() ? link.duplicatesSuppressed() : 0));
        }
        if (arms.isEmpty()) {
            throw new RunDirectoryException(
                    "the journal of run " + header.runId() + " holds no arm, so there is no record");
        }
        ArmTotals first = run.arms().get(0);
        return new RunRecord(
                RunRecord.FORMAT,
                header.runId(),
                header.version(),
                header.seed(),
                datasheet.temperatureKelvin(),
                device(datasheet),
                task(),
                schedule(configuration),
                LessThanFixed.of(arms, task(), configuration.inputs()),
                first.recordEnergy(datasheet.emulated()),
                first.bounds(),
                new RunRecord.LinkSummary(
                        link.framesSent() + link.framesReceived(),
                        link.retransmissions(),
                        link.corruptFrames(),
                        seconds > 0 ? link.payloadBytes() / seconds : 0),
                new RunRecord.Wall(seconds, lastDeviceSeconds()),
                null,
                configuration.inputs(),
                run.told().doubts());
    }

    private RunRecord.Device device(Datasheet datasheet) {
        boolean inProcess = DeviceAddress.parse(configuration.device()) instanceof DeviceAddress.Emulated;
        List<JournalEntry.SessionOpened> sessions = run.told().sessions();
        return new RunRecord.Device(
                configuration.device(),
                new RunRecord.Profile(datasheet.device(), datasheet.profileSha256()),
                datasheet.firmware(),
                sessions.isEmpty() ? "" : sessions.get(sessions.size() - 1).bootIdHex(),
                inProcess ? configuration.deviceSeed() : null,
                sessions.stream()
                        .map(JournalEntry.SessionOpened::bootIdHex)
                        .distinct()
                        .toList(),
                run.told().replaced() ? true : null);
    }

    private RunRecord.Task task() {
        JournalEntry.Scored score = run.told().score();
        return score == null
                ? new RunRecord.Task(configuration.task())
                : new RunRecord.Task(configuration.task(), score.label(), score.lowerIsBetter());
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

    /** The link cannot tell arms apart, so what it suppressed is counted with the first. */
    private RunRecord.Arm arm(ArmTotals sums, long duplicates) {
        RunRecord.Updates updates = sums.updates();
        JournalEntry.ArmEnded ended = run.told().ended().get(sums.name());
        return new RunRecord.Arm(
                sums.name(),
                sums.metrics(),
                ended == null ? null : ended.barriersKt(),
                new RunRecord.Updates(
                        updates.commanded(),
                        updates.applied(),
                        duplicates,
                        updates.indeterminate(),
                        updates.pulses(),
                        updates.jumps(),
                        updates.unaccounted()),
                sums.perUpdate(),
                null,
                sums.recordEnergy(run.header().datasheet().emulated()),
                sums.bounds(),
                ended == null ? null : ended.retention(),
                null);
    }
}
