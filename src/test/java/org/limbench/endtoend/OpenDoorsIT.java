package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Limbench;

/** What the emulator says of doors it opens to others, and what it does about those who stand in them. */
@Timeout(120)
final class OpenDoorsIT {
    @TempDir
    private Path directory;

    private Limbench.Running emulate(Map<String, String> environment, String... doors) throws IOException {
        String[] line = new String[doors.length + 1];
        line[0] = "emulate";
        System.arraycopy(doors, 0, line, 1, doors.length);
        return new Limbench(directory, environment).serve(line);
    }

    @Test
    void doorsOpenToOthersAreWarnedOfAndOthersAreNot() throws IOException {
        Map<String, String> token = Map.of("LIMBENCH_CONTROL_TOKEN", "0123456789abcdef");
        try (Limbench.Running open = emulate(token, "--tcp", "0.0.0.0:0", "--control", "0.0.0.0:0")) {
            open.ready();
            assertThat(Files.readString(open.err()))
                    .hasLineCount(2)
                    .contains("--tcp 0.0.0.0:0 is open to others", "whoever reaches the port drives the device")
                    .contains("--control 0.0.0.0:0 is open to others, and the token travels in the clear")
                    .doesNotContain("0123456789abcdef");
        }
        try (Limbench.Running shut = emulate(token, "--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0")) {
            shut.ready();
            assertThat(Files.readString(shut.err())).isEmpty();
        }
    }

    @Test
    void anEmptyTokenOpensNothing() throws IOException, InterruptedException {
        Limbench.Outcome outcome = new Limbench(directory, Map.of("LIMBENCH_CONTROL_TOKEN", ""))
                .run("emulate", "--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains("control token has 0 characters", "allowed: 16 to 512");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void aRequestThatNeverEndsIsCutOff() throws IOException {
        Map<String, String> impatient = Map.of("JAVA_TOOL_OPTIONS", "-Dsun.net.httpserver.maxReqTime=1");
        try (Limbench.Running emulator = emulate(impatient, "--tcp", "127.0.0.1:0", "--control", "127.0.0.1:0")) {
            String[] control = emulator.ready().get("control").asString().split(":", 2);
            for (String begun : new String[] {
                "GET /dev", "POST /devices/0/advance HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{"
            }) {
                try (Socket stranger = new Socket(control[0], Integer.parseInt(control[1]))) {
                    stranger.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                    assertThat(stranger.getInputStream().read()).as(begun).isEqualTo(-1);
                }
            }
        }
    }
}
