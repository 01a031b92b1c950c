package org.limbench.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.BegunAnew;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.DeviceSession;
import org.limbench.driver.LinkStatistics;
import org.limbench.driver.WrongDeviceException;
import org.limbench.ledger.KilledRun;
import org.limbench.ledger.RunLedger;

/**
 * Answers the commands of a run that goes on from what its journal holds, then asks the device what became of the commands
 * that were under way, then hands over to it.
 *
 * <p>A run is a deterministic function of its plan and its receipts, so repeating it against recorded receipts brings the
 * training loop to where it was killed without driving the array.
 *
 * <p>Between the journal and the device lies what the journal may have lost, and what may have happened to the device. Before
 * the first command goes out:
 *
 * <ul>
 *   <li>Under the boot the journal ends with, the device must stand where the journal left it or later: last id, device time
 *       and every register. Otherwise they do not belong together, and nothing is sent.
 *   <li>Ids the device has taken beyond the journal's were sent by this run and lost from the journal: {@link LostTail}.
 *   <li>Under another boot, an emulated device whose time or registers ran backwards is another one, or was begun anew by
 *       somebody: whoever keeps the journal decides ({@link BookedJournal#replaced}).
 *   <li>Under another boot with no id beyond the journal's, a meter that shows more changes than the journal does proves a command
 *       the journal lost; how many cannot be known. The next change is then INDETERMINATE rather than sent, so that the run
 *       reads the array before it goes on.
 * </ul>
 *
 * <p>Single-threaded.
 */
final class ResumingDriver implements ArrayDriver {
    /** What no read adds to. */
    private static final List<EnergyAccount> CHANGES = Stream.concat(
                    EnergyAccount.cells().stream(), EnergyAccount.in(EnergyAccount.Place.ACTUATOR).stream())
            .toList();

    private final DeviceSession device;
    private final RunLedger ledger;
    private final KilledRun before;
    private final boolean rebuild;
    private final BookedJournal books;
    private final long firstCommandId;
    private final Deque<Map.Entry<Long, KilledRun.Undecided>> undecided;
    private final LostTail lost;
    /** Up to where the meter is accounted for. */
    private @Nullable MeterWindow last;

    private boolean met;
    /** Whether the device has begun the life of the arm that is about to be told already. */
    private boolean newLife;

    private boolean replaced;
    private boolean changedUnseen;
    private boolean settled;
    private boolean rebuilding;

    /**
     * A driver for the rest of a run.
     *
     * @param device that answers now
     * @param rebuild whether the device is new and is to be driven through all that is recorded: an emulated one died with
     *     its host. Nothing is journaled meanwhile
     * @param books decides whether another device will do
     * @param firstCommandId the run's first id; 1 where the journal does not tell
     * @param notes told what was lost, a line each
     */
    ResumingDriver(
            DeviceSession device,
            RunLedger ledger,
            boolean rebuild,
            BookedJournal books,
            long firstCommandId,
            Consumer<String> notes) {
        this.device = device;
        this.ledger = ledger;
        this.before = ledger.before();
        this.rebuild = rebuild;
        this.books = books;
        this.firstCommandId = firstCommandId;
        this.undecided = new ArrayDeque<>(before.undecided().entrySet());
        this.lost = new LostTail(device, ledger, notes);
    }

    /** Whether a command of the journal is being sent again, which must not be journaled twice. */
    boolean rebuilding() {
        return rebuilding;
    }

    /** The run is over: what is still lost belongs to nothing it asked for. */
    void end() {
        lost.end();
    }

    /** Whether the array is ahead of the run: what is read now is of a later state than the run has come to. */
    boolean behind() {
        return lost.open();
    }

    @Override
    public Datasheet datasheet() {
        return device.datasheet();
    }

    @Override
    public DeviceIdentity identity() {
        return device.identity();
    }

    @Override
    public List<Receipt> execute(List<? extends ArrayCommand> commands) {
        List<Receipt> receipts = new ArrayList<>(commands.size());
        for (ArrayCommand command : commands) {
            Receipt known = known(command);
            if (known == null) {
                break;
            }
            receipts.add(known);
        }
        List<? extends ArrayCommand> rest = commands.subList(receipts.size(), commands.size());
        if (!rest.isEmpty()) {
            bookDifference();
            receipts.addAll(device.execute(rest));
        }
        return receipts;
    }

    /** What is known of a command without sending it; null where it must be sent, and all after it. */
    private @Nullable Receipt known(ArrayCommand command) {
        Receipt receipt = recorded(command);
        if (receipt != null) {
            return receipt;
        }
        meet(false);
        receipt = decided(command);
        if (receipt != null) {
            return receipt;
        }
        boolean ahead = lost.open();
        receipt = lost.answer(command);
        // commands behind a read may have lost ids too, so it goes alone
        return receipt == null && ahead && lost.open() ? device.execute(command) : receipt;
    }

    @Override
    public boolean powerOn(String life) {
        if (!ledger.replaying() && !rebuild) {
            if (lost.open()) {
                throw new WrongDeviceException(
                        "the journal lost the end of one arm and the beginning of the next, for which the"
                                + " device began anew; the run cannot go on, a new one can be started");
            }
            if (!met && isInThisLife()) {
                last = null;
                newLife = true;
                return true;
            }
            meet(true);
            bookDifference();
        }
        last = null;
        return device.powerOn(life);
    }

    /** Whether the device began this life already, and has taken commands in it that the journal lost. */
    private boolean isInThisLife() {
        DeviceIdentity now = device.identity();
        return device.keepsRegisters()
                && device.datasheet().emulated()
                && now.bootId() != before.windowBootId()
                && now.lastUpdateId() >= firstLostId();
    }

    private @Nullable Receipt recorded(ArrayCommand command) {
        Optional<Receipt> replayed = ledger.replay(command);
        if (replayed.isEmpty()) {
            return null;
        }
        Receipt receipt = replayed.get();
        if (rebuild) {
            rebuilding = true;
            Receipt now = device.execute(command);
            rebuilding = false;
            requireSame(command, receipt, now);
        } else {
            lost.replayed(command);
            lost.spans().forEach(span -> accountedFor(span.lost().since()));
            accountedFor(receipt.window());
        }
        return receipt;
    }

    /** Results that were lost and found are told after reads that were made later, and set nothing back. */
    private void accountedFor(MeterWindow window) {
        if (last == null || lost.spans().isEmpty() || last.end().canReach(window.end())) {
            last = window;
        }
    }

    /**
     * Compares the device with the journal, once, before anything but a greeting goes out to it.
     *
     * @param lifeEnds whether the device is about to begin anew, so that it may have done so already
     */
    private void meet(boolean lifeEnds) {
        if (met || rebuild) {
            return;
        }
        met = true;
        lost.replayed();
        lost.spans().forEach(span -> accountedFor(span.lost().since()));
        undecided.removeIf(command -> lost.holds(command.getKey()));
        if (!device.keepsRegisters()) {
            return;
        }
        DeviceIdentity now = device.identity();
        MeterLatch meter = device.meter();
        double seconds = device.time().deviceSeconds();
        boolean sameBoot = now.bootId() == before.windowBootId();
        String anew = begunAnew(sameBoot, meter, seconds);
        if (sameBoot) {
            requireNotBefore(now, anew);
        } else if (anew != null && lifeEnds) {
            settled = true;
            return;
        } else if (anew != null && !newLife) {
            books.replaced(device.datasheet().device() + ": " + anew);
            replaced = true;
            return;
        }
        MeterWindow since = MeterWindow.since(
                last == null ? lifeBegan(now, meter) : last.end(),
                last == null ? 0 : last.endSeconds(),
                meter,
                seconds);
        long firstLost = firstLostId();
        if (now.lastUpdateId() >= firstLost) {
            long first = undecided.isEmpty() ? firstLost : undecided.getFirst().getKey();
            undecided.clear();
            settled = true;
            lost.found(first, now.lastUpdateId(), since);
        } else if (lost.open()) {
            settled = true; // reads of the resumption that was killed; those to come are booked by themselves
            if (!since.isEmpty()) {
                ledger.unaccounted(since, datasheet().temperatureKelvin());
            }
        } else if (!sameBoot && undecided.isEmpty() && last != null) {
            changedUnseen = CHANGES.stream()
                    .mapToInt(EnergyAccount::channel)
                    .anyMatch(k -> since.end().delivered()[k] != since.start().delivered()[k]
                            || since.end().returned()[k] != since.start().returned()[k]);
        }
    }

    /** Registers to count from where the journal holds no receipt of this life: an emulated device begins with zeros. */
    private MeterLatch lifeBegan(DeviceIdentity now, MeterLatch meter) {
        boolean known = device.datasheet().emulated() && now.bootId() != before.windowBootId();
        return known ? MeterLatch.zero() : meter;
    }

    private @Nullable String begunAnew(boolean sameBoot, MeterLatch meter, double seconds) {
        MeterWindow window = before.window();
        boolean lasts = sameBoot || datasheet().emulated();
        if (window == null || !lasts) {
            return null;
        }
        // under one boot a meter that stands behind where it stood has failed, which says nothing of the device
        MeterLatch stood = sameBoot ? meter : window.end();
        return BegunAnew.reason(stood, window.endSeconds(), meter, seconds);
    }

    private void requireNotBefore(DeviceIdentity now, @Nullable String anew) {
        String why = now.lastUpdateId() < before.takenId()
                ? "the device's last command is " + now.lastUpdateId() + ", the journal holds the receipt of "
                        + before.takenId()
                : anew;
        if (why != null) {
            throw new WrongDeviceException("device and journal do not belong together: " + why
                    + ", though it has not restarted; nothing was sent");
        }
    }

    /** The first id beyond those the journal tells of. */
    private long firstLostId() {
        ArrayCommand command = before.lastCommand();
        long first = command == null
                ? firstCommandId
                : before.lastCommandId() + device.footprint(command).ids();
        for (LostSpan span : lost.spans()) {
            first = Math.max(first, span.lost().lastId() + 1);
        }
        return first;
    }

    private @Nullable Receipt decided(ArrayCommand command) {
        if (changedUnseen && command.changesState()) {
            changedUnseen = false;
            settled = true;
            Receipt unknown = indeterminate();
            last = unknown.window();
            ledger.receipt(firstLostId(), command, unknown);
            return unknown;
        }
        Map.Entry<Long, KilledRun.Undecided> tail = rebuild ? null : undecided.poll();
        if (tail == null || !command.changesState()) {
            return null; // a read under way is simply made again
        }
        ArrayCommand sent = tail.getValue().command();
        if (!sent.equals(command)) {
            throw new IllegalStateException("the journal's last command is " + sent + ", the run now asks for "
                    + command + ": not the same run, seed, task or device");
        }
        long bootId = tail.getValue().bootId();
        Receipt answer = replaced ? null : device.query(tail.getKey(), command, bootId);
        // asked afterwards: the device may restart even while it is asked
        if (answer == null && device.identity().bootId() != bootId) {
            answer = indeterminate();
        }
        if (answer != null) {
            bookGap(answer.window());
            ledger.receipt(tail.getKey(), command, answer);
            last = answer.window();
        }
        return answer;
    }

    /** Energy between two receipts that adjoin in the journal: blocks a restart made undecidable. */
    private void bookGap(MeterWindow next) {
        if (last == null || !device.keepsRegisters()) {
            return;
        }
        if (last.endSeconds() > next.startSeconds() || next.unseen().causes().contains(MeterLoss.Cause.RESET)) {
            return; // the answer itself tells that registers were lost
        }
        MeterWindow gap = MeterWindow.since(last.end(), last.endSeconds(), next.start(), next.startSeconds());
        if (!gap.isEmpty()) {
            ledger.unaccounted(gap, datasheet().temperatureKelvin());
        }
    }

    private static void requireSame(ArrayCommand command, Receipt recorded, Receipt now) {
        if (!recorded.equals(now)) {
            throw new WrongDeviceException("the emulated device answers " + command
                    + " otherwise than the journal holds: not the same profile,"
                    + " seed or version; the run cannot go on, a new one can be started");
        }
    }

    /** A device that has restarted since cannot tell; the energy its registers gained since the last receipt comes along. */
    private Receipt indeterminate() {
        return new Receipt(ReceiptStatus.INDETERMINATE, sinceLast(), datasheet().temperatureKelvin(), 0, 0, -1, null);
    }

    /** What the registers hold beyond the last receipt: reads whose answers died with the host. */
    private void bookDifference() {
        meet(false);
        if (settled) {
            return;
        }
        settled = true;
        undecided.clear();
        MeterWindow since = sinceLast();
        if (!since.isEmpty()) {
            ledger.unaccounted(since, datasheet().temperatureKelvin());
        }
    }

    private MeterWindow sinceLast() {
        MeterLatch now = device.meter();
        double seconds = device.time().deviceSeconds();
        MeterWindow window = last;
        return window == null || !device.keepsRegisters()
                ? new MeterWindow(now, now, seconds, seconds)
                : MeterWindow.since(window.end(), window.endSeconds(), now, seconds);
    }

    @Override
    public LinkStatistics statistics() {
        return device.statistics();
    }

    @Override
    public void close() {
        device.close();
    }
}
