package org.limbench.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterLatch;
import org.limbench.device.Receipt;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.MeterRequest;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.PowerOn;
import org.limbench.protocol.ResetRequest;
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
 * <p>Here are window, deadlines and order of what is sent; what a lost link left is {@link Recovery}'s to settle, and the session
 * goes on where it was. Single-threaded: a call works until it is answered, nothing happens between calls.
 */
public final class Session implements DeviceSession {
    private final SessionOptions options;
    private final Tally tally = new Tally();
    private final CommandIds ids;
    private final Plausibility plausibility;
    private final Connection connection;
    private final Recovery recovery;
    private MeterEvents meterEvents = new MeterEvents(message -> {});
    private boolean closed;

    private Session(Link link, SessionOptions options) {
        this.options = options;
        this.plausibility = new Plausibility(link.address());
        this.ids = new CommandIds(Math.max(1, options.firstCommandId()));
        this.connection = new Connection(link, options, ids, plausibility, tally);
        this.recovery = new Recovery(connection, options, plausibility);
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
                session.recovery.recover(lost, null);
            }
            if (options.resetFirst()) {
                session.reset();
                session.ids.beginAnew(
                        Math.max(1, options.firstCommandId()),
                        session.identity().lastUpdateId());
            }
            session.requireIds();
            session.recovery.identify();
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
        return recovery.datasheet();
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
        recovery.requireGoing();
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
                            recovery.answered();
                        }
                    }
                } catch (LinkException lost) {
                    recovery.recover(lost, pipeline);
                }
            }
        } catch (LinkLostException
                | ReplyTimeoutException
                | ImplausibleReplyException
                | DeviceRefusedException failed) {
            recovery.end(failed); // what is under way has no taker any more
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
        recovery.requireGoing();
        Job job = job(command);
        job.identify(commandId);
        if (!recovery.query(job, bootId)) {
            return null;
        }
        ids.skip(commandId + job.blocks.size() - 1);
        return job.answered()
                ? job.receipt()
                : run(List.of(job), CommandJournal.none()).get(0);
    }

    @Override
    public @Nullable Receipt kept(long commandId) {
        return recovery.kept(commandId);
    }

    @Override
    public Footprint footprint(ArrayCommand command) {
        return new Footprint(Blocks.of(command, datasheet()).size(), Blocks.cells(command, datasheet()));
    }

    @Override
    public MeterLatch meter() {
        MeterReply reply = recovery.request(new MeterRequest(), MeterReply.class);
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
        return recovery.request(new StatusRequest(), StatusReply.class);
    }

    /**
     * Has meter events sent; they are taken note of while this session waits for other answers.
     *
     * @param periodMillis device uptime between two, ms; 0 switches off
     * @param listener told of meter events and log lines, in this thread
     */
    public void streamMeter(int periodMillis, Consumer<Message> listener) {
        recovery.requireGoing();
        meterEvents = new MeterEvents(listener);
        connection.setAside(meterEvents);
        recovery.request(new MeterStream(periodMillis > 0, periodMillis), new StatusRequest(), StatusReply.class);
    }

    /** Meter events of the last stream that went and did not come, as their counters tell. */
    public long meterEventsMissed() {
        return meterEvents.missed();
    }

    /** Resets the device and greets it again. Its memory of commands is lost, its cells are not. */
    public void reset() {
        recovery.requireGoing();
        try {
            connection.expectLoss(true);
            connection.talk().post(new ResetRequest(), 0, 0);
            // the reset leaves no answer: the next question finds the session gone
            connection.ask(new StatusRequest(), StatusReply.class);
        } catch (LinkException gone) {
            recovery.recover(gone, null);
        }
    }

    @Override
    public boolean powerOn(String life) {
        recovery.requireGoing();
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
                recovery.beginAnew(gone);
            }
            if (connection.identity().bootId() != boot && status().deviceSeconds() == 0) {
                return true;
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            // also after a failure: a device that only said what cannot be has its lease back at once
            connection.leave();
            recovery.end(new IllegalStateException("closed"));
        }
    }
}
