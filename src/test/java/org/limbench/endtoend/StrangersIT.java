package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.EnvelopeCodec;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.WireLimits;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs that share no line with this one drive the emulated device: a Python host, and mosquitto's own tools. */
final class StrangersIT {
    private static final Path PYTHON = Path.of("firmware-protocol", "python").toAbsolutePath();
    private static final Path GENERATED = Path.of("target", "python").toAbsolutePath();

    @TempDir
    private Path directory;

    @BeforeAll
    static void generateMessages() throws IOException, InterruptedException {
        Files.createDirectories(GENERATED);
        run(
                List.of("protoc", "-I" + PYTHON.getParent(), "--python_out=" + GENERATED, "limbench.proto"),
                PYTHON.toFile());
    }

    private static String run(List<String> command, File where) throws IOException, InterruptedException {
        Path out = Files.createTempFile("stranger", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("PYTHONPATH", GENERATED + File.pathSeparator + PYTHON);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }

    /** Debian's own interpreter: another one on the path does not see Debian's packages. */
    private String python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3"));
        command.addAll(List.of(arguments));
        return run(command, directory.toFile());
    }

    @Test
    void thePythonClientTakesTheVectorsAndKeepsTheRulesOfAGreeting() throws IOException, InterruptedException {
        assertThat(python("-m", "unittest", "test_vectors", "test_session")).contains("Ran 11 tests", "OK");
    }

    @Test
    void thePythonClientDrivesADeviceOverASerialLineWithPyserial() throws IOException, InterruptedException {
        Path port = directory.resolve("lim0");
        try (Limbench.Running emulator =
                new Limbench(directory).serve("emulate", "--profile", "lim-chain", "--serial", port.toString())) {
            emulator.ready();
            assertThat(client("serial:" + port)).contains("lim-chain, ", "65 x 10 cells", "one pulse at 10 cells: +");
        }
    }

    @Test
    void thePythonClientDrivesADeviceOverTcp() throws IOException, InterruptedException {
        try (Limbench.Running emulator =
                new Limbench(directory).serve("emulate", "--profile", "lim-chain", "--tcp", "127.0.0.1:0")) {
            assertThat(client("tcp:" + emulator.ready().get("tcp").asString())).contains("one pulse at 10 cells: +");
        }
    }

    private String client(String address) throws IOException, InterruptedException {
        return python(PYTHON.resolve("limbench_client.py").toString(), address);
    }

    @Test
    void pahoAndMosquittosToolsReachADeviceBehindABroker() throws IOException, InterruptedException {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running emulator = new Limbench(directory)
                        .serve(
                                "emulate",
                                "--profile",
                                "lim-chain",
                                "--mqtt",
                                "mqtt://127.0.0.1:" + broker.port(),
                                "--bench",
                                "lab",
                                "--id",
                                "lim0")) {
            emulator.ready();
            assertThat(client("mqtt://127.0.0.1:" + broker.port() + "/lab/lim0"))
                    .contains("one pulse at 10 cells: +");
            JsonNode state = JsonMapper.shared().readTree(retained(broker, "state"));
            assertThat(state.toString()).contains("ONLINE");
            assertThat(retained(broker, "desc")).contains("lim-chain");
            assertThat(greeted(broker)).isEqualTo(WireLimits.PROTO_MAJOR);
        }
    }

    private String retained(MosquittoBroker broker, String topic) throws IOException, InterruptedException {
        return run(
                List.of(
                        "mosquitto_sub",
                        "-V",
                        "5",
                        "-p",
                        Integer.toString(broker.port()),
                        "-t",
                        "lim/v1/lab/lim0/" + topic,
                        "-C",
                        "1",
                        "-W",
                        "10"),
                directory.toFile());
    }

    /**
     * Says hello by mosquitto_rr, a request and its reply from the shell; the protocol version the device answers with. Its
     * payload is an argument, as its options for files send nothing (2.0.11), so it may hold no zero.
     */
    private long greeted(MosquittoBroker broker) throws IOException, InterruptedException {
        long session = 0x1122334455667711L;
        StringBuilder octal = new StringBuilder();
        for (byte octet : EnvelopeCodec.encode(
                new Envelope(session, 0, new Hello(WireLimits.PROTO_MAJOR, 0, session, 1000, "mosquitto_rr", 1024)))) {
            assertThat(octet).isNotZero();
            octal.append(String.format("\\%03o", octet & 0xFF));
        }
        String hex = run(
                List.of(
                        "sh",
                        "-c",
                        "mosquitto_rr -V 5 -p " + broker.port() + " -t lim/v1/lab/lim0/cmd -e lim/v1/lab/lim0/rsp/rr"
                                + " -F %x -W 10 -m \"$(printf '" + octal + "')\""),
                directory.toFile());
        DecodeResult answer = EnvelopeCodec.decode(HexFormat.of().parseHex(hex.strip()));
        assertThat(answer).isInstanceOf(DecodeResult.Decoded.class);
        Message body = ((DecodeResult.Decoded) answer).envelope().body();
        assertThat(body).isInstanceOf(HelloAck.class);
        return ((HelloAck) body).protoMajor();
    }
}
