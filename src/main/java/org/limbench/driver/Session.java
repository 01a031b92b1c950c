package org.limbench.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DatasheetRequest;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.MeterRequest;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.PowerOn;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.ResetRequest;
import org.limbench.protocol.Result;
import org.limbench.protocol.StatusReply;
import org.limbench.protocol.StatusRequest;
import org.limbench.text.ShellWord;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/**
 * A host's session with a device: every state-changing command is applied exactly once while the device stays powered,
 * whatever the link does; across a reset at most once, and where that cannot be decided the receipt says INDETERMINATE and
 * nothing is sent again.
 *
 * <p>A lost link is opened anew ({@link SessionOptions#reconnect}); under the same boot the device is asked what became of
 * each command without a receipt, and the session goes on where it was. Single-threaded: a call works until it is
 * answered, nothing happens between calls.
 */
public final class Session implements DeviceSession {
    /** Times a link is opened anew without one command being answered in between. */
    private static final int MOST_RECOVERIES = 5;

    private final SessionOptions options;
    private final Tally tally = new Tally();
    private final CommandIds ids;
    private final Plausibility plausibility;
    private final Connection connection;
    private @Nullable Datasheet datasheet;
    private int recoveries;
    /** Whether a device whose time and registers begin anew does as it was asked. */
    private boolean beginsAnew;

    private MeterEvents meterEvents = new MeterEvents(message -> {});
    private @Nullable RuntimeException over;

    private Session(Link link, SessionOptions options) {
        this.options = options;
        this.plausibility = new Plausibility(link.address());
        this.ids = new CommandIds(Math.max(1, options.firstCommandId()));
        this.connection = new Connection(link, options, ids, plausibility, tally);
    }

    /**
     * Greets the device, checks its version and fetches its datasheet. Owns the link from now on: it is closed when this
     * fails.
     *
     * @throws DeviceRefusedException another protocol version, or another host's lease
     * @throws ReplyTimeoutException silence, or noise instead of answers
     * @throws LinkLostException the link is gone
     */
    public static Session open(Link link, SessionOptions options) {
        Session session = new Session(link, options);
        try {
            try {
                session.connection.greet();
            } catch (LinkException lost) {
                session.recover(lost, null);
            }
            if (options.resetFirst()) {
                session.reset();
                session.ids.beginAnew(
                        Math.max(1, options.firstCommandId()),
                        session.identity().lastUpdateId());
            }
            session.requireIds();
            session.datasheet = session.request(new DatasheetRequest(), DatasheetReply.class)
                    .datasheet();
            // so that energy can be accounted for from here on, whatever gets lost
            session.meter();
            return session;
        } catch (RuntimeException failed) {
            // whatever the reason, the next host need not wait for a lease to run out
            session.connection.leave();
            throw failed;
        }
    }

    /** Whatever took the ids this device has seen, it must leave enough for a run. */
    private void requireIds() {
        long last = connection.identity().lastUpdateId();
        if (CommandIds.nearlyUsedUp(last)) {
            throw new DeviceRefusedException(connection.address()
                    + ": its update ids are nearly used up, the last one taken is "
                    + last + " of " + Long.MAX_VALUE + "; its power switch starts a new boot, whose ids begin at 1, and"
                    + " so does: limbench probe --reset " + ShellWord.of(connection.address()));
        }
    }

    @Override
    public Datasheet datasheet() {
        return Objects.requireNonNull(datasheet);
    }

    @Override
    public DeviceIdentity identity() {
        return connection.identity();
    }

    @Override
    public LinkStatistics statistics() {
        return tally.statistics();
    }

    @Override
    public List<Receipt> execute(List<? extends ArrayCommand> commands) {
        requireGoing();
        options.watcher().waiting(); // nothing is under way: the best moment to leave
        List<Job> jobs = new ArrayList<>(commands.size());
        for (ArrayCommand command : commands) {
            jobs.add(job(command));
        }
        return run(jobs, options.journal());
    }

    private Job job(ArrayCommand command) {
        return new Job(command, Blocks.of(command, datasheet()));
    }

    private List<Receipt> run(List<Job> jobs, CommandJournal journal) {
        Pipeline pipeline = new Pipeline(jobs, datasheet(), options, journal, ids, plausibility, tally);
        try {
            while (!pipeline.done()) {
                try {
                    pipeline.fill(connection.talk());
                    if (!pipeline.done()) {
                        Message message = pipeline.halted()
                                ? connection.talk().nextOrRoom()
                                : connection.talk().next();
                        if (message != null) {
                            pipeline.take(message);
                            recoveries = 0;
                        }
                    }
                } catch (LinkException lost) {
                    recover(lost, pipeline);
                }
            }
        } catch (LinkLostException
                | ReplyTimeoutException
                | ImplausibleReplyException
                | DeviceRefusedException failed) {
            over = failed; // what is under way has no taker any more
            throw failed;
        }
        if (pipeline.refusal() != null) {
            throw new DeviceRefusedException(pipeline.refusal() + "; " + pipeline.account());
        }
        return pipeline.receipts();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The session's journal is not told: whoever asks has it. A command cut into blocks that was applied in part is carried
     * to its end under the same boot; under another one it is INDETERMINATE.
     */
    @Override
    public @Nullable Receipt query(long commandId, ArrayCommand command, long bootId) {
        requireGoing();
        Job job = job(command);
        if (commandId < 1 || commandId > Long.MAX_VALUE - job.blocks.size()) {
            throw new IllegalArgumentException("command id is " + commandId + "; allowed: 1 to 2^63-1");
        }
        job.id = commandId;
        boolean seen = false;
        for (int i = 0; i < job.blocks.size(); i++) {
            Job.Block block = job.blocks.get(i);
            block.id = commandId + i;
            Result kept = request(new QueryUpdate(block.id), QueryReply.class).result();
            if (kept != null) {
                block.receipt = plausibility.keptReceipt(kept.receipt());
                seen = true;
            }
        }
        if (!seen) {
            return null;
        }
        ids.skip(commandId + job.blocks.size() - 1);
        if (connection.identity().bootId() != bootId) {
            for (Job.Block block : job.blocks) {
                if (block.receipt == null) {
                    block.receipt = plausibility.nothingApplied(datasheet(), ReceiptStatus.INDETERMINATE);
                }
            }
        }
        return job.answered()
                ? job.receipt()
                : run(List.of(job), CommandJournal.none()).get(0);
    }

    @Override
    public @Nullable Receipt kept(long commandId) {
        Result kept = request(new QueryUpdate(commandId), QueryReply.class).result();
        if (kept == null || kept.receipt().status() == ReceiptStatus.INDETERMINATE) {
            return null;
        }
        return plausibility.keptReceipt(kept.receipt());
    }

    @Override
    public Footprint footprint(ArrayCommand command) {
        return new Footprint(Blocks.of(command, datasheet()).size(), Blocks.cells(command, datasheet()));
    }

    @Override
    public MeterLatch meter() {
        MeterReply reply = request(new MeterRequest(), MeterReply.class);
        plausibility.latch(reply.latch(), reply.deviceSeconds());
        return reply.latch();
    }

    @Override
    public DeviceTime time() {
        StatusReply status = status();
        return new DeviceTime(status.uptimeMillis(), status.deviceSeconds());
    }

    /** How the device is. */
    public StatusReply status() {
        return request(new StatusRequest(), StatusReply.class);
    }

    /**
     * Has meter events sent; they are taken note of while this session waits for other answers.
     *
     * @param periodMillis device uptime between two, ms; 0 switches off
     * @param listener told of meter events and log lines, in this thread
     */
    public void streamMeter(int periodMillis, Consumer<Message> listener) {
        requireGoing();
        meterEvents = new MeterEvents(listener);
        connection.setAside(meterEvents);
        request(new MeterStream(periodMillis > 0, periodMillis), new StatusRequest(), StatusReply.class);
    }

    /** Meter events of the last stream that went and did not come, as their counters tell. */
    public long meterEventsMissed() {
        return meterEvents.missed();
    }

    /** Resets the device and greets it again. Its memory of commands is lost, its cells are not. */
    public void reset() {
        requireGoing();
        try {
            connection.expectLoss(true);
            connection.talk().post(new ResetRequest(), 0, 0);
            // the reset leaves no answer: the next question finds the session gone
            connection.ask(new StatusRequest(), StatusReply.class);
        } catch (LinkException gone) {
            recover(gone, null);
        }
    }

    @Override
    public boolean powerOn(String life) {
        requireGoing();
        // under the same boot the wish was lost with its link; a boot of another cause leaves the time where it was
        while (true) {
            long boot = connection.identity().bootId();
            try {
                connection.expectLoss(true);
                connection.talk().post(new PowerOn(life), 0, 0);
                connection.talk().post(new StatusRequest(), 0, 0);
                if (connection.talk().next() instanceof Fault refusal && refusal.code() == FaultCode.UNSUPPORTED) {
                    connection.talk().next();
                    connection.expectLoss(false);
                    return false;
                }
                throw plausibility.implausible("the device neither began anew nor said that it cannot");
            } catch (LinkException gone) {
                beginsAnew = true;
                try {
                    recover(gone, null);
                } finally {
                    beginsAnew = false;
                }
            }
            if (connection.identity().bootId() != boot && status().deviceSeconds() == 0) {
                return true;
            }
        }
    }

    private void requireGoing() {
        if (over != null) {
            throw new IllegalStateException("the session is over: " + over.getMessage(), over);
        }
    }

    private <T extends Message> T request(Message question, Class<T> answer) {
        return request(null, question, answer);
    }

    /** Asks until answered, over as many links as it takes. {@code before} goes ahead of the question, if given. */
    private <T extends Message> T request(@Nullable Message before, Message question, Class<T> answer) {
        requireGoing();
        while (true) {
            try {
                if (before != null) {
                    connection.talk().post(before, 0, 0);
                }
                T reply = connection.ask(question, answer);
                recoveries = 0;
                return reply;
            } catch (LinkException lost) {
                recover(lost, null);
            }
        }
    }

    /** Opens the session anew, on a new link where there is one, and settles what was under way. */
    private void recover(LinkException cause, @Nullable Pipeline pipeline) {
        LinkException last = cause;
        // the boot under which everything under way was sent, however many tries this takes
        long bootBefore = connection.identity().bootId();
        while (recoveries++ < MOST_RECOVERIES) {
            try {
                connection.reconnect(last);
                connection.greet();
                boolean restarted =
                        bootBefore != 0 && bootBefore != connection.identity().bootId();
                if (restarted) {
                    requireSameDevice(pipeline);
                }
                if (pipeline != null) {
                    settle(pipeline, restarted);
                } else if (restarted) {
                    sinceLast(); // nothing was under way: the registers go on from here, or begin anew
                }
                return;
            } catch (LinkException again) {
                last = again;
            } catch (ReplyTimeoutException | LinkLostException gone) {
                throw lost(gone, pipeline);
            }
        }
        throw lost(last, pipeline);
    }

    private LinkLostException lost(Exception cause, @Nullable Pipeline pipeline) {
        String account = pipeline == null ? "no command was under way" : pipeline.account();
        LinkLostException lost = new LinkLostException(cause.getMessage() + "; " + account, cause);
        over = lost;
        return lost;
    }

    private void requireSameDevice(@Nullable Pipeline pipeline) throws LinkException {
        if (datasheet == null) {
            return;
        }
        Datasheet now =
                connection.ask(new DatasheetRequest(), DatasheetReply.class).datasheet();
        if (!now.equals(datasheet)) {
            over = new WrongDeviceException(connection.address() + ": another device answers after a restart, "
                    + now.device() + " " + now.firmware() + " instead of " + datasheet.device() + " "
                    + datasheet.firmware() + (pipeline == null ? "" : "; " + pipeline.account()));
            throw over;
        }
        if (!datasheet.emulated() || beginsAnew) {
            return; // a controller that keeps its meter in RAM loses it with every reset
        }
        MeterReply meter = connection.ask(new MeterRequest(), MeterReply.class);
        String anew = plausibility.begunAnew(meter.latch(), meter.deviceSeconds());
        if (anew != null) {
            options.journal().replaced(connection.address() + ": " + anew);
        }
    }

    /** Finds out what became of the commands that left without coming back. */
    private void settle(Pipeline pipeline, boolean restarted) throws LinkException {
        List<Job.Block> again = new ArrayList<>();
        boolean lostReads = false;
        for (Job.Block block : pipeline.unanswered()) {
            if (!block.part.changesState()) {
                again.add(block);
                lostReads = true;
                continue;
            }
            Result kept =
                    connection.ask(new QueryUpdate(block.id), QueryReply.class).result();
            if (kept != null) {
                pipeline.settle(block, plausibility.keptReceipt(kept.receipt()), kept.detail());
            } else if (!restarted || !block.whole) {
                again.add(block);
            } else {
                pipeline.answer(block, indeterminate(block));
            }
        }
        if (lostReads || restarted) {
            bookDifference();
        }
        pipeline.sendAgain(again);
    }

    /** Books what the meter holds beyond all receipts: reads whose answers were lost will be made again. */
    private void bookDifference() throws LinkException {
        MeterWindow window = sinceLast();
        if (!window.isEmpty()) {
            options.journal().unaccounted(window, datasheet().temperatureKelvin());
        }
    }

    /** What the meter holds that no receipt has told of so far. */
    private MeterWindow sinceLast() throws LinkException {
        MeterReply now = connection.ask(new MeterRequest(), MeterReply.class);
        return plausibility.since(now.latch(), now.deviceSeconds());
    }

    /** The receipt of a command a reset may have swallowed: it carries the energy no other receipt accounts for. */
    private Receipt indeterminate(Job.Block block) throws LinkException {
        return new Receipt(
                ReceiptStatus.INDETERMINATE,
                sinceLast(),
                datasheet().temperatureKelvin(),
                Blocks.cells(block.part, datasheet()),
                0,
                -1,
                null);
    }

    @Override
    public void close() {
        if (over == null) {
            connection.leave();
        } else {
            connection.close();
        }
        over = new IllegalStateException("closed");
    }
}
