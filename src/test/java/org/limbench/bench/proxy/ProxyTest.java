package org.limbench.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.Host;
import org.limbench.emulator.FaultPlan;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.Hello;
import org.limbench.testkit.Await;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.transport.Channel;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.SendHints;
import org.limbench.transport.faults.Fate;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FrameFault;
import org.limbench.transport.faults.LineTiming;
import org.limbench.transport.faults.LinkDirection;
import org.limbench.transport.faults.LinkFaults;
import org.limbench.transport.faults.Outage;
import org.limbench.transport.faults.ScriptedFault;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.mqtt.MqttListener;
import org.limbench.transport.mqtt.MqttOptions;
import org.limbench.transport.mqtt.MqttPresence;
import org.limbench.transport.serial.SerialLink;
import org.limbench.transport.tcp.TcpLink;
import org.limbench.transport.tcp.TcpListener;

final class ProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final SendHints COMMAND = SendHints.on(Channel.COMMAND);
    private static final SendHints REPLY = SendHints.on(Channel.REPLY);
    private static final Host HOST = new Host(System::nanoTime, () -> 1, name -> null);
    private static final MqttOptions BROKER = MqttOptions.of(() -> null, LIMIT, System::nanoTime);
    private static final DeviceAddress ANYWHERE = DeviceAddress.offered("tcp:127.0.0.1:0");

    @TempDir
    private Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private TcpListener device;

    @BeforeEach
    void listen() throws LinkException {
        device = new TcpListener("127.0.0.1", 0);
    }

    @AfterEach
    void leave() {
        device.close();
    }

    private Proxy proxy(ScriptedFault... script) throws LinkException {
        return proxy(ANYWHERE, script);
    }

    private Proxy proxy(DeviceAddress listen, ScriptedFault... script) throws LinkException {
        LinkFaults link =
                new LinkFaults(FaultProbabilities.NONE, FaultProbabilities.NONE, List.of(script), LineTiming.NONE);
        ProxyFaults faults = new ProxyFaults(link, List.of(), 1);
        DeviceAddress to = DeviceAddress.parse(device.address());
        return Proxy.start(new ProxyPlan(listen, to, faults, null, null, false), HOST, told::add);
    }

    private static Link connect(Proxy proxy) throws LinkException {
        DeviceAddress.Tcp at = (DeviceAddress.Tcp) DeviceAddress.parse(proxy.address());
        return TcpLink.connect(at.host(), at.port(), LIMIT);
    }

    private Link accepted() throws LinkException {
        return Objects.requireNonNull(device.accept(LIMIT), "nobody came");
    }

    private static byte[] frame(int number) {
        return FrameCodec.encode(new Envelope(5, 0, new Bye("frame " + number)));
    }

    private static byte[] hello(long session) {
        return FrameCodec.encode(new Envelope(session, 0, new Hello(1, 0, session, 1000, "test", 1024)));
    }

    /** As many bytes as expected, however they come. */
    private static byte[] bytes(Link link, int count) throws LinkException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        while (got.size() < count) {
            got.writeBytes(Objects.requireNonNull(link.receive(LIMIT), "nothing came"));
        }
        return got.toByteArray();
    }

    private static void isClosed(Link link) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        link.receive(Duration.ofMillis(50));
                    }
                })
                .isInstanceOf(LinkException.class);
    }

    @Test
    void betweenTwoStreamsNothingIsTouchedNotEvenGarbage() throws Exception {
        byte[] garbage = {1, 2, 3, 0, 0, 0, 7, 0, (byte) 0xFF, 0};
        try (Proxy proxy = proxy();
                Link host = connect(proxy)) {
            host.send(garbage, COMMAND);
            host.send(frame(1), COMMAND);
            try (Link far = accepted()) {
                byte[] expected = new byte[garbage.length + frame(1).length];
                System.arraycopy(garbage, 0, expected, 0, garbage.length);
                System.arraycopy(frame(1), 0, expected, garbage.length, frame(1).length);
                assertThat(bytes(far, expected.length)).isEqualTo(expected);
                far.send(garbage, REPLY);
                assertThat(bytes(host, garbage.length)).isEqualTo(garbage);
            }
            assertThat(proxy.report().frames().get(LinkDirection.TO_DEVICE).of(Fate.PASSED))
                    .isEqualTo(4);
        }
    }

    @Test
    void hostsComeOneAfterTheOtherAndFramesAreCountedOverAllOfThem() throws Exception {
        try (Proxy proxy = proxy(ScriptedFault.once(LinkDirection.TO_DEVICE, 3, new FrameFault.Drop()))) {
            for (int n = 0; n < 2; n++) {
                try (Link host = connect(proxy)) {
                    host.send(frame(2 * n), COMMAND);
                    host.send(frame(2 * n + 1), COMMAND);
                    try (Link far = accepted()) {
                        byte[] first = n == 0 ? frame(0) : frame(3);
                        assertThat(bytes(far, first.length)).startsWith(first);
                    }
                }
            }
            assertThat(proxy.report().hosts()).isEqualTo(2);
            assertThat(proxy.report().frames().get(LinkDirection.TO_DEVICE).lost())
                    .isOne();
        }
    }

    @Test
    void aSilentHostMakesRoomForTheNext() throws Exception {
        try (Proxy proxy = proxy();
                Link silent = connect(proxy)) {
            silent.send(frame(1), COMMAND);
            assertThat(bytes(accepted(), frame(1).length)).isEqualTo(frame(1));
            try (Link next = connect(proxy)) {
                next.send(frame(2), COMMAND);
                assertThat(bytes(accepted(), frame(2).length)).isEqualTo(frame(2));
                isClosed(silent);
            }
        }
    }

    @Test
    void aCutClosesBothEndsAndRefusesSoManyAttempts() throws Exception {
        Outage two = new Outage(Outage.Manner.REFUSE, 2, 0);
        try (Proxy proxy = proxy(ScriptedFault.once(LinkDirection.TO_DEVICE, 2, new FrameFault.Cut(two)))) {
            Link host = connect(proxy);
            host.send(frame(1), COMMAND);
            Link far = accepted();
            assertThat(bytes(far, frame(1).length)).isEqualTo(frame(1));
            host.send(frame(2), COMMAND);
            isClosed(host);
            isClosed(far);
            isClosed(connect(proxy));
            isClosed(connect(proxy));
            try (Link again = connect(proxy)) {
                again.send(frame(3), COMMAND);
                assertThat(bytes(accepted(), frame(3).length)).isEqualTo(frame(3));
            }
            assertThat(told).containsExactly("the link is cut");
        }
    }

    @Test
    void aCutPortIsClosedForATimeAndThenTheSameAgain() throws Exception {
        Outage brief = new Outage(Outage.Manner.REFUSE, 0, 150);
        try (Proxy proxy = proxy(ScriptedFault.once(LinkDirection.TO_HOST, 1, new FrameFault.Cut(brief)))) {
            Link host = connect(proxy);
            host.send(frame(1), COMMAND);
            accepted().send(frame(2), REPLY);
            isClosed(host);
            Await.until("the port is back", LIMIT, () -> {
                try (Link again = connect(proxy)) {
                    again.send(frame(3), COMMAND);
                    return bytes(accepted(), frame(3).length).length > 0;
                } catch (LinkException refused) {
                    return false;
                }
            });
        }
    }

    @Test
    void aSilentOutageSwallowsSoManyHellos() throws Exception {
        Outage mute = new Outage(Outage.Manner.SILENT, 2, 0);
        try (Proxy proxy = proxy(ScriptedFault.once(LinkDirection.TO_DEVICE, 1, new FrameFault.Cut(mute)))) {
            Link host = connect(proxy);
            host.send(frame(1), COMMAND);
            isClosed(host);
            accepted().close();
            try (Link again = connect(proxy)) {
                again.send(hello(7), COMMAND);
                again.send(frame(2), COMMAND);
                again.send(hello(7), COMMAND);
                Link far = accepted();
                again.send(hello(8), COMMAND);
                assertThat(bytes(far, hello(8).length)).isEqualTo(hello(8));
            }
        }
    }

    @Test
    void aDeviceThatIsNotThereClosesTheHostsLinkAndIsNamed() throws Exception {
        try (Proxy proxy = proxy()) {
            device.close();
            isClosed(connect(proxy));
            assertThat(told).hasSize(1);
            assertThat(told.get(0)).startsWith("the device's end is lost: " + device.address() + ": cannot connect");
        }
    }

    @Test
    void aTerminalHangsUpWhenTheDeviceGoesAndComesBackUnderTheSamePath() throws Exception {
        Path path = directory.resolve("lim0");
        try (Proxy proxy = proxy(DeviceAddress.offered("serial:" + path))) {
            assertThat(proxy.address()).isEqualTo("serial:" + path);
            Link host = SerialLink.open(path.toString(), 115_200, System::nanoTime);
            host.send(frame(1), COMMAND);
            Link far = accepted();
            assertThat(bytes(far, frame(1).length)).isEqualTo(frame(1));
            far.close();
            isClosed(host);
            Await.until("the terminal is back", LIMIT, () -> Files.exists(path));
            try (Link again = SerialLink.open(path.toString(), 115_200, System::nanoTime)) {
                again.send(frame(2), COMMAND);
                assertThat(bytes(accepted(), frame(2).length)).isEqualTo(frame(2));
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void messagesTheProxyDoesNotKnowCrossBetweenStreamAndBroker() throws Exception {
        byte[] newer = {9, 1, 2, 3, 4, 5, 6, 7, 8, (byte) 0xBA, 0x3E, 1, 0};
        try (MosquittoBroker broker = MosquittoBroker.start();
                MqttListener far = MqttListener.open(
                        MqttAddress.parse(broker.url("bench", "lim0")), BROKER, MqttPresence.of("0", "{}"));
                Proxy proxy = Proxy.start(
                        ProxyPlan.bridging(ANYWHERE, DeviceAddress.parse(broker.url("bench", "lim0"))),
                        HOST,
                        told::add);
                Link host = connect(proxy)) {
            byte[] broken = frame(1);
            broken[7] ^= 4;
            host.send(broken, COMMAND);
            host.send(FrameCodec.frame(newer), COMMAND);
            Link link = Objects.requireNonNull(far.accept(LIMIT));
            assertThat(link.receive(LIMIT)).isEqualTo(newer);
            link.send(newer, REPLY);
            assertThat(bytes(host, FrameCodec.frame(newer).length)).isEqualTo(FrameCodec.frame(newer));
            assertThat(proxy.report().broken())
                    .isEqualTo(Map.of(LinkDirection.TO_DEVICE, 1L, LinkDirection.TO_HOST, 0L));
        }
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsOpened() {
        DeviceAddress tcp = DeviceAddress.parse("tcp:127.0.0.1:1");
        DeviceAddress broker = DeviceAddress.parse("mqtt://127.0.0.1/bench/lim0");
        DeviceAddress serial = DeviceAddress.parse("serial:./lim0");
        assertThatThrownBy(() -> ProxyPlan.bridging(serial, DeviceAddress.parse("emulated:lim-chain")))
                .hasMessageStartingWith("emulated:lim-chain has no wire; allowed: ");
        ProxyFaults reboots =
                new ProxyFaults(LinkFaults.NONE, List.of(new FaultPlan.Reboot(1, FaultPlan.Moment.COMMIT)), 1);
        assertThatThrownBy(() -> new ProxyPlan(tcp, tcp, reboots, null, null, false))
                .hasMessageContaining("nothing can reboot the device; allowed with --control");
        assertThatThrownBy(
                        () -> new ProxyPlan(tcp, tcp, reboots, DeviceAddress.listening("127.0.0.1:1"), "true", false))
                .hasMessageContaining("allowed: one of them");
        assertThatThrownBy(() -> new ProxyPlan(broker, broker, script(new FrameFault.Truncate(1)), null, null, false))
                .hasMessageContaining("flips and truncation between two brokers");
        Outage two = new Outage(Outage.Manner.REFUSE, 2, 0);
        assertThatThrownBy(() -> new ProxyPlan(serial, tcp, script(new FrameFault.Cut(two)), null, null, false))
                .hasMessageContaining("a cut refuses attempts at serial:./lim0, where they cannot be counted");
    }

    private static ProxyFaults script(FrameFault fault) {
        return new ProxyFaults(
                new LinkFaults(
                        FaultProbabilities.NONE,
                        FaultProbabilities.NONE,
                        List.of(new ScriptedFault(Set.of(LinkDirection.TO_HOST), 1, 0, 1, fault)),
                        LineTiming.NONE),
                List.of(),
                1);
    }

    @Test
    void theShippedExampleIsReadAndNamesEveryFault() {
        ProxyFaults faults = ProxyFaults.read(Path.of("firmware-protocol/proxy/lossy-lab.yaml"));
        assertThat(faults.seed()).isEqualTo(7);
        assertThat(faults.reboots()).containsExactly(new FaultPlan.Reboot(60, FaultPlan.Moment.COMMIT));
        List<Class<?>> kinds = new ArrayList<>();
        faults.link().script().forEach(scripted -> kinds.add(scripted.fault().getClass()));
        assertThat(kinds)
                .contains(
                        FrameFault.Drop.class,
                        FrameFault.Flip.class,
                        FrameFault.Truncate.class,
                        FrameFault.Duplicate.class,
                        FrameFault.Transpose.class,
                        FrameFault.Freeze.class,
                        FrameFault.Stall.class,
                        FrameFault.Fail.class,
                        FrameFault.Cut.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{format: 1, reboots: [{atUpdate: 1}], stuckCells: []}",
                "{format: 3}",
                "{format: 1, script: [{do: drop}]}"
            })
    void aMistakeInTheFileIsNamedWithTheFile(String text) {
        assertThatThrownBy(() -> ProxyFaults.parse("lab.yaml", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("lab.yaml, line ")
                .hasMessageContaining("allowed: ");
    }

    @Test
    void noThreadIsLeftWhenHostsHaveComeAndGone() throws Exception {
        try (Proxy proxy = proxy()) {
            for (int n = 0; n < 50; n++) {
                try (Link host = connect(proxy);
                        Link far = accepted()) {
                    far.send(frame(n), REPLY);
                    assertThat(bytes(host, frame(n).length)).isEqualTo(frame(n));
                }
            }
            Await.until("one thread waits", LIMIT, () -> threads() <= 1);
        }
        Await.until("none is left", LIMIT, () -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("limbench-proxy"))
                .count();
    }
}
