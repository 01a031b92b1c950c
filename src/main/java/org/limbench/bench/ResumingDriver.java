package org.limbench.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.DeviceSession;
import org.limbench.driver.LinkStatistics;
import org.limbench.ledger.RunLedger;

/**
 * Answers the commands of a run that goes on from what its journal holds, then asks the device what became of the commands
 * that were under way, then hands over to it.
 *
 * <p>A run is a deterministic function of its plan and its receipts, so repeating it against recorded receipts brings the
 * training loop to where it was killed without driving the array. Single-threaded.
 */
final class ResumingDriver implements ArrayDriver {
    private final DeviceSession device;
    private final RunLedger ledger;
    private final boolean rebuild;
    private final Deque<Map.Entry<Long, RunLedger.Undecided>> undecided;
    private @Nullable Receipt last;
    private boolean settled;
    private boolean rebuilding;

    /**
     * A driver for the rest of a run.
     *
     * @param device that answers now
     * @param rebuild whether the device is new and is to be driven through all that is recorded: an emulated one died with
     *     its host. Nothing is journaled meanwhile
     */
    ResumingDriver(DeviceSession device, RunLedger ledger, boolean rebuild) {
        this.device = device;
        this.ledger = ledger;
        this.rebuild = rebuild;
        this.undecided = new ArrayDeque<>(ledger.undecided().entrySet());
    }

    /** Whether a command of the journal is being sent again, which must not be journaled twice. */
    boolean rebuilding() {
        return rebuilding;
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
            Receipt known = recorded(command);
            if (known == null) {
                break;
            }
            receipts.add(known);
            last = known;
        }
        List<? extends ArrayCommand> rest = commands.subList(receipts.size(), commands.size());
        if (!rest.isEmpty()) {
            bookDifference();
            receipts.addAll(device.execute(rest));
        }
        return receipts;
    }

    @Override
    public boolean powerOn(String life) {
        if (!ledger.replaying()) {
            bookDifference();
        }
        last = null;
        return device.powerOn(life);
    }

    private @Nullable Receipt recorded(ArrayCommand command) {
        Optional<Receipt> replayed = ledger.replay(command);
        if (replayed.isPresent()) {
            if (rebuild) {
                rebuilding = true;
                Receipt now = device.execute(command);
                rebuilding = false;
                requireSame(command, replayed.get(), now);
            }
            return replayed.get();
        }
        Map.Entry<Long, RunLedger.Undecided> tail = rebuild ? null : undecided.poll();
        if (tail == null || !command.changesState()) {
            return null; // a read under way is simply made again
        }
        ArrayCommand sent = tail.getValue().command();
        if (!sent.equals(command)) {
            throw new IllegalStateException("the journal's last command is " + sent + ", the run now asks for "
                    + command + ": not the same run, seed, task or device");
        }
        long bootId = tail.getValue().bootId();
        Receipt answer = device.query(tail.getKey(), command, bootId);
        // asked afterwards: the device may restart even while it is asked
        if (answer == null && device.identity().bootId() != bootId) {
            answer = indeterminate();
        }
        if (answer != null) {
            bookGap(answer.window());
            ledger.receipt(tail.getKey(), command, answer);
        }
        return answer;
    }

    /** Energy between two receipts that adjoin in the journal: blocks a restart made undecidable. */
    private void bookGap(MeterWindow next) {
        if (last == null || !device.keepsRegisters()) {
            return;
        }
        MeterWindow before = last.window();
        if (!before.end().canReach(next.start()) || before.endSeconds() > next.startSeconds()) {
            return; // the answer itself tells that registers were lost
        }
        MeterWindow gap = MeterWindow.since(before.end(), before.endSeconds(), next.start(), next.startSeconds());
        if (!gap.isEmpty()) {
            ledger.unaccounted(gap, datasheet().temperatureKelvin());
        }
    }

    private static void requireSame(ArrayCommand command, Receipt recorded, Receipt now) {
        if (!recorded.equals(now)) {
            throw new IllegalStateException("the emulated device answers " + command + " with " + now
                    + ", the journal holds " + recorded + ": not the same profile, seed or version");
        }
    }

    /** A device that has restarted since cannot tell; the energy its registers gained since the last receipt comes along. */
    private Receipt indeterminate() {
        return new Receipt(ReceiptStatus.INDETERMINATE, sinceLast(), datasheet().temperatureKelvin(), 0, 0, -1, null);
    }

    /** What the registers hold beyond the last receipt: reads whose answers died with the host. */
    private void bookDifference() {
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
        MeterWindow before = last == null ? null : last.window();
        return before == null || !device.keepsRegisters()
                ? new MeterWindow(now, now, seconds, seconds)
                : MeterWindow.since(before.end(), before.endSeconds(), now, seconds);
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
