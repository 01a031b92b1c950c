package org.limbench.emulator.rcn;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.rcn.RcnVerb;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.protocol.rcn.WiringFile;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.Refusal;
import org.limbench.testkit.Script;
import org.limbench.testkit.YamlSeeds;
import org.limbench.transport.LinkKind;

/** The emulated lab station under lines that a fuzzer wrote, and wirings that a fuzzer wrote. */
final class StationFuzzTest {
    /** Heap for a wiring, bytes: so much, and so much for each byte of it. */
    private static final long ALLOCATION = 16 << 20;

    private static final long ALLOCATION_PER_BYTE = 2_048;

    /** Bytes a station may say at once: the largest capture, and lines. */
    private static final int MOST_ANSWER = 1 << 20;

    private static final int MOST_LINES = 30;
    private static final Wiring WIRING = WiringFile.load("rcn-16x4");
    private static final DeviceProfile PROFILE = ProfileLibrary.load("lim-chain");

    static Stream<byte[]> lines() {
        Stream<String> texts = Stream.of(RcnVerb.values())
                .flatMap(verb -> Stream.of(
                                "",
                                " 1",
                                " 1 1 1.0",
                                " A 20K",
                                " ALL",
                                " 10 0 74",
                                " 0x55",
                                " 4294967295 4294967295 4294967295",
                                " -1 nan 1e999")
                        .map(rest -> verb.name() + rest + "\n"));
        return Stream.concat(
                texts.map(text -> new Script.Writer()
                        .octet(3)
                        .raw(text.repeat(2).getBytes(StandardCharsets.US_ASCII))
                        .bytes()),
                IntStream.range(0, 50).mapToObj(n -> Script.random("fuzz.station", n, 300)));
    }

    @MethodSource("lines")
    @FuzzTest
    void anyBytesAreAnsweredInBoundsAndTheStationIsStillThere(byte[] input) {
        Script script = new Script(input);
        int piece = 1 + script.octet();
        ManualClock clock = new ManualClock();
        EmulatedStation station = new EmulatedStation(WIRING, PROFILE, 1, clock);
        for (int i = 0; i < MOST_LINES && !script.atEnd(); i++) {
            clock.advance(Duration.ofMillis(5));
            byte[] bytes = new byte[piece];
            for (int k = 0; k < piece; k++) {
                bytes[k] = (byte) script.octet();
            }
            assertThat(said(station, bytes).length).isLessThanOrEqualTo(MOST_ANSWER);
        }
        said(station, "\nADS_STOP\nADS_DMA_STOP\nSTMADC_STOP\n".getBytes(StandardCharsets.US_ASCII));
        for (double siemens : station.conductancesSiemens()) {
            assertThat(siemens).isFinite();
        }
        assertThat(station.seconds()).isFinite();
    }

    private static byte[] said(EmulatedStation station, byte[] bytes) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        station.receive(LinkKind.STREAM, bytes, (answer, hints) -> said.writeBytes(answer));
        return said.toByteArray();
    }

    static Stream<byte[]> wirings() {
        return Stream.concat(
                YamlSeeds.hostile("format: 1\nname: "),
                IntStream.range(0, 20).mapToObj(n -> Script.random("fuzz.wiring", n, 200)));
    }

    @MethodSource("wirings")
    @FuzzTest
    void anyTextIsAWiringOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Allocation.atMost(
                ALLOCATION + ALLOCATION_PER_BYTE * bytes.length,
                () -> Refusal.or(IllegalArgumentException.class, () -> WiringFile.parse("fuzzed.yaml", text)));
    }
}
