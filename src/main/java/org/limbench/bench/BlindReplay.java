package org.limbench.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.ReplayAssessor;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Datasheet;
import org.limbench.device.DriveKind;
import org.limbench.device.RandomStream;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.DeviceRestartedException;
import org.limbench.driver.DeviceSession;
import org.limbench.driver.SessionOptions;
import org.limbench.ledger.ArmTotals;
import org.limbench.ledger.LinkCounters;
import org.limbench.ledger.RecordedArm;
import org.limbench.ledger.Recovery;
import org.limbench.ledger.ReplayRecord;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunLedger;
import org.limbench.ledger.RunRecordFile;
import org.limbench.training.RunListener;
import org.limbench.training.Workload;
import org.limbench.training.WorkloadException;
import org.limbench.training.Workloads;
import org.limbench.training.ZeroPoint;
import org.limbench.transport.LinkException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the recorded commands of an arm again, pulses exactly as recorded and no read between them, so that a strict bound
 * holds for the whole run.
 *
 * <p>Each repeat: one read, the recorded commands, one read. In this process each repeat has a fresh emulated device, whose
 * cells and noise owe nothing to the recorded run; a device elsewhere is driven again and again from where it is. Books like
 * any run, one arm a repeat, in a directory of its own; the recorded run is only read. Single-threaded.
 */
public final class BlindReplay {
    /** Commands handed to the session at once. */
    private static final int CHUNK = 128;

    private final ReplayRequest request;
    private final Host host;
    private final RunListener watcher;
    private final RecordedArm recorded;
    private final RunConfiguration original;
    private final DeviceAddress address;
    private final BookedJournal journal;
    private final List<Map<Segment, ReplayRecord.Cost>> costs = new ArrayList<>();
    private final List<Double> scores = new ArrayList<>();
    private LinkCounters counters = LinkCounters.NONE;
    private long sent;

    private BlindReplay(ReplayRequest request, Host host, RunListener watcher) throws IOException {
        this.request = request;
        this.host = host;
        this.watcher = watcher;
        this.recorded = RecordedArm.read(request.run(), request.arm());
        this.original = RunConfiguration.fromJson(recorded.header().configuration());
        String device = request.device();
        this.address = DeviceAddress.parse(device != null ? device : original.device());
        this.journal = new BookedJournal(address.text());
    }

    /** What is kept in the header of the replay's own journal. */
    private record Configuration(String device, long seed, int repeats, String replayOf, String arm) {}

    /**
     * Replays an arm and writes {@code replay.json}, {@code run.json} and the ledger into a directory that holds no run yet.
     *
     * @param watcher told of progress and notes
     * @param page draws the replay's page among its files; null for none
     * @throws IllegalArgumentException in one line: when there is nothing to replay, or the device is of another shape or drive
     * @throws IOException when device, link or files fail
     */
    public static ReplayRecord run(
            ReplayRequest request,
            String runId,
            String version,
            Path directory,
            Host host,
            RunListener watcher,
            @Nullable RunPage page)
            throws IOException {
        RunLedger.requireNoRun(directory);
        return new BlindReplay(request, host, watcher).run(runId, version, directory, page);
    }

    private ReplayRecord run(String runId, String version, Path directory, @Nullable RunPage page) throws IOException {
        long started = host.nanoTime().getAsLong();
        Workload workload = workload();
        try (DeviceSession session = connect(deviceSeed(0))) {
            Datasheet datasheet = session.datasheet();
            requireSameShape(datasheet);
            String configuration = JsonMapper.shared()
                    .writeValueAsString(new Configuration(
                            address.text(),
                            request.seed(),
                            request.repeats(),
                            recorded.header().runId(),
                            recorded.name()));
            RunHeader header = new RunHeader(runId, version, request.seed(), configuration, datasheet);
            ReplayAssessor assessor =
                    new ReplayAssessor(datasheet, recorded.commands(), recorded.read(), request.seed());
            try (RunLedger ledger = RunLedger.create(directory, header, host.nanoTime())) {
                journal.bookIn(ledger, session.identity());
                repeatAll(session, ledger, assessor, workload);
                ledger.link(counters);
                double seconds = (host.nanoTime().getAsLong() - started) * 1e-9;
                List<ArmTotals> totals = Recovery.read(directory).arms();
                ReplaySummary summary =
                        new ReplaySummary(header, recorded, original, session, totals, assessor.finish(), seconds);
                ReplayRecord record = summary.replayRecord(
                        address.text(),
                        costs,
                        workload == null ? null : workload.score().label(),
                        scores);
                ledger.document(RunRecordFile.NAME, RunRecordFile.toText(summary.runRecord(counters)));
                ledger.document(ReplayRecord.NAME, record.toText());
                ledger.finish(seconds);
                new RunOutputs(ledger.lock(), page).makeAtTheEnd();
                return record;
            }
        }
    }

    /** The task that was trained; null where it is not at hand, which costs the score and nothing else. */
    private @Nullable Workload workload() {
        if (recorded.header().datasheet().driveKind() == DriveKind.VOLTAGE
                && original.plan().zero() == ZeroPoint.SYMMETRY_POINT) {
            watcher.note("the weights are not scored: each cell's zero was found by reads, and a replay makes none");
            return null;
        }
        try {
            return Workloads.named(original.task(), original.split());
        } catch (WorkloadException notAtHand) {
            watcher.note("the weights are not scored: " + notAtHand.getMessage());
            return null;
        }
    }

    private void repeatAll(DeviceSession first, RunLedger ledger, ReplayAssessor assessor, @Nullable Workload workload)
            throws LinkException {
        boolean fresh = first.datasheet().emulated() && first.time().deviceSeconds() == 0;
        for (int repeat = 0; repeat < request.repeats(); repeat++) {
            if (repeat == 0 || !inProcess()) {
                repeat(repeat, first, fresh && repeat == 0, ledger, assessor, workload);
                continue;
            }
            try (DeviceSession own = connect(deviceSeed(repeat))) {
                repeat(repeat, own, true, ledger, assessor, workload);
                counters = counters.plus(TrainingRun.counters(own.statistics()));
            }
        }
        counters = counters.plus(TrainingRun.counters(first.statistics()));
    }

    private void repeat(
            int repeat,
            DeviceSession device,
            boolean fresh,
            RunLedger ledger,
            ReplayAssessor assessor,
            @Nullable Workload workload) {
        ledger.armStarted(ReplaySummary.armOf(recorded.name(), repeat), fresh);
        assessor.begin(fresh);
        Map<Segment, ReplayRecord.Cost> cost = new LinkedHashMap<>();
        boolean begun = false;
        for (RecordedArm.Part part : recorded.parts()) {
            ledger.segmentStarted(part.segment(), Knowledge.TARGET_ONLY);
            SegmentCost sum = new SegmentCost(device.datasheet());
            if (!begun) {
                send(device, List.of(recorded.read()), assessor, sum);
                begun = true;
            }
            send(device, part.commands(), assessor, sum);
            cost.merge(part.segment(), sum.cost(), ReplaySummary::plus);
        }
        ledger.segmentStarted(Segment.EVALUATION, Knowledge.TARGET_ONLY);
        Readout after = send(device, List.of(recorded.read()), assessor, new SegmentCost(device.datasheet()));
        assessor.end();
        costs.add(cost);
        if (workload != null && after != null && LayerWeights.areIn(after, workload)) {
            scores.add(workload.score(LayerWeights.of(after, workload, device.datasheet())));
            ledger.metric(workload.score().label() + "Replayed", scores.get(scores.size() - 1));
        }
    }

    private @Nullable Readout send(
            DeviceSession device, List<? extends ArrayCommand> commands, ReplayAssessor assessor, SegmentCost sum) {
        Readout readout = null;
        for (int from = 0; from < commands.size(); from += CHUNK) {
            List<? extends ArrayCommand> chunk = commands.subList(from, Math.min(commands.size(), from + CHUNK));
            List<Receipt> receipts = device.execute(chunk);
            for (int i = 0; i < chunk.size(); i++) {
                Receipt receipt = receipts.get(i);
                requireApplied(chunk.get(i), receipt);
                assessor.observe(chunk.get(i), receipt);
                sum.add(receipt);
                readout = receipt.readout();
            }
            sent += chunk.size();
            watcher.progress(sent, (recorded.commands().size() + 2L) * request.repeats());
        }
        return readout;
    }

    /** A replay with one command lost or in doubt is not the recorded protocol. */
    private static void requireApplied(ArrayCommand command, Receipt receipt) {
        if (receipt.status() == ReceiptStatus.INDETERMINATE) {
            throw new DeviceRestartedException(
                    "the device restarted during the replay; whether it applied " + command + " is not known");
        }
        if (!receipt.status().applied()) {
            throw new DeviceRefusedException("the device did not apply " + command + ": " + receipt.status());
        }
    }

    private void requireSameShape(Datasheet now) {
        Datasheet then = recorded.header().datasheet();
        ArrayGeometry has = now.geometry();
        ArrayGeometry needs = then.geometry();
        if (!has.equals(needs) || now.driveKind() != then.driveKind()) {
            throw new IllegalArgumentException("the run was recorded on " + then.device() + ", " + needs.rows() + " x "
                    + needs.columns() + " cells driven by "
                    + then.driveKind().name().toLowerCase(java.util.Locale.ROOT)
                    + "; " + address.text() + " is " + now.device() + ", " + has.rows() + " x " + has.columns()
                    + " cells driven by " + now.driveKind().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (!then.equals(now)) {
            watcher.note("the device's datasheet is not the recorded one");
        }
    }

    private boolean inProcess() {
        return address instanceof DeviceAddress.Emulated;
    }

    private long deviceSeed(int repeat) {
        return RandomStream.of(request.seed(), "bench.replay").bits(repeat);
    }

    private DeviceSession connect(long seed) throws LinkException {
        SessionOptions.Builder options =
                SessionOptions.builder(host.nanoTime(), host.identifier()).journal(journal);
        return Carriers.session(address, seed, host, options, watcher);
    }
}
