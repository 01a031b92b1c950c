package org.limbench.protocol;

import java.util.List;
import java.util.Locale;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;

/** The exchange printed in the specification, encoded by the codec. */
final class ExchangeExample {
    private static final long SESSION = 0x1122334455667788L;
    private static final Tile TILE = new Tile(0, 0, 2, 3);
    private static final int PER_LINE = 24;

    private ExchangeExample() {}

    private record Step(char direction, String meaning, long seq, Message body) {}

    /** The block of the specification: per frame a line of meaning and its bytes. */
    static String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps()) {
            byte[] frame = FrameCodec.encode(new Envelope(SESSION, step.seq(), step.body()));
            text.append(step.direction())
                    .append(' ')
                    .append(step.body().getClass().getSimpleName())
                    .append(", seq ")
                    .append(step.seq())
                    .append(": ")
                    .append(step.meaning())
                    .append('\n');
            for (int i = 0; i < frame.length; i++) {
                text.append(i % PER_LINE == 0 ? "   " : "").append(String.format(Locale.ROOT, " %02x", frame[i]));
                text.append(i % PER_LINE == PER_LINE - 1 || i == frame.length - 1 ? "\n" : "");
            }
        }
        return text.toString();
    }

    private static List<Step> steps() {
        Rank1Update update = new Rank1Update(
                TILE,
                new Drive.Barrier(8.0e-21, 2.0e-20),
                new byte[] {127, -64},
                65_536,
                new byte[] {127, 0, -127},
                32_768,
                8,
                1.0e-6,
                42);
        Readout readout = new Readout(TILE, new int[] {129, 128, 127, 127, 128, 128});
        return List.of(
                new Step('>', "lease of 5 s", 0, new Hello(1, 0, SESSION, 5_000, "bench", 1_024)),
                new Step(
                        '<',
                        "boot 00000000cafef00d, 8 credits, up for 1,000 ms",
                        0,
                        new HelloAck(0xCAFEF00DL, 1, 0, 0, 8, 1_024, 1_000, 0xBCC95BE4, 5_000, true)),
                new Step('>', "update 1, rank-1 in 8 slots, until 31,000 ms", 1, new Command(1, 31_000, update)),
                new Step('<', "1 has arrived", 0, new Ack(1, 8, false, 1_002)),
                new Step(
                        '<',
                        "1 is applied: 12 pulses, 5 jumps, 9 counts more under update",
                        1,
                        result(1, 0, 9, 0, 8.0e-6, 12, 5)),
                new Step('>', "1 has arrived", 0, new Ack(1, 8, false, 0)),
                new Step('>', "command 2, read", 2, new Command(2, 0, new ReadRequest(TILE, 1))),
                new Step('<', "2 has arrived", 0, new Ack(2, 8, false, 1_004)),
                new Step('<', "six codes", 2, TileChunk.of(2, readout, 8).get(0)),
                new Step('<', "2 is done: 4 counts more under read", 3, result(2, 9, 0, 4, 9.0e-6, 0, 0)),
                new Step('>', "3 has arrived", 0, new Ack(3, 8, false, 0)),
                new Step('>', "the lease is given back", 0, new Bye("done")),
                new Step('<', "it is free", 0, new Bye("done")));
    }

    private static Result result(
            long id, long updateBefore, long update, long read, double endSeconds, long pulses, long jumps) {
        long[] before = new long[EnergyAccount.count()];
        before[EnergyAccount.UPDATE.channel()] = updateBefore;
        long[] after = before.clone();
        after[EnergyAccount.UPDATE.channel()] += update;
        after[EnergyAccount.READ.channel()] += read;
        long[] none = new long[EnergyAccount.count()];
        MeterWindow window = new MeterWindow(
                new MeterLatch(before, none), new MeterLatch(after, none), updateBefore == 0 ? 0 : 8.0e-6, endSeconds);
        return new Result(id, new Receipt(ReceiptStatus.APPLIED, window, 300, TILE.cells(), pulses, jumps, null), "");
    }
}
