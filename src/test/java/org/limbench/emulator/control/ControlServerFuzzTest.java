package org.limbench.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.Script;
import tools.jackson.databind.json.JsonMapper;

/** The back door under requests that a fuzzer made, each followed by the next on the same device. */
final class ControlServerFuzzTest {
    /** Heap for an answer, bytes: so much, and so much for each byte of the request's body. */
    private static final long ALLOCATION = 8 << 20;

    private static final long ALLOCATION_PER_BYTE = 2_048;

    private static final int MOST_REQUESTS = 16;
    private static final DeviceProfile PROFILE =
            ProfileLibrary.load("lim-chain").withGeometry(3, 2);
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "get", "");
    private static final List<String> PATHS = List.of(
            "/devices/0/advance",
            "/devices/0/faults",
            "/devices/0/restore",
            "/devices/0/snapshot",
            "/devices/0/conductances",
            "/devices/0/reboot",
            "/devices",
            "/devices/1/reboot",
            "/devices/0/",
            "/");

    static Stream<byte[]> requests() {
        List<String> bodies = List.of(
                "{\"seconds\": 1e6, \"powered\": true}",
                "{\"seconds\": 1e308}",
                "{\"seconds\": -1}",
                "{\"seconds\": 1e999}",
                "{\"reboot\": {\"atUpdate\": 1, \"moment\": \"commit\"}}",
                "{\"stuckCell\": {\"row\": 1, \"column\": 1, \"fraction\": 0.5}}",
                "{\"stuckCell\": {\"row\": 70000, \"column\": -1, \"fraction\": 0.5}}",
                "{\"stuckCell\": 5}",
                "{\"meterGap\": {\"fromUpdate\": 1, \"updates\": 2}}",
                "null",
                "[1]",
                "",
                "[".repeat(2_000));
        Stream<byte[]> sensible = IntStream.range(0, METHODS.size())
                .boxed()
                .flatMap(method -> IntStream.range(0, PATHS.size())
                        .boxed()
                        .flatMap(path -> bodies.stream()
                                .map(body -> new Script.Writer()
                                        .octet(method)
                                        .octet(path + 1)
                                        .longBytes(body.getBytes(StandardCharsets.UTF_8))
                                        .bytes())));
        Stream<byte[]> restored = Stream.of(new Script.Writer()
                .octet(1)
                .octet(3)
                .longBytes(device().snapshot())
                .octet(0)
                .octet(0)
                .longBytes("/devices/0/%63onductances?x#y".getBytes(StandardCharsets.UTF_8))
                .bytes());
        Stream<byte[]> random = IntStream.range(0, 100).mapToObj(n -> Script.random("fuzz.control", n, 200));
        return Stream.of(sensible, restored, random).flatMap(s -> s);
    }

    private static EmulatedDevice device() {
        long[] boots = {0};
        return EmulatedDevice.of(PROFILE, 1, DeviceOptions.of(() -> ++boots[0], () -> 0));
    }

    @MethodSource("requests")
    @FuzzTest
    void anyRequestIsAnsweredAndTheDeviceStaysWhole(byte[] input) throws IOException {
        Script script = new Script(input);
        EmulatedDevice device = device();
        try (ControlServer control = ControlServer.start("127.0.0.1", 0, null, List.of(device))) {
            for (int i = 0; i < MOST_REQUESTS && !script.atEnd(); i++) {
                request(control, script);
            }
            FakeExchange after = new FakeExchange(control, URI.create("/devices/0/conductances"), "GET", new byte[0]);
            control.handle(after);
            assertThat(after.getResponseCode()).isEqualTo(200);
            control.handle(new FakeExchange(control, URI.create("/devices/0/restore"), "POST", device.snapshot()));
        }
        for (double siemens :
                device.conductancesSiemens(device.datasheet().geometry().whole())) {
            assertThat(siemens).isFinite();
        }
    }

    private static void request(ControlServer control, Script script) throws IOException {
        String method = METHODS.get(script.below(METHODS.size()));
        int path = script.below(PATHS.size() + 1);
        byte[] body = script.longBytes();
        URI uri;
        try {
            uri = new URI(path == 0 ? new String(body, StandardCharsets.UTF_8) : PATHS.get(path - 1));
        } catch (URISyntaxException refusedByTheServerBefore) {
            return;
        }
        if (uri.getPath() == null) {
            return;
        }
        FakeExchange exchange = Allocation.atMost(ALLOCATION + ALLOCATION_PER_BYTE * body.length, () -> {
            FakeExchange one = new FakeExchange(control, uri, method, body);
            try {
                control.handle(one);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e); // nothing in memory fails
            }
            return one;
        });
        assertThat(exchange.getResponseCode()).isIn(200, 400, 404);
        if (!"application/octet-stream".equals(exchange.getResponseHeaders().getFirst("Content-Type"))) {
            assertThat(JsonMapper.shared().readTree(exchange.answer())).isNotNull();
        }
    }
}
