package org.limbench.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.Command;
import org.limbench.protocol.Fault;
import org.limbench.protocol.Message;
import org.limbench.protocol.Result;
import org.limbench.protocol.StagedUpdate;
import org.limbench.protocol.TileChunk;
import org.limbench.protocol.WireLimits;
import org.limbench.transport.LinkException;

/**
 * The commands of one call on their way: which wait, which are under way, what came back. Single-threaded.
 *
 * <p>Order is the caller's: a change does not leave while a read is unanswered, since a read lost with its link is read
 * again, and would then see the change. No more changes are under way than the device keeps results of.
 */
final class Pipeline {
    /** Times a command is given a new id after its deadline has passed on the way. */
    private static final int MOST_REISSUES = 3;
    /** A read of more cells keeps the link busy by itself; the next one waits for it. */
    private static final int MOST_CELLS_READ_AHEAD = 4096;

    private final Datasheet datasheet;
    private final SessionOptions options;
    private final CommandJournal journal;
    private final CommandIds ids;
    private final Plausibility plausibility;
    private final Tally tally;
    private final List<Job> jobs;
    private final Deque<Job.Block> waiting = new ArrayDeque<>();
    private final Deque<Job.Block> underWay = new ArrayDeque<>();
    /** Ids the device has refused: what it still says about them is part of the refusal. */
    private final Set<Long> refusedIds = new HashSet<>();

    private @Nullable String refusal;
    private int booked;

    /**
     * Commands of one call.
     *
     * @param journal told of them; may be another than the options'
     */
    Pipeline(
            List<Job> jobs,
            Datasheet datasheet,
            SessionOptions options,
            CommandJournal journal,
            CommandIds ids,
            Plausibility plausibility,
            Tally tally) {
        this.jobs = jobs;
        this.datasheet = datasheet;
        this.options = options;
        this.journal = journal;
        this.ids = ids;
        this.plausibility = plausibility;
        this.tally = tally;
        for (Job job : jobs) {
            job.blocks.stream().filter(block -> block.receipt == null).forEach(waiting::add);
        }
    }

    /** Whether everything that left has been answered and nothing more will leave. */
    boolean done() {
        return underWay.isEmpty() && (waiting.isEmpty() || refusal != null);
    }

    /** Why the device refused, null if it did not. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** Sends what window, credits and order allow. */
    void fill(Conversation conversation) throws LinkException {
        while (!waiting.isEmpty() && conversation.mayPost() && maySend(waiting.element())) {
            Job.Block block = waiting.element();
            if (block.frames == null) {
                begin(block, conversation);
            }
            var frames = Objects.requireNonNull(block.frames);
            Message message = frames.next();
            if (!frames.hasNext()) {
                block.whole = true;
                waiting.remove();
            }
            long expiry = options.commandDeadline().toMillis();
            conversation.post(message, expiry, block.id);
        }
    }

    /** Whether the next frame waits for nothing but room in the window. Asked after {@link #fill}. */
    boolean halted() {
        return !waiting.isEmpty() && maySend(waiting.element());
    }

    private boolean maySend(Job.Block block) {
        if (block.frames != null) {
            return true;
        }
        if (refusal != null || underWay.size() >= WireLimits.KEPT_RESULTS) {
            return false;
        }
        Job.Block last = underWay.peekLast();
        if (last == null || last.part.changesState()) {
            return true;
        }
        return !block.part.changesState() && Blocks.cells(last.part, datasheet) <= MOST_CELLS_READ_AHEAD;
    }

    private void begin(Job.Block block, Conversation conversation) {
        Job job = block.job;
        if (job.id == 0) {
            job.identify(ids.take(job.blocks.size()));
            journal.intent(job.id, job.command);
        }
        long deadline = conversation.uptimeMillisIn(options.commandDeadline().toMillis());
        block.frames = frames(block, deadline).iterator();
        underWay.add(block);
    }

    private static List<Message> frames(Job.Block block, long deadline) {
        if (Command.fits(block.part)) {
            return List.of(new Command(block.id, block.part.changesState() ? deadline : 0, block.part));
        }
        return StagedUpdate.split(block.id, deadline, (ArrayUpdate) block.part);
    }

    /** Takes a message of the device. */
    void take(Message message) {
        if (message instanceof Result result) {
            result(result);
        } else if (message instanceof TileChunk chunk) {
            chunk(chunk);
        } else if (message instanceof Fault fault) {
            fault(fault);
        } else {
            throw plausibility.implausible(message.getClass().getSimpleName() + " came, which nobody asked for");
        }
    }

    private Job.Block first(long id, String what) {
        Job.Block block = underWay.peek();
        if (block == null || block.id != id) {
            throw plausibility.implausible(what + " for command " + id + " came; expected: "
                    + (block == null ? "none" : "command " + block.id));
        }
        return block;
    }

    private void chunk(TileChunk chunk) {
        Job.Block block = first(chunk.commandId(), "codes");
        if (!(block.part instanceof ReadRequest read)) {
            throw plausibility.implausible("codes came for command " + block.id + ", which is no read");
        }
        plausibility.chunk(chunk, read.tile(), block.codesFilled, datasheet);
        if (block.codes.length == 0) {
            block.codes = new int[read.tile().cells()];
        }
        System.arraycopy(chunk.codes(), 0, block.codes, block.codesFilled, chunk.codes().length);
        block.codesFilled += chunk.codes().length;
    }

    private void result(Result result) {
        if (refusedIds.contains(result.commandId())) {
            return;
        }
        Job.Block block = first(result.commandId(), "a receipt");
        Receipt receipt = result.receipt().status() == ReceiptStatus.DUPLICATE
                ? plausibility.keptReceipt(result.receipt())
                : plausibility.receipt(result.receipt());
        settle(block, receipt, result.detail());
    }

    /** Gives a block under way its receipt. */
    void settle(Job.Block block, Receipt answer, String detail) {
        Receipt receipt = answer;
        if (block.part instanceof ReadRequest read && receipt.status() == ReceiptStatus.APPLIED) {
            if (block.codesFilled != read.tile().cells()) {
                throw plausibility.implausible("the receipt of read " + block.id + " came after " + block.codesFilled
                        + " codes; expected: " + read.tile().cells());
            }
            receipt = with(receipt, ReceiptStatus.APPLIED, new Readout(read.tile(), block.codes));
        }
        if (receipt.status() == ReceiptStatus.DUPLICATE) {
            // applied once, for this very command: the second telling is the link's business, not the caller's
            tally.duplicatesSuppressed++;
            receipt = with(receipt, ReceiptStatus.APPLIED, null);
        }
        if (receipt.status() == ReceiptStatus.EXPIRED && mayReissue(block)) {
            reissue(block, receipt);
            return;
        }
        if (receipt.status() == ReceiptStatus.REJECTED) {
            refuse(block, detail);
        }
        answer(block, receipt);
    }

    void answer(Job.Block block, Receipt receipt) {
        block.receipt = receipt;
        underWay.remove(block);
        while (booked < jobs.size() && jobs.get(booked).answered()) {
            Job job = jobs.get(booked++);
            journal.receipt(job.id, job.command, job.receipt());
        }
    }

    /** A command that was too late may go again only whole, and only if nothing later has an id: order is the caller's. */
    private boolean mayReissue(Job.Block block) {
        return block == underWay.peekLast()
                && block.reissues < MOST_REISSUES
                && block.job.blocks.size() == 1
                && waiting.stream().allMatch(later -> later == block || later.id == 0);
    }

    private void reissue(Job.Block block, Receipt expired) {
        underWay.remove(block);
        waiting.remove(block);
        journal.receipt(block.job.id, block.job.command, expired);
        block.job.id = 0;
        block.reissues++;
        block.unsend();
        waiting.addFirst(block);
    }

    private void fault(Fault fault) {
        if (refusedIds.contains(fault.refersCommand())) {
            return;
        }
        for (Job.Block block : underWay) {
            if (block.id == fault.refersCommand()) {
                refuse(block, fault.code() + " " + fault.text());
                waiting.remove(block);
                answer(block, plausibility.nothingApplied(datasheet, ReceiptStatus.REJECTED));
                return;
            }
        }
        throw new DeviceRefusedException("the device reports " + fault.code() + " " + fault.field() + ": "
                + fault.text() + "; commands under way: " + describe(underWay));
    }

    private void refuse(Job.Block block, String why) {
        refusedIds.add(block.id);
        if (refusal == null) {
            refusal = "the device refuses command " + block.id + ", " + block.part + ": " + why;
        }
        for (Job.Block later : block.job.blocks) {
            if (later.frames == null && waiting.remove(later)) {
                later.receipt = plausibility.nothingApplied(datasheet, ReceiptStatus.REJECTED);
            }
        }
    }

    /** Blocks that left and have no receipt, in order. */
    List<Job.Block> unanswered() {
        return List.copyOf(underWay);
    }

    /** Puts blocks back in front, in order, as if they had not left; their ids stay. */
    void sendAgain(List<Job.Block> blocks) {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            Job.Block block = blocks.get(i);
            underWay.remove(block);
            waiting.remove(block);
            block.unsend();
            waiting.addFirst(block);
        }
    }

    List<Receipt> receipts() {
        List<Receipt> receipts = new ArrayList<>(jobs.size());
        for (Job job : jobs) {
            receipts.add(job.receipt());
        }
        return receipts;
    }

    /** What became of every command, for people: applied, unknown, not sent. */
    String account() {
        long answered = jobs.stream().filter(Job::answered).count();
        return answered + " of " + jobs.size() + " commands answered, not known: " + describe(underWay) + ", not sent: "
                + waiting.stream().filter(block -> block.frames == null).count();
    }

    private static String describe(Deque<Job.Block> blocks) {
        return blocks.isEmpty()
                ? "none"
                : Arrays.toString(blocks.stream().mapToLong(block -> block.id).toArray());
    }

    private static Receipt with(Receipt receipt, ReceiptStatus status, @Nullable Readout readout) {
        return new Receipt(
                status,
                receipt.window(),
                receipt.temperatureKelvin(),
                receipt.cells(),
                receipt.pulses(),
                receipt.jumps(),
                readout);
    }
}
