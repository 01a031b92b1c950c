package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.bench.proxy.Proxy;
import org.limbench.bench.proxy.ProxyFaults;
import org.limbench.bench.proxy.ProxyPlan;
import org.limbench.protocol.wire.Wire;
import org.limbench.testkit.LedgerTable;
import org.limbench.testkit.LyingPeer;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.transport.LinkException;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.LineTiming;
import org.limbench.transport.faults.LinkFaults;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A device that lies is told in one line by every command that meets it, and a run it ends can be gone on with. */
final class LyingDeviceTest {
    private static final String ESCAPE = "\u001b[31mgone\r\nlimbench: all is well\u0007";

    private static final Host HOST = new Host(System::nanoTime, () -> 1, name -> null);

    @TempDir
    private Path directory;

    private LyingPeer peer;

    @BeforeEach
    void start() throws IOException {
        peer = LyingPeer.of("lim-chain", 3);
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
    }

    /**
     * A lie.
     *
     * @param told what is said of it
     * @param how answers are bent
     */
    private record Lie(String told, UnaryOperator<Wire.Envelope> how) {}

    private static UnaryOperator<Wire.Envelope> bend(Consumer<Wire.Envelope.Builder> how) {
        return envelope -> {
            Wire.Envelope.Builder bent = envelope.toBuilder();
            how.accept(bent);
            return bent.build();
        };
    }

    private static Lie greeting(String told, Consumer<Wire.HelloAck.Builder> how) {
        return new Lie(told, bend(e -> {
            if (e.hasHelloAck()) {
                how.accept(e.getHelloAckBuilder());
            }
        }));
    }

    private static Lie sheet(String told, Consumer<Wire.Datasheet.Builder> how) {
        return new Lie(told, bend(e -> {
            if (e.hasDatasheetReply()) {
                how.accept(e.getDatasheetReplyBuilder().getDatasheetBuilder());
            }
        }));
    }

    private static Lie result(String told, Consumer<Wire.Result.Builder> how) {
        return new Lie(told, bend(e -> {
            if (e.hasResult()) {
                how.accept(e.getResultBuilder());
            }
        }));
    }

    private static Lie codes(String told, Consumer<Wire.TileChunk.Builder> how) {
        return new Lie(told, bend(e -> {
            if (e.hasTileChunk()) {
                how.accept(e.getTileChunkBuilder());
            }
        }));
    }

    static Stream<Lie> beforeARun() {
        return Stream.of(
                greeting("hello_ack.max_frame: maxFrame is 4294967295", ack -> ack.setMaxFrame(-1)),
                greeting("hello_ack.credits: credits is 0", ack -> ack.setCredits(0)),
                greeting("hello_ack.lease_millis: leaseMillis is 0", ack -> ack.setLeaseMillis(0)),
                greeting("hello_ack.boot_id: bootId is 0", ack -> ack.setBootId(0)),
                greeting("4294967295.0", ack -> ack.setProtoMajor(-1)),
                sheet("rows is 0", s -> s.setRows(0)),
                sheet("rows is 4294967295", s -> s.setRows(-1)),
                sheet("mostSiemens is Infinity", s -> s.setMostSiemens(Double.POSITIVE_INFINITY)),
                sheet("leastSiemens is NaN", s -> s.setLeastSiemens(Double.NaN)),
                sheet("lsbJoules is -1.0", s -> s.getMeterBuilder().setLsbJoules(2, -1)),
                sheet(
                        "meter has 7",
                        s -> s.getMeterBuilder()
                                .clearLsbJoules()
                                .addAllLsbJoules(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0))),
                sheet("mostJoules is Infinity", s -> s.getBarrierBuilder().setMostJoules(Double.POSITIVE_INFINITY)),
                sheet("drive is missing", s -> s.clearDrive()),
                sheet("bits is 32", s -> s.getConverterBuilder().setBits(32)));
    }

    static Stream<Lie> inARead() {
        return Stream.of(
                result("for command 4711", r -> r.setCommandId(4711)),
                result("status is number 99", r -> r.setStatusValue(99)),
                result("window is missing", r -> r.clearWindow()),
                result("temperatureKelvin is NaN", r -> r.setTemperatureKelvin(Double.NaN)),
                result("endSeconds is Infinity", r -> r.getWindowBuilder().setEndSeconds(Double.POSITIVE_INFINITY)),
                result(
                        "endSeconds is",
                        r -> r.getWindowBuilder().setStartSeconds(5e9).setEndSeconds(4e9)),
                result("pulses is 18446744073709551615", r -> r.setPulses(-1)),
                result("jumps is 18446744073709551615", r -> r.setJumps(-1)),
                result("cells is 4294967295", r -> r.setCells(-1)),
                codes("for command 4711", c -> c.setCommandId(4711)),
                codes("codes of", c -> c.getTileBuilder().setRows(64)),
                codes("from cell 1", c -> c.setOffset(c.getOffset() + 1)),
                codes("tile_chunk.code_bytes: codeBytes is 3", c -> c.setCodeBytes(3)),
                codes("codes", c -> c.setCodes(ByteString.EMPTY)),
                new Lie("from a converter of 3 bits; allowed: 0 to 7", bend(e -> {
                    if (e.hasDatasheetReply()) {
                        e.getDatasheetReplyBuilder()
                                .getDatasheetBuilder()
                                .getConverterBuilder()
                                .setBits(3);
                    } else if (e.hasTileChunk()) {
                        byte[] full = new byte[e.getTileChunk().getCodes().size()];
                        Arrays.fill(full, (byte) 0xFF);
                        e.getTileChunkBuilder().setCodes(ByteString.copyFrom(full));
                    }
                })));
    }

    private static void told(Said said, String... parts) {
        said.refused(ExitCode.DEVICE_FAILED, parts);
        assertThat(said.out() + said.err()).doesNotContain("\u001b", "\u0007");
    }

    @ParameterizedTest
    @MethodSource({"beforeARun", "inARead"})
    void aProbeTellsIt(Lie lie) {
        peer.lies(lie.how());
        told(Said.by(directory, "probe", peer.address()), lie.told(), peer.address());
    }

    static Stream<Lie> oneOfAKind() {
        return beforeARun()
                .filter(each -> Set.of("4294967295.0", "rows is 0", "mostJoules is Infinity")
                        .contains(each.told()));
    }

    @ParameterizedTest
    @MethodSource("oneOfAKind")
    void aRunIsNotBegun(Lie lie) {
        peer.lies(lie.how());
        told(run(peer.address(), "out"), lie.told(), peer.address());
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private LedgerTable ledger(String out) {
        return new LedgerTable(directory.resolve(out).resolve("ledger.parquet"));
    }

    private Said run(String device, String out) {
        return Said.by(
                directory,
                "run",
                "--task",
                "quadratic",
                "--updates",
                "12",
                "--arms",
                "lim",
                "--device",
                device,
                "--out",
                directory.resolve(out).toString());
    }

    static Stream<Lie> inARun() {
        return inARead()
                .filter(each -> Set.of("temperatureKelvin is NaN", "codes of").contains(each.told()));
    }

    /** Tells the truth of so many results first. */
    private static UnaryOperator<Wire.Envelope> after(int results, UnaryOperator<Wire.Envelope> lie) {
        AtomicInteger told = new AtomicInteger();
        return envelope -> {
            if (told.get() >= results) {
                return lie.apply(envelope);
            }
            told.addAndGet(envelope.hasResult() ? 1 : 0);
            return envelope;
        };
    }

    @ParameterizedTest
    @MethodSource("inARun")
    void aRunIsEndedAndCanBeGoneOnWith(Lie lie) throws Exception {
        peer.lies(after(9, lie.how()));
        Said ended = run(peer.address(), "out");
        told(ended, lie.told(), peer.address());
        assertThat(ended.err()).contains("--resume");
        peer.tellsTheTruth();
        Said.by(directory, "run", "--resume", directory.resolve("out").toString())
                .done();
        LedgerTable rows = ledger("out");
        assertThat(rows.count("kind = 'update'")).isEqualTo(12);
        try (LyingPeer honest = LyingPeer.of("lim-chain", 3)) {
            run(honest.address(), "honest").done();
        }
        assertThat(rows.lastDigest()).isEqualTo(ledger("honest").lastDigest());
    }

    private ProxyPlan plan(String listen) {
        LinkFaults none = new LinkFaults(FaultProbabilities.NONE, FaultProbabilities.NONE, List.of(), LineTiming.NONE);
        return new ProxyPlan(
                DeviceAddress.offered(listen),
                DeviceAddress.parse(peer.address()),
                new ProxyFaults(none, List.of(), 1),
                null,
                null,
                false);
    }

    /** It has to tell the broker who the device is, and looks again where it could not. */
    @Test
    void aProxyThatCannotDescribeALyingDeviceSaysSo() throws Exception {
        peer.lies(beforeARun().toList().get(5).how());
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            ProxyPlan plan = plan("mqtt://127.0.0.1:" + broker.port() + "/lab/lim0");
            assertThatThrownBy(() -> Proxy.start(plan, HOST, line -> {}))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContainingAll("cannot tell a broker what the device is", "rows is 0");
        }
    }

    @Test
    void aProxyLetsTheLiePassAndOutlivesIt() throws Exception {
        List<String> talk = new CopyOnWriteArrayList<>();
        try (Proxy proxy = Proxy.start(plan("tcp:127.0.0.1:0"), HOST, talk::add)) {
            for (Lie lie :
                    List.of(beforeARun().toList().get(5), inARead().toList().get(0))) {
                peer.lies(lie.how());
                told(Said.by(directory, "probe", proxy.address()), lie.told());
                peer.tellsTheTruth();
                assertThat(Said.by(directory, "probe", proxy.address()).done()).contains("lim-chain");
            }
        }
        assertThat(talk).noneMatch(line -> line.contains("internal") || line.contains("Exception"));
    }

    @Test
    void aTraceShowsTheLieAsWhatItIs() {
        String file = directory.resolve("lie.pcapng").toString();
        peer.lies(bend(e -> {
            if (e.hasDatasheetReply()) {
                e.getDatasheetReplyBuilder()
                        .getDatasheetBuilder()
                        .setDevice(ESCAPE)
                        .setFirmware(ESCAPE);
            } else if (e.hasResult()) {
                e.getResultBuilder().setTemperatureKelvin(Double.NaN).setDetail(ESCAPE);
            }
        }));
        Said probe = Said.by(directory, "probe", peer.address(), "--trace", file);
        told(probe, "temperatureKelvin is NaN");
        Said shown = Said.by(directory, "trace", file);
        assertThat(shown.done())
                .contains("malformed: temperatureKelvin is NaN", "datasheet ")
                .doesNotContain("\u001b", "\u0007");
        assertThat(shown.lines()).noneMatch(line -> line.startsWith("limbench:"));
        JsonNode packets = JsonMapper.shared()
                .readTree(Said.by(directory, "trace", file, "--json").done())
                .get("packets");
        assertThat(packets.toString())
                .contains("malformed: temperatureKelvin is NaN")
                .doesNotContain("\\u001b");
        Said again = Said.by(directory, "trace", file, "--replay", "emulated:lim-chain", "--seed", "3");
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(again.out() + again.err()).doesNotContain("internal error", "\u001b");
    }

    @Test
    void aTextThatLiesStaysOnItsLine() {
        peer.lies(bend(e -> {
            if (e.hasDatasheetReply()) {
                e.getDatasheetReplyBuilder()
                        .getDatasheetBuilder()
                        .setDevice(ESCAPE)
                        .setFirmware(ESCAPE);
            }
        }));
        Said probe = Said.by(directory, "probe", peer.address());
        assertThat(probe.done()).doesNotContain("\u001b", "\u0007");
        assertThat(probe.lines()).noneMatch(line -> line.startsWith("limbench:"));
    }
}
