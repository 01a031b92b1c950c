package org.limbench.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceSession;
import org.limbench.driver.LinkStatistics;
import org.limbench.driver.SessionOptions;
import org.limbench.driver.WrongDeviceException;
import org.limbench.ledger.KilledRun;
import org.limbench.ledger.LinkCounters;
import org.limbench.ledger.RunDirectoryException;
import org.limbench.ledger.RunFinishedException;
import org.limbench.ledger.RunHeader;
import org.limbench.ledger.RunLedger;
import org.limbench.ledger.RunLock;
import org.limbench.ledger.RunRecord;
import org.limbench.training.Annealing;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.ArmPlan;
import org.limbench.training.Experiment;
import org.limbench.training.IsingProblems;
import org.limbench.training.Learning;
import org.limbench.training.RunListener;
import org.limbench.training.TaskInput;
import org.limbench.training.Workloads;
import org.limbench.transport.LinkException;

/**
 * One training run from address to run record: device, session, journal, ledger and training loop wired together. An
 * emulated device begins anew for each arm, wherever it is; a chip goes on as the arm before has left it, and ages.
 *
 * <p>Single-threaded. Whatever stops it, the journal holds every command that was answered.
 */
public final class TrainingRun {
    private final RunConfiguration configuration;
    private final DeviceAddress address;
    private final Host host;
    private final RunListener watcher;
    private final BookedJournal journal;

    private TrainingRun(RunConfiguration configuration, Host host, RunListener watcher, boolean acceptsDevice) {
        this.configuration = configuration;
        this.address = DeviceAddress.parse(configuration.device());
        this.host = host;
        this.watcher = watcher;
        this.journal = new BookedJournal(configuration.device(), acceptsDevice, watcher::note);
    }

    /**
     * Starts a run in a directory that holds none yet and carries it to its end. An emulated array in this process whose
     * address names no size is given the size the task needs where the profile's is smaller; the record says so.
     *
     * @param asked what to run
     * @param version of this program, for the record
     * @param watcher told what the run is doing
     * @param page draws the run's page among its files; null for none
     * @throws RunDirectoryException when the directory holds a run already, or cannot be written
     * @throws IOException when device or link fail
     */
    public static RunRecord start(
            RunConfiguration asked,
            String runId,
            String version,
            Path directory,
            Host host,
            RunListener watcher,
            @Nullable RunPage page)
            throws IOException {
        return start(asked, runId, version, directory, host, watcher, page, false);
    }

    /**
     * The same.
     *
     * @param acceptsDevice whether the run goes on where another device answers in the middle, its record marked, instead of
     *     ending
     */
    public static RunRecord start(
            RunConfiguration asked,
            String runId,
            String version,
            Path directory,
            Host host,
            RunListener watcher,
            @Nullable RunPage page,
            boolean acceptsDevice)
            throws IOException {
        RunLedger.requireNoRun(directory);
        long started = host.nanoTime().getAsLong();
        RunInputs inputs = new RunInputs();
        Experiment experiment = experiment(asked, inputs.telling(watcher));
        inputs.requireAsRecorded(asked.inputs());
        RunConfiguration configuration =
                experiment instanceof Learning learning ? Carriers.fitted(asked, learning.needs()) : asked;
        if (!configuration.equals(asked)) {
            watcher.note(
                    "task " + asked.task() + " needs a larger array than the profile's: " + configuration.device());
        }
        TrainingRun run = new TrainingRun(configuration, host, watcher, acceptsDevice);
        try (DeviceSession session = run.connect(configuration.deviceSeed(), KilledRun.NONE, false)) {
            for (ArmPlan arm : experiment.arms(session.datasheet())) {
                experiment.requireFeasible(session, arm);
            }
            inputs.add(run.address, session);
            RunConfiguration begun =
                    configuration.begun(inputs.list(), session.identity().lastUpdateId() + 1);
            RunHeader header =
                    new RunHeader(runId, version, configuration.plan().seed(), begun.toJson(), session.datasheet());
            try (RunLedger ledger = RunLedger.create(directory, header, host.nanoTime())) {
                session.notes().forEach(watcher::note);
                run.carryOut(session, session, null, ledger, experiment, watcher, started);
                return new RunOutputs(ledger.lock(), page).makeAtTheEnd();
            }
        }
    }

    /**
     * Goes on with a run that was killed; of one that had come to its end only the files are made again.
     *
     * @param page draws the run's page among its files; null for none
     * @throws RunDirectoryException when its directory holds no run that can be gone on with
     * @throws WrongDeviceException when what answers is not its device
     * @throws IllegalArgumentException when something it was made from has changed
     * @throws IOException when device or link fail
     */
    public static RunRecord resume(Path directory, Host host, RunListener watcher, @Nullable RunPage page)
            throws IOException {
        return resume(directory, host, watcher, page, false);
    }

    /**
     * The same.
     *
     * @param acceptsDevice whether it goes on with a device of the same datasheet that is another one or began anew, its record
     *     marked
     */
    public static RunRecord resume(
            Path directory, Host host, RunListener watcher, @Nullable RunPage page, boolean acceptsDevice)
            throws IOException {
        long started = host.nanoTime().getAsLong();
        try (RunLedger ledger = RunLedger.resume(directory, host.nanoTime())) {
            ledger.notes().forEach(watcher::note);
            RunConfiguration configuration =
                    RunConfiguration.fromJson(ledger.header().configuration());
            TrainingRun run = new TrainingRun(configuration, host, watcher, acceptsDevice);
            RunInputs inputs = new RunInputs();
            Experiment experiment = experiment(configuration, inputs.telling(watcher));
            inputs.requireAsRecorded(configuration.inputs());
            try (DeviceSession session = run.connect(configuration.deviceSeed(), ledger.before(), true)) {
                inputs.add(run.address, session);
                inputs.requireAsRecorded(configuration.inputs());
                requireSameDevice(ledger.header().datasheet(), session.datasheet());
                ResumingDriver driver = run.resuming(session, ledger);
                run.carryOut(session, driver, driver, ledger, experiment, watcher, started);
                return new RunOutputs(ledger.lock(), page).makeAtTheEnd();
            }
        } catch (RunFinishedException finished) {
            return finished(directory, watcher, page);
        }
    }

    /**
     * The options a run was asked for with, by long name; empty where its journal keeps none.
     *
     * @throws RunDirectoryException when the directory holds no run
     */
    public static Map<String, String> flags(Path directory) {
        return RunConfiguration.fromJson(RunLedger.headerIn(directory).configuration())
                .flags();
    }

    private static RunRecord finished(Path directory, RunListener watcher, @Nullable RunPage page) throws IOException {
        try (RunLock lock = RunLock.take(directory)) {
            RunOutputs.Made made = new RunOutputs(lock, page).make(false);
            watcher.note("the run had come to its end: "
                    + (made.changed().isEmpty()
                            ? "nothing to resume, and its files are whole"
                            : "made again: " + String.join(", ", made.changed())));
            return Objects.requireNonNull(made.record());
        }
    }

    private ResumingDriver resuming(DeviceSession device, RunLedger ledger) {
        long firstId = Math.max(1, configuration.firstCommandId());
        ResumingDriver driver = new ResumingDriver(device, ledger, inProcess(), journal, firstId, watcher::note);
        journal.muteWhile(driver::rebuilding);
        return driver;
    }

    private static Experiment experiment(RunConfiguration configuration, Consumer<TaskInput> inputs) {
        AnnealingPlan annealing = configuration.annealing();
        return annealing != null
                ? new Annealing(
                        IsingProblems.named(configuration.task(), configuration.split(), inputs),
                        configuration.plan(),
                        annealing)
                : new Learning(
                        Workloads.named(configuration.task(), configuration.split(), inputs), configuration.plan());
    }

    private boolean inProcess() {
        return address instanceof DeviceAddress.Emulated;
    }

    /** Whether every cell is in its power-on population. A chip's clock may start at 0 with old cells; an emulator's not. */
    private boolean isFresh(DeviceSession session) {
        return session.datasheet().emulated() && session.time().deviceSeconds() == 0;
    }

    private static void requireSameDevice(Datasheet before, Datasheet now) {
        if (!before.equals(now)) {
            throw new WrongDeviceException("the run was begun on " + before.device() + " " + before.firmware()
                    + ", now " + now.device() + " " + now.firmware()
                    + " answers, with another datasheet"
                    + (before.meter().equals(now.meter()) ? "" : ", whose meter tells other accounts")
                    + "; nothing was sent");
        }
    }

    private DeviceSession connect(long deviceSeed, KilledRun before, boolean resumes) throws LinkException {
        SessionOptions.Builder options = SessionOptions.builder(host.nanoTime(), host.identifier())
                .journal(journal)
                // a killed host whose session the journal lost holds its lease under a name nobody knows: waited for as
                // well
                .supersedes(resumes && before.session() == 0 ? host.identifier() : before.session())
                // one is left for a command that is given up unsent
                .firstCommandId(before.lastCommandId() == 0 ? 1 : before.lastCommandId() + 2);
        return Carriers.session(address, deviceSeed, host, options, watcher);
    }

    private void carryOut(
            DeviceSession session,
            ArrayDriver driver,
            @Nullable ResumingDriver resuming,
            RunLedger ledger,
            Experiment experiment,
            RunListener watcher,
            long started) {
        journal.bookIn(ledger, session.identity());
        RunTeller teller = new RunTeller(ledger, watcher, () -> resuming != null && resuming.behind());
        boolean first = true;
        watcher.armsPlanned(experiment.arms(session.datasheet()).size());
        for (ArmPlan arm : experiment.arms(session.datasheet())) {
            teller.nextArmFromPowerOn(
                    first ? firstLife(session, driver, ledger, watcher) : life(driver, arm.name(), ledger));
            first = false;
            experiment.run(driver, arm, teller);
        }
        if (resuming != null) {
            resuming.end();
        }
        ledger.link(counters(session.statistics()));
        ledger.scored(experiment.score().label(), experiment.score().lowerIsBetter());
        ledger.finish((host.nanoTime().getAsLong() - started) * 1e-9);
    }

    /** The first arm has the device's own seed, so that it ends as it does on a device that nobody has used before. */
    private boolean firstLife(DeviceSession session, ArrayDriver driver, RunLedger ledger, RunListener watcher) {
        if ((inProcess() || !ledger.replaying()) && isFresh(session)) {
            return true;
        }
        boolean anew = life(driver, "", ledger);
        if (anew && !ledger.replaying()) {
            watcher.note("the device was used before: it begins anew, from power-on");
        }
        return anew;
    }

    /**
     * Has the device begin anew for an arm, if it can. Keyed by the arm's name, so that which arms run before makes no difference.
     *
     * @return whether the arm starts from power-on
     */
    private boolean life(ArrayDriver driver, String name, RunLedger ledger) {
        Optional<Boolean> recorded = ledger.replayFromPowerOn();
        if (recorded.isPresent() && !inProcess()) {
            return recorded.get(); // the device is in that life already, or in a later one
        }
        return driver.powerOn(name);
    }

    /** What a session has carried, as the ledger keeps it. */
    static LinkCounters counters(LinkStatistics statistics) {
        return new LinkCounters(
                statistics.framesSent(),
                statistics.framesReceived(),
                statistics.retransmissions(),
                statistics.corruptFrames(),
                statistics.duplicatesSuppressed(),
                statistics.payloadBytes());
    }
}
