package org.limbench.driver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.protocol.Message;

/** A caller's command on its way: one block or several, and their receipts. Single-threaded. */
final class Job {
    final ArrayCommand command;
    final List<Block> blocks = new ArrayList<>();
    /** Id of the first block; 0 until the first byte is about to leave. */
    long id;

    Job(ArrayCommand command, List<ArrayCommand> parts) {
        this.command = command;
        for (ArrayCommand part : parts) {
            blocks.add(new Block(this, part));
        }
    }

    /**
     * Gives it and its blocks adjoining ids.
     *
     * @param first of the first block, 1 to 2^63-1
     */
    void identify(long first) {
        if (first < 1 || first > Long.MAX_VALUE - blocks.size()) {
            throw new IllegalArgumentException("command id is " + first + "; allowed: 1 to 2^63-1");
        }
        id = first;
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).id = first + i;
        }
    }

    /** A part of a job with an id of its own. */
    static final class Block {
        final Job job;
        final ArrayCommand part;
        long id;

        @Nullable
        Iterator<Message> frames;
        /** Whether the frame that makes the device act has left. */
        boolean whole;

        int[] codes = new int[0];
        int codesFilled;
        int reissues;

        @Nullable
        Receipt receipt;

        Block(Job job, ArrayCommand part) {
            this.job = job;
            this.part = part;
        }

        /** Back to the start: nothing of it is under way. */
        void unsend() {
            frames = null;
            whole = false;
            codesFilled = 0;
        }
    }

    boolean answered() {
        return blocks.stream().allMatch(block -> block.receipt != null);
    }

    /** One receipt for all blocks: the window holds them all, counts add up, and the worst status is the job's. */
    Receipt receipt() {
        Receipt first = receiptOf(blocks.get(0));
        if (blocks.size() == 1) {
            return first;
        }
        int cells = 0;
        long pulses = 0;
        long jumps = 0;
        for (Block block : blocks) {
            Receipt receipt = receiptOf(block);
            cells += receipt.cells();
            pulses += receipt.pulses();
            jumps = jumps < 0 || receipt.jumps() < 0 ? -1 : jumps + receipt.jumps();
        }
        return new Receipt(status(), window(), first.temperatureKelvin(), cells, pulses, jumps, null);
    }

    /** From the first block's start to the last one's end, waits in between included. */
    private MeterWindow window() {
        MeterWindow whole = receiptOf(blocks.get(0)).window();
        for (Block block : blocks.subList(1, blocks.size())) {
            whole = whole.through(receiptOf(block).window());
        }
        return whole;
    }

    /** What all blocks say where they agree; INDETERMINATE where the array carries a part of the command. */
    private ReceiptStatus status() {
        ReceiptStatus first = receiptOf(blocks.get(0)).status();
        if (blocks.stream().allMatch(block -> receiptOf(block).status() == first)) {
            return first;
        }
        boolean applied =
                blocks.stream().allMatch(block -> receiptOf(block).status().applied());
        return applied ? ReceiptStatus.APPLIED : ReceiptStatus.INDETERMINATE;
    }

    private static Receipt receiptOf(Block block) {
        if (block.receipt == null) {
            throw new IllegalStateException("block " + block.id + " has no receipt yet");
        }
        return block.receipt;
    }
}
