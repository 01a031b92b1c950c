package org.limbench.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.DatasheetReply;
import org.limbench.protocol.DatasheetRequest;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterReply;
import org.limbench.protocol.MeterRequest;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.Result;
import org.limbench.transport.LinkException;

/**
 * What outlasts the links of a session: opens it anew on another link ({@link SessionOptions#reconnect}), settles what the lost
 * one left, asks until answered, and knows when the session is over. Under the same boot the device is asked what became of
 * each command without a receipt; under another one a command that had left whole is INDETERMINATE. Single-threaded.
 */
final class Recovery {
    /** Times a link is opened anew without one command being answered in between. */
    private static final int MOST_RECOVERIES = 5;

    private final Connection connection;
    private final SessionOptions options;
    private final Plausibility plausibility;
    private @Nullable Datasheet datasheet;
    private int recoveries;
    /** Whether a device whose time and registers begin anew does as it was asked. */
    private boolean beginsAnew;

    private @Nullable RuntimeException over;

    Recovery(Connection connection, SessionOptions options, Plausibility plausibility) {
        this.connection = connection;
        this.options = options;
        this.plausibility = plausibility;
    }

    /** Fetches the datasheet of the device this session is held with from now on, whatever its link. */
    void identify() {
        datasheet = request(new DatasheetRequest(), DatasheetReply.class).datasheet();
    }

    Datasheet datasheet() {
        return Objects.requireNonNull(datasheet);
    }

    /** @throws IllegalStateException when the session is over */
    void requireGoing() {
        if (over != null) {
            throw new IllegalStateException("the session is over: " + over.getMessage(), over);
        }
    }

    /** The session is over. */
    void end(RuntimeException why) {
        over = why;
    }

    /** Something was answered: links may be lost again. */
    void answered() {
        recoveries = 0;
    }

    <T extends Message> T request(Message question, Class<T> answer) {
        return request(null, question, answer);
    }

    /** Asks until answered, over as many links as it takes. {@code before} goes ahead of the question, if given. */
    <T extends Message> T request(@Nullable Message before, Message question, Class<T> answer) {
        requireGoing();
        while (true) {
            try {
                if (before != null) {
                    connection.talk().post(before, 0, 0);
                }
                T reply = connection.ask(question, answer);
                answered();
                return reply;
            } catch (LinkException lost) {
                recover(lost, null);
            }
        }
    }

    /**
     * Asks what became of a command whose blocks have ids, and gives them the receipts the device has kept.
     *
     * @param bootId under which the command was sent; under another one what has no receipt is INDETERMINATE
     * @return whether the device has seen any of it
     */
    boolean query(Job job, long bootId) {
        boolean seen = false;
        for (Job.Block block : job.blocks) {
            Result kept = request(new QueryUpdate(block.id), QueryReply.class).result();
            if (kept != null) {
                block.receipt = plausibility.keptReceipt(kept.receipt());
                seen = true;
            }
        }
        if (seen && connection.identity().bootId() != bootId) {
            for (Job.Block block : job.blocks) {
                if (block.receipt == null) {
                    block.receipt = plausibility.nothingApplied(datasheet(), ReceiptStatus.INDETERMINATE);
                }
            }
        }
        return seen;
    }

    /** The receipt the device has kept of a command, null where it has none or cannot tell. */
    @Nullable
    Receipt kept(long commandId) {
        Result kept = request(new QueryUpdate(commandId), QueryReply.class).result();
        if (kept == null || kept.receipt().status() == ReceiptStatus.INDETERMINATE) {
            return null;
        }
        return plausibility.keptReceipt(kept.receipt());
    }

    /** As {@link #recover}, after a device was asked to begin anew: its time and registers may. */
    void beginAnew(LinkException gone) {
        beginsAnew = true;
        try {
            recover(gone, null);
        } finally {
            beginsAnew = false;
        }
    }

    /** Opens the session anew, on a new link where there is one, and settles what was under way. */
    void recover(LinkException cause, @Nullable Pipeline pipeline) {
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
}
