package org.limbench.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.ProfileLibrary;
import org.limbench.testkit.Await;

/** Who must not come in by the back door, in bytes as they would send them. */
@Timeout(60)
final class BackDoorStrangersTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final int MOST_CONNECTIONS = 32;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private EmulatedDevice device;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void makeADevice() {
        long[] boots = {0};
        device = EmulatedDevice.of(
                ProfileLibrary.load("lim-chain").withGeometry(3, 2), 1, DeviceOptions.of(() -> ++boots[0], () -> 0));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private ControlServer serve(@Nullable String token) throws IOException {
        ControlServer control = ControlServer.start("127.0.0.1", 0, token, List.of(device));
        open.add(control);
        return control;
    }

    private Socket connect(ControlServer control) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), control.port());
        open.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** As {@link #send}, to a server that may have had enough before the end. */
    private static void sendAll(Socket socket, String text) throws IOException {
        try {
            send(socket, text);
        } catch (SocketException closed) {
            assertThat(closed).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    /** The status of the answer to one request of these header lines, the host's among them. */
    private int status(ControlServer control, String line, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control.port())) {
            sendAll(socket, line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nContent-Length: 0\r\n\r\n");
            return status(socket.getInputStream());
        }
    }

    /** 0 when there was no answer but an end. */
    private static int status(InputStream in) throws IOException {
        String start;
        try {
            start = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return 0;
        }
        return start.isEmpty() ? 0 : Integer.parseInt(start.substring(start.length() - 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: said",
                "Authorization: ",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: Bearer 0123456789abcde",
                "Authorization: Bearer 0123456789abcdef0",
                "Authorization: Bearer 0123456789abcdeF",
                "Authorization: Bearer  0123456789abcdef",
                "Authorization: bearer 0123456789abcdef",
                "Authorization: Basic 0123456789abcdef",
                "Authorization: 0123456789abcdef"
            })
    void whateverIsWrongWithTheTokenNothingIsDone(String header) throws IOException {
        ControlServer control = serve(TOKEN);
        assertThat(status(control, "POST /devices/0/reboot", "Host: lab", header))
                .isEqualTo(401);
        assertThat(status(control, "GET /devices", "Host: lab", header)).isEqualTo(401);
        assertThat(device.boots()).isEqualTo(1);
        assertThat(status(control, "POST /devices/0/reboot", "Host: lab", "Authorization: Bearer " + TOKEN))
                .isEqualTo(200);
        assertThat(device.boots()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "fifteen-letters", "sixteen characters", "sixteen-letter\u00e9s-and-more"})
    void aTokenNotWorthTheNameIsRefusedAndNotTold(String token) {
        assertThatThrownBy(() -> serve(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control token has " + token.length() + " characters")
                .hasMessageContaining("allowed: 16 to 512")
                .hasMessageNotContaining("'" + token + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://127.0.0.1:8080",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-origin"
            })
    void aPageInABrowserIsRefusedWithAndWithoutAToken(String header) throws IOException {
        String[] headers = {"Host: localhost", header, "Content-Type: text/plain", "Authorization: Bearer " + TOKEN};
        for (String token : new String[] {null, TOKEN}) {
            assertThat(status(serve(token), "POST /devices/0/reboot", headers)).isEqualTo(403);
        }
        assertThat(device.boots()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: 192.0.2.1",
                "X-Nothing: said"
            })
    void aNameBoundToThisMachineByAStrangerIsRefused(String header) throws IOException {
        assertThat(status(serve(null), "POST /devices/0/reboot", header)).isIn(400, 403);
        assertThat(device.boots()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host: localhost", "Host: LOCALHOST:1", "Host: 127.0.0.1:80", "Host: 127.1.2.3", "Host: [::1]:9"
            })
    void thisMachineByItsLoopbackNamesIsWelcome(String header) throws IOException {
        assertThat(status(serve(null), "POST /devices/0/reboot", header)).isEqualTo(200);
        assertThat(device.boots()).isEqualTo(2);
    }

    @Test
    void thoseWhoDribbleHoldUpNobodyElse() throws IOException {
        ControlServer control = serve(null);
        for (int i = 1; i < MOST_CONNECTIONS; i++) {
            String begun =
                    i % 2 == 0 ? "GET /dev" : "POST /devices/0/advance HTTP/1.1\r\nHost: localhost\r\nContent-Le";
            send(connect(control), begun);
        }
        assertThat(status(control, "POST /devices/0/reboot", "Host: localhost")).isEqualTo(200);
        assertThat(device.boots()).isEqualTo(2);
    }

    @Test
    void whoIsSlowIsCutOffAndTheOthersAreServedMeanwhile() throws IOException {
        ControlServer control = serve(null);
        Socket slow = connect(control);
        slow.setSoTimeout(12_000);
        long begun = System.nanoTime();
        send(slow, "POST /devices/0/advance HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{");
        assertThat(status(control, "POST /devices/0/reboot", "Host: localhost")).isEqualTo(200);

        assertThat(slow.getInputStream().read()).as("cut off").isNegative();
        assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
        assertThat(status(control, "POST /devices/0/reboot", "Host: localhost")).isEqualTo(200);
    }

    @Test
    void whoNeverReadsAnAnswerHoldsUpNobodyElse() throws IOException {
        long[] boots = {0};
        device = EmulatedDevice.of(
                ProfileLibrary.load("lim-chain").withGeometry(500, 500),
                1,
                DeviceOptions.of(() -> ++boots[0], () -> 0));
        ControlServer control = serve(null);
        List<Socket> deaf = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            Socket socket = new Socket();
            open.add(socket);
            deaf.add(socket);
            socket.setReceiveBufferSize(1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), control.port()));
            send(socket, "GET /devices/0/conductances HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            // its answer has begun, and is larger than what lies between the two ends
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        assertThat(status(control, "GET /devices", "Host: localhost")).isEqualTo(200);
        assertThat(status(control, "POST /devices/0/reboot", "Host: localhost")).isEqualTo(200);
        assertThat(device.boots()).isEqualTo(2);
        // none had been cut off to let the others in: the answers were under way all the time
        for (Socket socket : deaf) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .endsWith("]}");
        }
    }

    @Test
    void oneTooManyIsTurnedAwayAtOnceAndLetInWhenThereIsRoom() throws IOException {
        ControlServer control = serve(null);
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            send(connect(control), "GET /dev");
        }
        assertThat(status(control, "POST /devices/0/reboot", "Host: localhost")).isZero();
        assertThat(device.boots()).isEqualTo(1);
        ((Socket) open.get(1)).close();
        Await.until(
                "somebody gets the place",
                LIMIT,
                () -> status(control, "POST /devices/0/reboot", "Host: localhost") == 200);
        assertThat(device.boots()).isEqualTo(2);
    }

    /** Else a next request over it, or even the answer on its way back, might be lost. */
    @ParameterizedTest
    @CsvSource({
        "GET /devices, Host: localhost, '', 200",
        "POST /devices/0/reboot, Host: localhost, '', 200",
        "POST /nowhere, Host: localhost, {}, 404",
        "POST /nowhere, Host: elsewhere, {}, 403"
    })
    void aConnectionThatIsAnsweredStays(String line, String header, String body, int status) throws IOException {
        Socket socket = connect(serve(null));
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        for (int i = 0; i < 3; i++) {
            send(socket, line + " HTTP/1.1\r\n" + header + "\r\n" + length + "\r\n" + body);
            assertThat(status(socket.getInputStream())).isEqualTo(status);
            skipToTheEndOf(socket.getInputStream());
        }
    }

    private static void skipToTheEndOf(InputStream answer) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) answer.read());
        }
        Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        answer.skipNBytes(Long.parseLong(length.group(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"advance", "restore"})
    void aHugeBodyIsRefusedOnceItHasPassedTheBound(String action) throws IOException {
        int bound = action.equals("advance") ? 64 << 10 : 2 * device.snapshot().length + 4096;
        byte[] before = device.snapshot();
        Socket socket = connect(serve(null));
        send(
                socket,
                "POST /devices/0/" + action + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000000\r\n\r\n");
        send(socket, " ".repeat(bound + 1));
        assertThat(status(socket.getInputStream()))
                .as("answered before the rest is sent")
                .isEqualTo(400);
        assertThat(device.snapshot()).isEqualTo(before);
    }

    @Test
    void aFloodOfHeadersIsNotKept() throws IOException {
        ControlServer control = serve(null);
        String[] many =
                IntStream.range(0, 60).mapToObj(i -> "X-Flood-" + i + ": 1").toArray(String[]::new);
        many[0] = "Host: localhost";
        assertThat(status(control, "POST /devices/0/reboot", many)).isNotEqualTo(200);
        assertThat(status(control, "POST /devices/0/reboot", "Host: localhost", "X-Long: " + "1".repeat(20 << 10)))
                .isNotEqualTo(200);
        assertThat(device.boots()).isEqualTo(1);
    }
}
