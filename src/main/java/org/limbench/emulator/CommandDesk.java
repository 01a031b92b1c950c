package org.limbench.emulator;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.BarrierSchedule;
import org.limbench.protocol.Command;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.MatrixVector;
import org.limbench.protocol.MatrixVectorReply;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.Result;
import org.limbench.protocol.StagedUpdate;
import org.limbench.protocol.StagingException;
import org.limbench.protocol.TileChunk;
import org.limbench.protocol.UpdateBegin;
import org.limbench.protocol.UpdateChunk;
import org.limbench.protocol.UpdateCommit;
import org.limbench.protocol.WireLimits;

/**
 * Where commands meet the array: update ids, kept results, deadlines, staging. An id is taken, with its result, exactly
 * when the command is answered by a {@link Result}; a command refused by a {@link Fault} leaves its id free.
 *
 * <p>All of it is RAM of the controller. Single-threaded.
 */
final class CommandDesk {
    private final Datasheet datasheet;
    private final MeteredArray array;
    private final PlannedFaults faults;
    private final LongSupplier uptimeMillis;
    private final ResultCache results = new ResultCache();
    private final ScheduleRunner schedule = new ScheduleRunner();
    private @Nullable StagedUpdate staged;
    /** Staged update refused at its begin: chunks and commit already under way are part of the same refusal. */
    private long refusedStaging;

    CommandDesk(Datasheet datasheet, MeteredArray array, PlannedFaults faults, LongSupplier uptimeMillis) {
        this.datasheet = datasheet;
        this.array = array;
        this.faults = faults;
        this.uptimeMillis = uptimeMillis;
    }

    long lastUpdateId() {
        return results.lastUpdateId();
    }

    /** A new session stages anew. */
    void sessionOpened() {
        staged = null;
        refusedStaging = 0;
    }

    void command(Command command, long seq, ReplyWindow replies) {
        if (command.command().changesState()) {
            Order order = new Order(command.commandId(), command.deadlineUptimeMillis(), seq, "command.command_id");
            change(order, replies, () -> apply(command.command()));
        } else {
            read(command.commandId(), command.command(), replies);
        }
    }

    private void read(long id, ArrayCommand read, ReplyWindow replies) {
        Receipt receipt;
        try {
            receipt = array.apply(read);
        } catch (IllegalArgumentException refused) {
            replies.post(new Result(id, array.untouched(ReceiptStatus.REJECTED, 0), text(refused)));
            return;
        }
        if (receipt.readout() != null) {
            TileChunk.of(id, receipt.readout(), datasheet.converter().bits()).forEach(replies::post);
        }
        replies.post(new Result(id, withoutReadout(receipt), ""));
    }

    void schedule(BarrierSchedule upload, long seq, ReplyWindow replies) {
        Order order = new Order(upload.commandId(), upload.deadlineUptimeMillis(), seq, "barrier_schedule.command_id");
        change(order, replies, () -> {
            int cells = CommandLimits.check(datasheet, upload);
            schedule.take(upload);
            return array.untouched(ReceiptStatus.APPLIED, cells);
        });
    }

    /** What a state-changing command does, if it is not a duplicate and not too late. */
    private interface Change {
        Receipt carryOut();
    }

    /**
     * A state-changing command as it was asked for.
     *
     * @param field where its id stands
     */
    private record Order(long id, long deadline, long seq, String field) {}

    private void change(Order order, ReplyWindow replies, Change change) {
        long id = order.id();
        long deadline = order.deadline();
        Result known = results.known(id, array.untouched(ReceiptStatus.INDETERMINATE, 0));
        if (known != null) {
            replies.post(known);
            return;
        }
        if (tooFar(id)) {
            replies.post(new Fault(FaultCode.OUT_OF_RANGE, order.field(), tooFarText(id), order.seq(), id));
            return;
        }
        Result result;
        if (uptimeMillis.getAsLong() > deadline) {
            result = new Result(
                    id,
                    array.untouched(ReceiptStatus.EXPIRED, 0),
                    "deadline was " + deadline + " ms, uptime is " + uptimeMillis.getAsLong() + " ms");
        } else {
            result = carryOut(id, change);
        }
        results.keep(result);
        faults.afterKept();
        replies.post(result);
    }

    /** Whether an id would use up so many others that the device could soon take no more. */
    private boolean tooFar(long id) {
        return id - results.lastUpdateId() > WireLimits.MOST_ID_JUMP;
    }

    private String tooFarText(long id) {
        return "the id is " + id + "; allowed: at most 2^40 above the last one taken, " + results.lastUpdateId();
    }

    private Result carryOut(long id, Change change) {
        faults.beforeUpdate(id, array);
        try {
            Receipt receipt = change.carryOut();
            faults.beforeKept();
            return new Result(id, receipt, "");
        } catch (IllegalArgumentException refused) {
            return new Result(id, array.untouched(ReceiptStatus.REJECTED, 0), text(refused));
        }
    }

    /** Applies a command; an update also counts for the barrier schedule, whose step is metered inside its window. */
    private Receipt apply(ArrayCommand command) {
        Receipt receipt = array.apply(command);
        return command instanceof ArrayUpdate ? schedule.afterUpdate(array, receipt) : receipt;
    }

    void begin(UpdateBegin begin, long seq, ReplyWindow replies) {
        staged = null;
        refusedStaging = 0;
        Result known = results.known(begin.updateId(), array.untouched(ReceiptStatus.INDETERMINATE, 0));
        if (known != null) {
            // a duplicate: answered at once, and its chunks and commit have nothing to add
            refusedStaging = begin.updateId();
            replies.post(known);
            return;
        }
        try {
            if (tooFar(begin.updateId())) {
                throw new StagingException(
                        FaultCode.OUT_OF_RANGE, "update_begin.update_id", tooFarText(begin.updateId()));
            }
            staged = StagedUpdate.open(begin, datasheet.mostStagedBytes());
        } catch (StagingException tooLarge) {
            refuseStaging(tooLarge, seq, begin.updateId(), replies);
        }
    }

    void chunk(UpdateChunk chunk, long seq, ReplyWindow replies) {
        if (chunk.updateId() == refusedStaging) {
            return;
        }
        try {
            begun("update_chunk", chunk.updateId()).add(chunk);
        } catch (StagingException outOfPlace) {
            refuseStaging(outOfPlace, seq, chunk.updateId(), replies);
        }
    }

    void commit(UpdateCommit commit, long seq, ReplyWindow replies) {
        if (commit.updateId() == refusedStaging) {
            refusedStaging = 0; // the end of what has been answered; said again, it is a question of its own
            return;
        }
        Result known = results.known(commit.updateId(), array.untouched(ReceiptStatus.INDETERMINATE, 0));
        if (known != null) {
            replies.post(known);
            return;
        }
        ArrayCommand command;
        long deadline;
        try {
            StagedUpdate whole = begun("update_commit", commit.updateId());
            command = whole.commit(commit);
            deadline = whole.begun().deadlineUptimeMillis();
        } catch (StagingException notWhole) {
            refuseStaging(notWhole, seq, commit.updateId(), replies);
            refusedStaging = 0; // nothing of it is still to come
            return;
        }
        staged = null;
        Order order = new Order(commit.updateId(), deadline, seq, "update_commit.update_id");
        change(order, replies, () -> apply(command));
    }

    private StagedUpdate begun(String message, long id) throws StagingException {
        if (staged == null) {
            throw new StagingException(
                    FaultCode.STAGING,
                    message + ".update_id",
                    "updateId is " + id + "; allowed: one begun, and none is");
        }
        return staged;
    }

    private void refuseStaging(StagingException why, long seq, long id, ReplyWindow replies) {
        staged = null;
        refusedStaging = id;
        replies.post(why.fault(seq, id));
    }

    void query(QueryUpdate query, ReplyWindow replies) {
        Receipt now = array.untouched(ReceiptStatus.INDETERMINATE, 0);
        replies.post(new QueryReply(query.updateId(), results.known(query.updateId(), now)));
    }

    void multiply(MatrixVector question, ReplyWindow replies) {
        MatrixProduct product;
        try {
            product = MatrixProduct.of(datasheet, array, question);
        } catch (IllegalArgumentException refused) {
            replies.post(new Result(question.commandId(), array.untouched(ReceiptStatus.REJECTED, 0), text(refused)));
            return;
        }
        for (MatrixVectorReply chunk : product.chunks()) {
            replies.post(chunk);
        }
        replies.post(new Result(question.commandId(), product.receipt(), ""));
    }

    private static String text(IllegalArgumentException refused) {
        return String.valueOf(refused.getMessage());
    }

    private static Receipt withoutReadout(Receipt receipt) {
        return new Receipt(
                receipt.status(),
                receipt.window(),
                receipt.temperatureKelvin(),
                receipt.cells(),
                receipt.pulses(),
                receipt.jumps(),
                null);
    }
}
