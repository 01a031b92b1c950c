package org.limbench.protocol;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;

/** Messages of every kind, ordinary ones and ones at their limits. */
public final class MessageExamples {
    static final Drive BARRIER = new Drive.Barrier(4.2e-21, 8.4e-20);
    static final Drive VOLTAGE = new Drive.Voltage(1.5, 1.25);
    static final Tile TILE = new Tile(1, 2, 3, 4);

    private MessageExamples() {}

    /** All of them. */
    public static List<Message> all() {
        List<Message> all = new ArrayList<>(sessions());
        for (ArrayCommand command : commands()) {
            all.add(new Command(7, 60_000, command));
        }
        all.add(new Command(Long.MAX_VALUE, 0, new ReadRequest(TILE, 1)));
        all.addAll(stagings());
        all.addAll(answers());
        return all;
    }

    static List<Message> sessions() {
        return List.of(
                new Hello(1, 0, 0x1122334455667788L, 5_000, "bench", 1024),
                new Hello(0xFFFF_FFFFL, 0xFFFF_FFFFL, -1, 3_600_000, "n".repeat(64), 0xFFFF_FFFFL),
                new HelloAck(0xCAFEF00DL, 1, 0, 41, 8, 1024, 123_456, 0x89ABCDEF, 5_000, true),
                new HelloAck(-1, 0xFFFF_FFFFL, 0xFFFF_FFFFL, Long.MAX_VALUE, 64, 256, Long.MAX_VALUE, -1, 1, false),
                new Ack(0, 0, false, 0),
                new Ack(Envelope.MOST_SEQ, 64, true, 86_400_000),
                new Bye("done"),
                new Bye(""),
                new ResetRequest(),
                new PowerOn("unconsolidated"),
                new PowerOn(""),
                new Fault(FaultCode.OUT_OF_RANGE, "command.rank1.slots", "slots is 2000; allowed: 1 to 1024", 12, 34),
                new Fault(FaultCode.UNSPECIFIED, "", "", 0, 0),
                new Log(Log.Level.WARNING, "barrier supply at 91 %"),
                new DatasheetRequest(),
                new DatasheetReply(datasheet(true)),
                new DatasheetReply(datasheet(false)),
                new StatusRequest(),
                new StatusReply(99, 1e8, 12, latch(5), 300, new FaultCounters(1, 2, 3, 4, 5, 6)),
                new StatusReply(0, 0, 0, MeterLatch.zero(), 4.2, FaultCounters.zero()),
                new MeterRequest(),
                new MeterReply(latch(-1), 3.25),
                new MeterStream(true, 100),
                new MeterStream(false, 0),
                new MeterEvent(1, latch(9), 0.5),
                new MeterEvent(0xFFFF_FFFFL, MeterLatch.zero(), 1e-9));
    }

    static List<ArrayCommand> commands() {
        return List.of(
                rank1(65, 10),
                new Rank1Update(new Tile(0, 0, 256, 256), VOLTAGE, codes(256), 65_536, codes(256), 0, 1024, 1e-6, -1),
                new PulseTrain(TILE, Operation.PROGRAM, BARRIER, Polarity.POTENTIATE, 1e-6, 2e-6, 1_000_000),
                new PulseTrain(TILE, Operation.UPDATE, VOLTAGE, Polarity.DEPRESS, 1e-9, 1e-9, 1),
                new BarrierChange(TILE, 2.5e-19, 0),
                new Consolidation(new Tile(65_535, 65_535, 1, 1), 4e-19, 1e-3),
                new TimeAdvance(3.2e8, false),
                new TimeAdvance(1e-9, true),
                new ReadRequest(new Tile(0, 0, 65, 10), 1024));
    }

    static List<Message> stagings() {
        return List.of(
                new UpdateBegin(8, 500, new UpdateBegin.Kind.Dense(), TILE, BARRIER, 1e-6, 12),
                new UpdateBegin(9, 500, new UpdateBegin.Kind.Sparse(), new Tile(0, 0, 65, 10), VOLTAGE, 1e-6, 15),
                new UpdateBegin(
                        10,
                        Long.MAX_VALUE,
                        new UpdateBegin.Kind.Rank1(65_536, 1, 31, Long.MIN_VALUE),
                        new Tile(0, 0, 784, 10),
                        BARRIER,
                        1e-6,
                        794),
                new UpdateChunk(8, 0, codes(12)),
                new UpdateChunk(Long.MAX_VALUE, Integer.MAX_VALUE, codes(512)),
                new UpdateCommit(8, 12, 0xE3069283),
                new UpdateCommit(Long.MAX_VALUE, Integer.MAX_VALUE, 0),
                new BarrierSchedule(
                        11,
                        900,
                        TILE,
                        List.of(new BarrierSchedule.Step(1, 1e-20), new BarrierSchedule.Step(2_000_000_000, 0))),
                new MatrixVector(12, TILE, codes(3), 0.2),
                new MatrixVector(12, new Tile(0, 0, 512, 512), codes(512), 1));
    }

    static List<Message> answers() {
        List<Message> all = new ArrayList<>();
        for (ReceiptStatus status : ReceiptStatus.values()) {
            if (status != ReceiptStatus.UNACCOUNTED) { // a host's word
                all.add(result(7, status, ""));
            }
        }
        Receipt widest = new Receipt(
                ReceiptStatus.APPLIED,
                new MeterWindow(latch(1), latch(-1), 0, Double.MAX_VALUE),
                300,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                -1,
                null);
        all.add(new Result(Long.MAX_VALUE, widest, "d".repeat(160)));
        all.add(new TileChunk(7, TILE, 2, 1, new int[] {0, 255, 128}));
        all.add(new TileChunk(7, TILE, 0, 2, new int[] {0, 65_535, 256, 255}));
        all.add(new TileChunk(Long.MAX_VALUE, new Tile(0, 0, 65_535, 32_767), 2_000_000_000, 1, new int[512]));
        all.add(new MatrixVectorReply(12, 0, new short[] {-32_768, 32_767, 0, -1}, 1e-9));
        all.add(new MatrixVectorReply(12, 65_535, new short[256], 1e-9));
        all.add(new QueryUpdate(6));
        all.add(new QueryReply(6, null));
        all.add(new QueryReply(6, result(6, ReceiptStatus.DUPLICATE, "kept")));
        return all;
    }

    static Result result(long id, ReceiptStatus status, String detail) {
        MeterWindow window = new MeterWindow(latch(1_000), latch(1_250), 0.25, 0.5);
        return new Result(id, new Receipt(status, window, 300, 650, 123, 45, null), detail);
    }

    static Rank1Update rank1(int rows, int columns) {
        return new Rank1Update(
                new Tile(0, 0, rows, columns),
                BARRIER,
                codes(rows),
                32_768,
                codes(columns),
                65_536,
                31,
                1e-6,
                0x0123456789ABCDEFL);
    }

    /** Codes over the whole of -127..127. */
    static byte[] codes(int count) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) (i * 37 % 255 - 127);
        }
        return codes;
    }

    /**
     * Counts of the basic accounts that start with one given and grow by channel; -1 is the largest unsigned count in every
     * account.
     */
    static MeterLatch latch(long first) {
        long[] delivered = new long[EnergyAccount.count()];
        long[] returned = new long[EnergyAccount.count()];
        for (int i = 0; i < delivered.length; i++) {
            delivered[i] = first < 0 ? first : i < EnergyAccount.BASIC ? first * (i + 1) : 0;
            returned[i] = first < 0 ? first : i < 2 ? first : 0;
        }
        return new MeterLatch(delivered, returned);
    }

    static Datasheet datasheet(boolean barrier) {
        List<MeterChannel> meter = new ArrayList<>();
        for (int i = 0; i < EnergyAccount.BASIC; i++) {
            meter.add(new MeterChannel(EnergyAccount.at(i), 1e-12 * (i + 1), 1e-3, 1e-9 * i, 1e-8));
        }
        return new Datasheet(
                (barrier ? "lim-chain" : "w".repeat(64)),
                (barrier ? "limbench 0.1.0" : "v".repeat(64)),
                barrier ? "ab".repeat(32) : "",
                barrier,
                new ArrayGeometry(65, 10),
                barrier ? 64 : 0,
                -1e-6,
                1e-4,
                1.5e-6,
                barrier ? DriveKind.BARRIER : DriveKind.VOLTAGE,
                barrier ? new BarrierLimits(4e-21, 4e-19, 1e-19, 8e-20, 1e9, 2e9, 0.5) : null,
                barrier ? null : new Drive.Voltage(1.5, 1.25),
                1e-6,
                300,
                new ReadConverter(8, -1e-6, 4e-7, 1e-7),
                meter,
                1024,
                65_536);
    }
}
