package org.limbench.ledger;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;

/**
 * Receipts as the journal keeps them: whole, but told as differences from the last one. A window usually starts where
 * the last one ended, and a read-out differs in few cells from the last one of the same tile.
 *
 * <p>Keeps state on both sides, which must start together: at the head of a journal and at every resumption.
 * Single-threaded.
 */
final class ReceiptCodec {
    /** Tiles remembered; at one more all are forgotten, by writer and reader alike. */
    private static final int MOST_TILES = 64;

    /** Form of a window, added: it starts where the last one ended; its latches count losses, told after it. */
    private static final int ADJOINS = 1;

    private static final int LOSSES = 2;

    /** In place of a count of losses: there was one that the meter did not count, which its registers gave away. */
    private static final long UNCOUNTED = 1L << Integer.SIZE;

    private static final int NO_READOUT = 0;
    private static final int WHOLE = 1;
    private static final int CHANGED = 2;

    private final Map<Tile, int[]> lastCodes = new HashMap<>();
    private MeterLatch lastLatch = MeterLatch.zero();
    private double lastSeconds;
    private final int accounts;

    /** @param accounts a latch tells, the first of them */
    ReceiptCodec(int accounts) {
        this.accounts = accounts;
    }

    void write(ByteSink out, Receipt receipt) {
        out.name(receipt.status());
        window(out, receipt.window());
        out.real(receipt.temperatureKelvin());
        out.unsigned(receipt.cells()).unsigned(receipt.pulses()).signed(receipt.jumps());
        readout(out, receipt.readout());
    }

    Receipt read(ByteSource in) {
        return new Receipt(
                in.name(ReceiptStatus.class),
                window(in),
                in.real(),
                in.natural(),
                in.unsigned(),
                in.signed(),
                readout(in));
    }

    void window(ByteSink out, MeterWindow window) {
        boolean adjoins = window.start().equals(lastLatch)
                && Double.doubleToRawLongBits(window.startSeconds()) == Double.doubleToRawLongBits(lastSeconds);
        boolean losses =
                (!adjoins && window.start().losses() != 0) || !window.unseen().isNone();
        out.octet((adjoins ? ADJOINS : 0) | (losses ? LOSSES : 0));
        if (!adjoins) {
            latch(out, window.start(), MeterLatch.zero());
            out.real(window.startSeconds());
        }
        latch(out, window.end(), window.start());
        out.real(window.endSeconds());
        if (losses) {
            losses(out, window);
        }
        lastLatch = window.end();
        lastSeconds = window.endSeconds();
    }

    MeterWindow window(ByteSource in) {
        int form = in.octet();
        if ((form & ~(ADJOINS | LOSSES)) != 0) {
            throw new JournalFormatException("window form is " + form + "; allowed: 0 to 3");
        }
        boolean adjoins = (form & ADJOINS) != 0;
        MeterLatch start = adjoins ? lastLatch : latch(in, MeterLatch.zero());
        double startSeconds = adjoins ? lastSeconds : in.real();
        MeterLatch end = latch(in, start);
        double endSeconds = in.real();
        MeterWindow window = (form & LOSSES) == 0
                ? new MeterWindow(start, withLosses(end, start.losses()), startSeconds, endSeconds)
                : losses(in, start, end, startSeconds, endSeconds);
        lastLatch = window.end();
        lastSeconds = window.endSeconds();
        return window;
    }

    private static void losses(ByteSink out, MeterWindow window) {
        MeterLoss unseen = window.unseen();
        int start = window.start().losses();
        long added = Integer.toUnsignedLong(window.end().losses() - start);
        out.unsigned(Integer.toUnsignedLong(start)).unsigned(added == 0 && !unseen.isNone() ? UNCOUNTED : added);
        if (!unseen.isNone()) {
            out.unsigned(unseen.accountBits()).unsigned(unseen.causeBits()).real(unseen.seconds());
        }
    }

    private static MeterWindow losses(
            ByteSource in, MeterLatch start, MeterLatch end, double startSeconds, double endSeconds) {
        int before = (int) in.unsigned();
        long added = in.unsigned();
        MeterLoss unseen = added == 0 ? MeterLoss.NONE : MeterLoss.ofBits(in.natural(), in.natural(), in.real());
        return new MeterWindow(
                withLosses(start, before), withLosses(end, before + (int) added), startSeconds, endSeconds, unseen);
    }

    private static MeterLatch withLosses(MeterLatch latch, int losses) {
        return latch.losses() == losses ? latch : new MeterLatch(latch.delivered(), latch.returned(), losses);
    }

    private void latch(ByteSink out, MeterLatch latch, MeterLatch from) {
        for (int i = 0; i < accounts; i++) {
            // unsigned: a register that wrapped still differs by a small number
            out.unsigned(latch.delivered()[i] - from.delivered()[i]);
            out.unsigned(latch.returned()[i] - from.returned()[i]);
        }
    }

    private MeterLatch latch(ByteSource in, MeterLatch from) {
        MeterLatch latch = MeterLatch.zero();
        for (int i = 0; i < accounts; i++) {
            latch.delivered()[i] = from.delivered()[i] + in.unsigned();
            latch.returned()[i] = from.returned()[i] + in.unsigned();
        }
        return latch;
    }

    private void readout(ByteSink out, @Nullable Readout readout) {
        if (readout == null) {
            out.octet(NO_READOUT);
            return;
        }
        int[] codes = readout.codes();
        int[] last = lastCodes.get(readout.tile());
        int changed = last == null ? Integer.MAX_VALUE : countChanged(codes, last);
        if (last == null || changed > codes.length / 2) {
            CommandCodec.tile(out.octet(WHOLE), readout.tile());
            for (int code : codes) {
                out.signed(code);
            }
        } else {
            CommandCodec.tile(out.octet(CHANGED), readout.tile());
            out.unsigned(changed);
            int next = 0;
            for (int i = 0; i < codes.length; i++) {
                if (codes[i] != last[i]) {
                    out.unsigned(i - next).signed(codes[i] - last[i]);
                    next = i + 1;
                }
            }
        }
        remember(readout.tile(), codes);
    }

    private @Nullable Readout readout(ByteSource in) {
        int form = in.octet();
        if (form == NO_READOUT) {
            return null;
        }
        Tile tile = CommandCodec.tile(in);
        int[] codes = switch (form) {
            case WHOLE -> whole(in, tile);
            case CHANGED -> changed(in, tile);
            default -> throw new JournalFormatException("readout form is " + form + "; allowed: 0 to 2");
        };
        remember(tile, codes);
        return new Readout(tile, codes);
    }

    private static int[] whole(ByteSource in, Tile tile) {
        if (tile.cells() > in.left()) {
            throw new JournalFormatException(
                    "readout has " + tile.cells() + " cells; allowed: what " + in.left() + " octets can hold");
        }
        int[] codes = new int[tile.cells()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = in.integer();
        }
        return codes;
    }

    private int[] changed(ByteSource in, Tile tile) {
        int[] last = lastCodes.get(tile);
        if (last == null) {
            throw new JournalFormatException("readout tells changes of a tile never read: " + tile);
        }
        int[] codes = last.clone();
        int changes = in.count(2);
        long next = 0;
        for (int k = 0; k < changes; k++) {
            long i = next + in.natural();
            if (i >= codes.length) {
                throw new JournalFormatException("readout cell is " + i + "; allowed: 0 to " + (codes.length - 1));
            }
            codes[(int) i] += in.integer();
            next = i + 1;
        }
        return codes;
    }

    private void remember(Tile tile, int[] codes) {
        if (lastCodes.size() >= MOST_TILES && !lastCodes.containsKey(tile)) {
            lastCodes.clear();
        }
        lastCodes.put(tile, codes);
    }

    private static int countChanged(int[] codes, int[] last) {
        int changed = 0;
        for (int i = 0; i < codes.length; i++) {
            changed += codes[i] == last[i] ? 0 : 1;
        }
        return changed;
    }
}
