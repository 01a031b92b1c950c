package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.BitLines;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.WireLimits;
import org.limbench.testkit.Firmware;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;
import org.limbench.transport.serial.SerialLink;
import org.limbench.transport.tcp.TcpLink;

/** What the emulator does for every host ({@link ContractTest}), the C firmware does too: as a process and on a core. */
final class FirmwareContractIT {
    private static final double KT = 1.380649e-23 * 300;

    /** Firmware and wire. */
    enum Bench {
        POSIX_TCP,
        POSIX_SERIAL,
        CORTEX_M3_TCP,
        CORTEX_M3_SERIAL;

        boolean tcp() {
            return this == POSIX_TCP || this == CORTEX_M3_TCP;
        }

        Firmware.Running start() throws IOException {
            return this == POSIX_TCP || this == POSIX_SERIAL ? Firmware.posix(tcp(), 1) : Firmware.cortexM3(tcp());
        }

        Link connect(Firmware.Running firmware) throws LinkException {
            return tcp()
                    ? TcpLink.connect("127.0.0.1", firmware.port(), Duration.ofSeconds(5))
                    : SerialLink.open(firmware.path(), 921_600, System::nanoTime);
        }
    }

    private static Session open(Bench bench, Firmware.Running firmware) throws LinkException {
        SessionOptions.Builder options =
                SessionOptions.builder(System::nanoTime, 0x5E55).reconnect(() -> bench.connect(firmware));
        return Session.open(bench.connect(firmware), options.build());
    }

    private static byte[] ramp(int n) {
        byte[] values = new byte[n];
        for (int i = 0; i < n; i++) {
            values[i] = (byte) (i * 37 % 13 - 6);
        }
        return values;
    }

    private static Drive drive() {
        return new Drive.Barrier(2 * KT, 8 * KT);
    }

    /** Every kind of command, and the pulses each must report: known from the command alone. */
    private static List<ArrayCommand> everything(ArrayGeometry geometry) {
        Tile whole = geometry.whole();
        int rows = geometry.rows();
        int columns = geometry.columns();
        return List.of(
                new BarrierChange(whole, 30 * KT, 1e-3),
                new PulseTrain(whole, Operation.PROGRAM, drive(), Polarity.DEPRESS, 1e-6, 2e-6, 3),
                new Rank1Update(whole, drive(), ramp(rows), 60_000, ramp(columns), 65_536, 16, 1e-6, 77),
                new DenseUpdate(whole, drive(), ramp(rows * columns), 1e-6),
                new SparseUpdate(geometry, drive(), new int[] {0, 30, rows * columns - 1}, new byte[] {9, -9, 1}, 1e-6),
                new ReadRequest(whole, 4),
                new Consolidation(whole, 60 * KT, 1e-2),
                new TimeAdvance(3600, false),
                new ReadRequest(new Tile(3, 4, 5, 6), 1));
    }

    private static long pulses(ArrayCommand command) {
        if (command instanceof PulseTrain train) {
            return (long) train.count() * train.tile().cells();
        }
        if (command instanceof Rank1Update update) {
            return Arrays.stream(BitLines.of(update).signedCounts())
                    .map(Math::abs)
                    .sum();
        }
        byte[] signed = command instanceof DenseUpdate dense
                ? dense.signedPulses()
                : command instanceof SparseUpdate sparse ? sparse.signedPulses() : new byte[0];
        long sum = 0;
        for (byte pulse : signed) {
            sum += Math.abs(pulse);
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void identifiesItself(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start();
                Session session = open(bench, firmware)) {
            Datasheet sheet = session.datasheet();
            assertThat(sheet.device()).isEqualTo("lim-model");
            assertThat(sheet.driveKind()).isEqualTo(DriveKind.BARRIER);
            assertThat(sheet.converter().siemens(0)).isEqualTo(sheet.leastSiemens());
            assertThat(sheet.converter().siemens(255)).isCloseTo(sheet.mostSiemens(), within(1e-12));
            assertThat(session.identity().bootId()).isNotZero();
            assertThat(session.status().deviceSeconds()).isZero();
            assertThat(session.status().lastUpdateId()).isZero();
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void carriesOutEveryCommandAndCountsItsPulses(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start();
                Session session = open(bench, firmware)) {
            List<ArrayCommand> commands = everything(session.datasheet().geometry());
            List<Receipt> receipts = session.execute(commands);
            for (int i = 0; i < commands.size(); i++) {
                Receipt receipt = receipts.get(i);
                assertThat(receipt.status()).as("%s", commands.get(i)).isEqualTo(ReceiptStatus.APPLIED);
                assertThat(receipt.pulses()).as("%s", commands.get(i)).isEqualTo(pulses(commands.get(i)));
            }
            int cells = session.datasheet().geometry().cells();
            assertThat(receipts.get(5).readout().codes()).hasSize(cells).contains(128);
            assertThat(receipts.get(8).readout().codes()).hasSize(30);
            assertThat(session.status().deviceSeconds()).isGreaterThan(3600);
            assertThat(session.status().lastUpdateId()).isEqualTo(commands.size() - 1); // the last is a read
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void heatIsTiltTimesTheLevelsReadBack(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start();
                Session session = open(bench, firmware)) {
            Tile whole = session.datasheet().geometry().whole();
            List<Receipt> receipts = session.execute(List.of(
                    new ReadRequest(whole, 1),
                    new PulseTrain(whole, Operation.UPDATE, drive(), Polarity.POTENTIATE, 1e-6, 1e-6, 5),
                    new ReadRequest(whole, 1)));
            Readout before = receipts.get(0).readout();
            Readout after = receipts.get(2).readout();
            int levels = Arrays.stream(after.codes()).sum()
                    - Arrays.stream(before.codes()).sum();
            Receipt train = receipts.get(1);
            long counts = delivered(train, EnergyAccount.UPDATE) - returned(train, EnergyAccount.UPDATE);
            double lsb = session.datasheet()
                    .meter()
                    .get(EnergyAccount.UPDATE.channel())
                    .lsbJoules();
            assertThat(levels).isPositive();
            assertThat(counts * lsb).isCloseTo(levels * 2 * KT, within(2 * lsb));
            assertThat(train.jumps()).isGreaterThanOrEqualTo(levels);
        }
    }

    private static long delivered(Receipt receipt, EnergyAccount account) {
        return receipt.window().end().delivered()[account.channel()]
                - receipt.window().start().delivered()[account.channel()];
    }

    private static long returned(Receipt receipt, EnergyAccount account) {
        return receipt.window().end().returned()[account.channel()]
                - receipt.window().start().returned()[account.channel()];
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void metersEveryCommandInItsOwnReceipt(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start();
                Session session = open(bench, firmware)) {
            long[] sum = new long[EnergyAccount.count()];
            for (Receipt receipt :
                    session.execute(everything(session.datasheet().geometry()))) {
                for (EnergyAccount account : EnergyAccount.values()) {
                    sum[account.channel()] += delivered(receipt, account);
                }
            }
            assertThat(session.meter().delivered()).isEqualTo(sum);
            // 30 kT more on a gate of 1 fF at one elementary charge per volt: C V^2 in counts of 1e-22 J, cell by cell
            double volts = 30 * KT / 1.602176634e-19;
            assertThat((double) sum[EnergyAccount.CONSOLIDATE.channel()])
                    .isCloseTo(
                            session.datasheet().geometry().cells() * 1e-15 * volts * volts / 1e-22,
                            org.assertj.core.data.Percentage.withPercentage(0.01));
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void refusesWholeWhatIsOutOfRangeAndGoesOn(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start();
                Session session = open(bench, firmware)) {
            Tile whole = session.datasheet().geometry().whole();
            BarrierLimits limits = session.datasheet().barrier();
            BarrierChange tooHigh = new BarrierChange(whole, 2 * limits.mostJoules(), 0);
            int[] before = session.execute(new ReadRequest(whole, 1)).readout().codes();
            assertThatThrownBy(() -> session.execute(tooHigh))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("barrierJoules");
            PulseTrain beyond = new PulseTrain(
                    new Tile(0, 0, whole.rows() + 1, 1), Operation.UPDATE, drive(), Polarity.DEPRESS, 1e-6, 1e-6, 9);
            assertThatThrownBy(() -> session.execute(beyond))
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("tile");
            assertThat(session.execute(new ReadRequest(whole, 1)).readout().codes())
                    .isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aPowerCutIsNoticedAndNothingIsSentTwice(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start();
                Session session = open(bench, firmware)) {
            Tile whole = session.datasheet().geometry().whole();
            PulseTrain train = new PulseTrain(whole, Operation.UPDATE, drive(), Polarity.POTENTIATE, 1e-6, 1e-6, 1);
            long boot = session.identity().bootId();
            assertThat(session.execute(train).status()).isEqualTo(ReceiptStatus.APPLIED);
            firmware.cutPower();
            List<Receipt> receipts = new ArrayList<>();
            while (session.identity().bootId() == boot) {
                assertThat(receipts).as("commands until the restart is noticed").hasSizeLessThan(50);
                receipts.addAll(session.execute(List.of(train, train)));
            }
            assertThat(receipts)
                    .allMatch(receipt -> receipt.status() == ReceiptStatus.APPLIED
                            || receipt.status() == ReceiptStatus.INDETERMINATE);
            assertThat(session.execute(train).status()).isEqualTo(ReceiptStatus.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aHostComesBackOverANewLinkAndAsksWhatBecameOfItsCommand(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start()) {
            Link killed = bench.connect(firmware);
            Session session = Session.open(
                    killed, SessionOptions.builder(System::nanoTime, 0x5E55).build());
            Tile whole = session.datasheet().geometry().whole();
            PulseTrain train = new PulseTrain(whole, Operation.UPDATE, drive(), Polarity.POTENTIATE, 1e-6, 1e-6, 1);
            Receipt first = session.execute(train);
            killed.close(); // the process is gone: no goodbye
            SessionOptions again = SessionOptions.builder(System::nanoTime, 0xA6A1)
                    .supersedes(0x5E55)
                    .build();
            try (Session resumed = Session.open(bench.connect(firmware), again)) {
                Receipt kept = resumed.query(1, train);
                assertThat(kept.status()).isEqualTo(ReceiptStatus.DUPLICATE);
                assertThat(kept.window()).isEqualTo(first.window());
                assertThat(resumed.query(2, train)).isNull();
                assertThat(resumed.execute(train).window().start())
                        .isEqualTo(first.window().end());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Bench.class)
    void aMessageOfALaterVersionIsAnsweredAndNotFatal(Bench bench) throws IOException {
        try (Firmware.Running firmware = bench.start();
                Link link = bench.connect(firmware)) {
            long session = 0x1122334455667788L;
            Message hello = new Hello(WireLimits.PROTO_MAJOR, 99, session, 1000, "later", 1024);
            assertThat(say(link, FrameCodec.encode(new Envelope(session, 0, hello)), HelloAck.class)
                            .protoMinor())
                    .isZero();
            // body 200 of a later minor version, sequence number 1: session (fixed64 1), seq 1 (varint 2), 200 (bytes)
            byte[] later = {9, (byte) 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 16, 1, (byte) 0xC2, 12, 0};
            Fault fault = say(link, frame(later), Fault.class);
            assertThat(fault.code()).isEqualTo(FaultCode.UNSUPPORTED);
            assertThat(fault.refersSeq()).isEqualTo(1);
        }
    }

    /** COBS and CRC of a bare envelope, by the rules LIM-P-002 to 004. */
    private static byte[] frame(byte[] envelope) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(envelope);
        java.nio.ByteBuffer raw = java.nio.ByteBuffer.allocate(envelope.length + 4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put(envelope)
                .putInt((int) crc.getValue());
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(0);
        int start = 0;
        byte[] bytes = raw.array();
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == 0) {
                out.write(i - start + 1);
                out.write(bytes, start, i - start);
                start = i + 1;
            }
        }
        out.write(0);
        return out.toByteArray();
    }

    /** Says a frame, every 200 ms, until a message of a type comes back. */
    private static <T extends Message> T say(Link link, byte[] frame, Class<T> type) throws LinkException {
        FrameDecoder decoder = new FrameDecoder();
        for (int tries = 0; tries < 25; tries++) {
            link.send(frame, SendHints.on(org.limbench.transport.Channel.COMMAND));
            byte[] bytes = link.receive(Duration.ofMillis(200));
            while (bytes != null) {
                for (DecodeResult result : decoder.accept(bytes)) {
                    if (result instanceof DecodeResult.Decoded decoded
                            && type.isInstance(decoded.envelope().body())) {
                        return type.cast(decoded.envelope().body());
                    }
                }
                bytes = link.receive(Duration.ofMillis(200));
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " came back");
    }
}
