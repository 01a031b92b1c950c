package org.limbench.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.driver.DeviceSession;
import org.limbench.ledger.ArmTotals;
import org.limbench.ledger.LinkCounters;
import org.limbench.ledger.RecordedArm;
import org.limbench.ledger.ReplayRecord;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunRecord;
import org.limbench.training.Approach;
import org.limbench.training.TrainingPlan;

/**
 * The repeats of a replay as one run record, means with standard errors, and as the record that sets them beside the
 * recorded arm.
 *
 * @param header of the replay
 * @param recorded the arm replayed
 * @param original how it was run
 * @param session with the first device
 * @param totals one per repeat
 * @param bounds on the whole blind run
 * @param seconds it took on the wall
 */
record ReplaySummary(
        RunHeader header,
        RecordedArm recorded,
        RunConfiguration original,
        DeviceSession session,
        List<ArmTotals> totals,
        List<BoundResult> bounds,
        double seconds) {
    private static final String SUFFIX = "-replay";

    /** Name of a repeat in the ledger. */
    static String armOf(String arm, int repeat) {
        return String.format(Locale.ROOT, "%s%s-%03d", arm, SUFFIX, repeat + 1);
    }

    static ReplayRecord.Cost plus(ReplayRecord.Cost a, ReplayRecord.Cost b) {
        return new ReplayRecord.Cost(
                a.cellHeatJoules() + b.cellHeatJoules(),
                a.allInJoules() + b.allInJoules(),
                a.notMeasured() + b.notMeasured());
    }

    /** As {@code run.json} carries any run. */
    RunRecord runRecord(LinkCounters link) {
        RunRecord mean = SeedSummary.of(
                header.runId(), totals.stream().map(arm -> one(arm, link)).toList());
        return new RunRecord(
                mean.format(),
                mean.runId(),
                mean.version(),
                mean.seed(),
                mean.temperatureKelvin(),
                mean.device(),
                mean.task(),
                mean.schedule(),
                mean.arms(),
                mean.energy(),
                mean.bounds(),
                summary(link),
                new RunRecord.Wall(seconds, mean.wall().emulatedSeconds()),
                null);
    }

    private RunRecord.LinkSummary summary(LinkCounters link) {
        return new RunRecord.LinkSummary(
                link.framesSent() + link.framesReceived(),
                link.retransmissions(),
                link.corruptFrames(),
                seconds > 0 ? link.payloadBytes() / seconds : 0);
    }

    private RunRecord one(ArmTotals arm, LinkCounters link) {
        Datasheet datasheet = session.datasheet();
        TrainingPlan plan = original.plan();
        RunRecord.Energy energy = arm.recordEnergy(datasheet.emulated());
        RunRecord.Arm only = new RunRecord.Arm(
                recorded.name() + SUFFIX,
                arm.metrics(),
                null,
                arm.updates(),
                arm.perUpdate(),
                null,
                energy,
                bounds,
                null,
                null);
        return new RunRecord(
                RunRecord.FORMAT,
                header.runId(),
                header.version(),
                header.seed(),
                datasheet.temperatureKelvin(),
                device(null),
                new RunRecord.Task(original.task()),
                new RunRecord.Schedule(
                        plan.learningRate().rule().label(),
                        plan.approach().label(),
                        plan.approach() == Approach.FIXED_TILT ? plan.tiltKt() : null),
                List.of(only),
                energy,
                bounds,
                summary(link),
                new RunRecord.Wall(seconds, arm.deviceSeconds()),
                null);
    }

    private RunRecord.Device device(@Nullable String address) {
        Datasheet datasheet = session.datasheet();
        return new RunRecord.Device(
                address == null ? original.device() : address,
                new RunRecord.Profile(datasheet.device(), datasheet.profileSha256()),
                datasheet.firmware(),
                session.identity().bootIdHex(),
                null);
    }

    /**
     * Beside the recorded arm.
     *
     * @param costs of every repeat, segment by segment
     * @param scoreName null where the weights were not scored
     */
    ReplayRecord replayRecord(
            String address,
            List<Map<Segment, ReplayRecord.Cost>> costs,
            @Nullable String scoreName,
            List<Double> scores) {
        long updates = recorded.commands().stream()
                .filter(ArrayUpdate.class::isInstance)
                .count();
        return new ReplayRecord(
                ReplayRecord.FORMAT,
                header.runId(),
                header.version(),
                header.seed(),
                new ReplayRecord.Original(
                        recorded.header().runId(), recorded.name(), original.task(), updates, recorded.indeterminate()),
                totals.size(),
                device(address),
                session.datasheet().temperatureKelvin(),
                segments(costs),
                score(scoreName, scores),
                bounds,
                seconds);
    }

    private List<ReplayRecord.SegmentEnergy> segments(List<Map<Segment, ReplayRecord.Cost>> costs) {
        Map<Segment, ReplayRecord.Cost> then = new LinkedHashMap<>();
        recorded.parts()
                .forEach(part -> then.merge(part.segment(), SegmentCost.of(part.energy()), ReplaySummary::plus));
        List<ReplayRecord.SegmentEnergy> segments = new ArrayList<>();
        then.forEach((segment, cost) -> segments.add(beside(
                segment, cost, costs.stream().map(repeat -> repeat.get(segment)).toList())));
        segments.add(beside(
                Segment.RUN,
                then.values().stream().reduce(ReplaySummary::plus).orElseThrow(),
                costs.stream()
                        .map(repeat -> repeat.values().stream()
                                .reduce(ReplaySummary::plus)
                                .orElseThrow())
                        .toList()));
        return segments;
    }

    private static ReplayRecord.SegmentEnergy beside(
            Segment segment, ReplayRecord.Cost then, List<ReplayRecord.Cost> now) {
        double[] heats =
                now.stream().mapToDouble(ReplayRecord.Cost::cellHeatJoules).toArray();
        double[] all = now.stream().mapToDouble(ReplayRecord.Cost::allInJoules).toArray();
        long notMeasured =
                now.stream().mapToLong(ReplayRecord.Cost::notMeasured).sum();
        return new ReplayRecord.SegmentEnergy(
                segment, then, new ReplayRecord.Cost(mean(heats), mean(all), notMeasured), standardError(heats));
    }

    private ReplayRecord.@Nullable Score score(@Nullable String name, List<Double> scores) {
        if (name == null || scores.size() < 2) {
            return null;
        }
        double[] values = scores.stream().mapToDouble(Double::doubleValue).toArray();
        return new ReplayRecord.Score(
                name, recorded.metrics().get(name + "Trained"), mean(values), standardError(values));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
