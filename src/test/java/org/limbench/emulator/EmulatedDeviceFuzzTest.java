package org.limbench.emulator;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayGeometry;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.VectorFile;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.Script;
import org.limbench.testkit.TestDevice;

/** Emulated devices under whole sessions that a fuzzer made, those with cells that count and those with physics. */
final class EmulatedDeviceFuzzTest {
    private static final int MOST_STEPS = 100;
    private static final ArrayGeometry GEOMETRY = new ArrayGeometry(4, 3);
    private static final List<DeviceProfile> PROFILES = Stream.of("lim-chain", "reram-sb", "fn-dam", "gain-cell")
            .map(name -> ProfileLibrary.load(name).withGeometry(GEOMETRY.rows(), GEOMETRY.columns()))
            .toList();
    private static final int KINDS = PROFILES.size() + 1;

    static Stream<byte[]> sessions() {
        List<byte[]> fitting = FittingMessages.all(GEOMETRY).stream()
                .map(m -> EnvelopeCodec.encode(new Envelope(1, m.sequenced() ? 1 : 0, m)))
                .toList();
        Stream<byte[]> vectors = Stream.concat(
                        VectorFile.read("messages.json").stream().map(v -> VectorFile.hex(v, "envelope_hex")),
                        VectorFile.read("broken.json").stream()
                                .filter(v -> v.has("message_hex"))
                                .map(v -> VectorFile.hex(v, "message_hex")))
                .map(envelope -> hello(0).raw(FuzzedSession.Step.NEXT.octet())
                        .longBytes(envelope)
                        .raw(FuzzedSession.Step.AGAIN.octet())
                        .raw(FuzzedSession.Step.AGAIN_AS_NEXT.octet())
                        .bytes());
        Stream<byte[]> extremes = IntStream.range(0, KINDS)
                .boxed()
                .flatMap(kind -> IntStream.range(0, WireTweak.VALUES)
                        .boxed()
                        .flatMap(value -> fitting.stream().map(envelope -> tweaked(kind, value, envelope))));
        Stream<byte[]> random = IntStream.range(0, 300).mapToObj(n -> Script.random("fuzz.session", n, 400));
        return Stream.of(vectors, extremes, random).flatMap(s -> s);
    }

    /** A value in each field in turn, twice: the second time it meets what the first has done. */
    private static byte[] tweaked(int kind, int value, byte[] envelope) {
        Script.Writer writer = hello(kind).raw(FuzzedSession.Step.NEXT.octet()).longBytes(envelope);
        for (int field = 0; field < 40; field++) {
            writer.raw(FuzzedSession.Step.TWEAKED.octet()).octet(field / 2).octet(value);
        }
        return writer.bytes();
    }

    private static Script.Writer hello(int kind) {
        return new Script.Writer()
                .octet(kind)
                .raw(FuzzedSession.Step.HELLO.octet())
                .octet(0);
    }

    @MethodSource("sessions")
    @FuzzTest
    void anySessionIsAnsweredAndNoIdMovesTheArrayTwice(byte[] input) {
        Script script = new Script(input);
        ManualClock clock = new ManualClock();
        new FuzzedSession(device(script.below(KINDS), clock), clock).run(script, MOST_STEPS);
    }

    private static EmulatedDevice device(int kind, ManualClock clock) {
        if (kind == 0) {
            return TestDevice.small(clock).device;
        }
        AtomicLong boots = new AtomicLong();
        return EmulatedDevice.of(PROFILES.get(kind - 1), 1, DeviceOptions.of(boots::incrementAndGet, clock));
    }
}
