package org.limbench.driver.rcn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.CommandJournal;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.DeviceSession;
import org.limbench.driver.DeviceTime;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkLostException;
import org.limbench.driver.LinkStatistics;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.driver.SessionOptions;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;

/**
 * An array on an RCN test station.
 *
 * <p>The dialect has no numbers and the station no memory of commands: when the reply to one line of a state-changing command
 * is lost, the command is INDETERMINATE and never sent again. Whatever fails, the lines are brought to where they do no harm
 * (rows at rest, barrier at hold or above) before anything else is sent, and before the link is closed. Device time is what
 * the station's work takes by {@link org.limbench.protocol.rcn.StationTiming}; the host's pauses are not in it.
 */
public final class RcnDriver implements DeviceSession {
    private static final int MOST_RECOVERIES = 3;

    private final Wiring wiring;
    private final SessionOptions options;
    private final Station station;
    private final Datasheet datasheet;
    private long nextId;
    private @Nullable RuntimeException over;

    private RcnDriver(Station station, Wiring wiring, SessionOptions options) {
        this.station = station;
        this.wiring = wiring;
        this.options = options;
        this.nextId = Math.max(1, options.firstCommandId());
        this.datasheet = station.datasheet();
    }

    /**
     * Asks the station who it is and brings all lines to rest. Owns the link from now on: it is closed when this fails.
     *
     * @param options journal, clock, watcher, first command id and how to get a new link; the rest has no place in this dialect
     * @throws ReplyTimeoutException silence
     * @throws ImplausibleReplyException something answers that is no such station
     * @throws LinkLostException the link is gone
     */
    public static RcnDriver open(Link link, Wiring wiring, SessionOptions options) {
        try {
            return new RcnDriver(Station.greet(link, wiring, options.nanoTime()), wiring, options);
        } catch (LinkException gone) {
            link.close();
            throw new LinkLostException(gone.getMessage() + "; no command was under way", gone);
        } catch (RuntimeException failed) {
            link.close();
            throw failed;
        }
    }

    @Override
    public Datasheet datasheet() {
        return datasheet;
    }

    @Override
    public DeviceIdentity identity() {
        return new DeviceIdentity(0, options.sessionId(), 0);
    }

    @Override
    public LinkStatistics statistics() {
        return station.statistics();
    }

    @Override
    public MeterLatch meter() {
        return station.latch();
    }

    @Override
    public DeviceTime time() {
        return new DeviceTime((long) (station.seconds() * 1000), station.seconds());
    }

    @Override
    public boolean keepsRegisters() {
        return false;
    }

    @Override
    public String wiringSha256() {
        return wiring.sha256();
    }

    @Override
    public long wiringBytes() {
        return wiring.bytes();
    }

    @Override
    public @Nullable Receipt query(long commandId, ArrayCommand command, long bootId) {
        nextId = Math.max(nextId, commandId + 1);
        return command.changesState() ? receipt(ReceiptStatus.INDETERMINATE, now(), 0, 0, null) : null;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "metered: the current of the rows during pulses (program, update) and of reads; not metered: barrier,"
                        + " consolidation, lines, periphery, idle, which read 0",
                "device time is the station's own work, without the host's pauses; pulses follow each other as fast as"
                        + " the station sets its lines, whatever period is asked",
                wiring.doubtful() + " of the " + wiring.numbers().size() + " numbers of wiring " + wiring.name()
                        + " are assumed or recalled");
    }

    @Override
    public List<Receipt> execute(List<? extends ArrayCommand> commands) {
        if (over != null) {
            throw new IllegalStateException("the session is over: " + over.getMessage(), over);
        }
        List<Receipt> receipts = new ArrayList<>(commands.size());
        for (ArrayCommand command : commands) {
            options.watcher().waiting(); // nothing is under way: the best moment to leave
            int cells = check(command, receipts.size(), commands.size());
            CommandJournal journal = options.journal();
            long id = nextId++;
            journal.intent(id, command);
            Receipt receipt = carryOut(command, cells, receipts.size(), commands.size());
            journal.receipt(id, command, receipt);
            receipts.add(receipt);
        }
        return receipts;
    }

    private int check(ArrayCommand command, int done, int all) {
        try {
            return StationDatasheet.check(datasheet, wiring, command);
        } catch (IllegalArgumentException refused) {
            throw new DeviceRefusedException(
                    station.address() + ": " + refused.getMessage() + "; " + account(done, all, "nothing sent"),
                    refused);
        }
    }

    /** Carries out one command; after a failure that could be mended, says that its fate is not known or reads again. */
    private Receipt carryOut(ArrayCommand command, int cells, int done, int all) {
        MeterLatch before = station.begin();
        MeterWindow began = new MeterWindow(before, before, station.seconds(), station.seconds());
        for (int tries = 1; ; tries++) {
            try {
                return once(command, cells, began);
            } catch (LinkException | ReplyTimeoutException failed) {
                mend(failed, done, all);
                station.missed();
                if (command.changesState()) {
                    return receipt(ReceiptStatus.INDETERMINATE, since(began), cells, 0, null);
                }
                if (tries == MOST_RECOVERIES) {
                    throw ended(new ReplyTimeoutException(
                            failed.getMessage() + "; " + account(done, all, "a read given up"), failed));
                }
            } catch (DeviceRefusedException | ImplausibleReplyException nonsense) {
                station.rest();
                throw ended(nonsense);
            }
        }
    }

    private Receipt once(ArrayCommand command, int cells, MeterWindow began) throws LinkException {
        Readout readout = null;
        long pulses = 0;
        if (command instanceof ReadRequest read) {
            readout = station.read(read);
        } else if (command instanceof BarrierChange change) {
            station.moveBarrier(change.barrierJoules(), change.rampSeconds());
        } else if (command instanceof Consolidation change) {
            station.moveBarrier(change.barrierJoules(), change.rampSeconds());
        } else {
            pulses = station.pulse(command);
        }
        return receipt(ReceiptStatus.APPLIED, since(began), cells, pulses, readout);
    }

    private void mend(Exception cause, int done, int all) {
        Exception last = cause;
        for (int tries = 0; tries < MOST_RECOVERIES; tries++) {
            try {
                if (last instanceof LinkException) {
                    SessionOptions.LinkMaker maker = options.reconnect();
                    if (maker == null) {
                        break;
                    }
                    station.over(maker);
                }
                station.greetAgain();
                return;
            } catch (LinkException | ReplyTimeoutException again) {
                last = again;
            } catch (DeviceRefusedException | ImplausibleReplyException nonsense) {
                throw ended(nonsense);
            }
        }
        String message = last.getMessage() + "; " + account(done, all, "one under way is indeterminate")
                + "; the lines could not be brought to rest";
        throw ended(
                last instanceof LinkException
                        ? new LinkLostException(message, last)
                        : new ReplyTimeoutException(message, last));
    }

    private RuntimeException ended(RuntimeException why) {
        over = why;
        return why;
    }

    private static String account(int done, int all, String next) {
        return done + " of " + all + " commands answered, " + next + ", " + Math.max(0, all - done - 1) + " not sent";
    }

    private MeterWindow now() {
        MeterLatch latch = station.latch();
        return new MeterWindow(latch, latch, station.seconds(), station.seconds());
    }

    private MeterWindow since(MeterWindow began) {
        return new MeterWindow(
                began.start(), station.latch(), began.startSeconds(), station.seconds(), station.unseen());
    }

    private Receipt receipt(
            ReceiptStatus status, MeterWindow window, int cells, long pulses, @Nullable Readout readout) {
        return new Receipt(status, window, datasheet.temperatureKelvin(), cells, pulses, -1, readout);
    }

    /** Brings the lines to rest where the station still answers, then closes the link. */
    @Override
    public void close() {
        if (over == null) {
            over = new IllegalStateException("closed");
            station.rest();
        }
        station.close();
    }
}
