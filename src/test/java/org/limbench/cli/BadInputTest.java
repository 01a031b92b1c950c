package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.Hello;
import org.limbench.protocol.HelloAck;
import org.limbench.testkit.Ports;

/** Whatever is wrong with the input, one line says so, and the exit code tells its kind. */
final class BadInputTest {
    @TempDir
    private Path directory;

    private Said limbench(String... arguments) {
        return Said.by(directory, arguments);
    }

    private static void oneLine(Said said, int code, String... parts) {
        said.refused(code, parts);
        assertThat(said.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    run --flag                                    | --flag
                    run --seed x                                  | x
                    run --seeds 0                                 | --seeds is 0
                    run --task nosuchtask                         | digits
                    run --task csv:/nonexistent.csv               | /nonexistent.csv
                    run --device emulated:nosuchprofile           | nosuchprofile
                    run --device somewhere                        | somewhere
                    probe emulated:lim-chain?rows=20000&columns=20000 | needs 25600000000 bytes of memory
                    run --device tcp:127.0.0.1:99999              | 99999
                    run --device serial:/dev/null?parity=odd      | parity
                    run --arms lim,lim                            | twice
                    run --arms ,                                  | arm is ","
                    run --arms lim,                               | arm is "lim,"
                    bounds project --parameters 1e9,              | is not a decimal number
                    emulate --tcp 127.0.0.1:65535 --count 2       | needs ports up to 65536
                    bounds schedule --html /nonexistent/page.html | no such file: /nonexistent/page.html
                    bounds schedule --csv /dev/full               | /dev/full: No space left
                    profile show /dev/null                        | file is no regular file
                    run --arms pulsed                             | pulsed
                    run --task maxcut:/nonexistent.txt            | /nonexistent.txt
                    run --task ising --anneal linear              | geometric
                    run --task ising --arms lim                   | annealed, lowered, quenched
                    run --task ising --sweeps 0                   | sweeps is 0
                    run --task ising --t-first 0.1                | at least the last
                    run --task ising --anneal 1/log --sweeps 9    | less than 9
                    run --task ising --device emulated:fn-dam     | tunable barrier
                    run --task ising --device emulated:lim-chain?rows=9 | needs 576 cells
                    run --arms quenched                           | quenched
                    run --schedule 2/n                            | 1/sqrt(n)
                    run --tilt -1                                 | -1
                    run --hold 9999                               | 9999
                    run --device emulated:lim-chain?rows=2        | 65 x 10
                    run --resume /nonexistent                     | /nonexistent
                    replay /nonexistent                           | /nonexistent
                    replay src                                    | holds no journal.bin
                    replay src --repeats 1                        | repeats is 1
                    probe nowhere                                 | nowhere
                    emulate                                       | --serial
                    emulate --profile nosuchprofile --tcp x:1     | nosuchprofile
                    emulate --tcp here                            | here
                    emulate --tcp 127.0.0.1:0 --mirror            | with --mqtt URL
                    proxy --listen tcp:127.0.0.1:0 --to tcp:127.0.0.1:1 --mirror | hosts come through a broker
                    profile show nosuchprofile                    | nosuchprofile
                    bounds eval nosuchquantity                    | landauer-bit
                    bounds eval landauer-bit                      | temperature_k
                    bounds eval landauer-bit temperature_k=0      | temperature
                    bounds eval landauer-bit temperature_k=warm   | warm
                    bounds eval landauer-bit kelvin=300           | kelvin
                    bounds eval fano-factor 2                     | KEY=VALUE
                    bounds eval barrier-rise schedule=2/n n=4     | 1/sqrt(n)
                    nosuchcommand                                 | nosuchcommand
                    """)
    void isNamedInOneLine(String line, String part) {
        String[] arguments = line.strip().split(" +");
        boolean runs = arguments[0].equals("run") && !line.contains("--resume");
        if (runs) {
            arguments = append(arguments, "--out", directory.resolve("out").toString());
        }
        oneLine(limbench(arguments), ExitCode.BAD_INPUT, part.strip());
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private static String[] append(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void aBrokenTableIsNamedWithItsLine() throws IOException {
        Path shortRow = Files.writeString(directory.resolve("short.csv"), "1,2,0\n1,1\n");
        oneLine(limbench("run", "--task", "csv:" + shortRow), ExitCode.BAD_INPUT, "short.csv", "line 2");
        Path notANumber = Files.writeString(directory.resolve("nan.csv"), "1,2,0\n1,NaN,1\n");
        oneLine(limbench("run", "--task", "csv:" + notANumber), ExitCode.BAD_INPUT, "nan.csv", "line 2", "NaN");
    }

    @Test
    void anUnknownKeyOfTheSettingsFileIsNamed() throws IOException {
        Files.writeString(directory.resolve("limbench.yaml"), "sede: 7\n");
        oneLine(limbench("profile", "list"), ExitCode.BAD_INPUT, "limbench.yaml", "sede");
    }

    @Test
    void aPortThatDoesNotExistIsALinkFailure() {
        oneLine(limbench("probe", "serial:" + directory.resolve("tty")), ExitCode.DEVICE_FAILED, "tty");
    }

    @Test
    void aPortNobodyListensOnIsALinkFailure() throws IOException {
        try (Ports.Deaf nobody = new Ports.Deaf()) {
            oneLine(
                    limbench("probe", "tcp:127.0.0.1:" + nobody.port()),
                    ExitCode.DEVICE_FAILED,
                    String.valueOf(nobody.port()));
        }
    }

    @Test
    void aDeviceThatMakesNoiseIsReported() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread noise = new Thread(() -> {
                try (Socket peer = server.accept();
                        OutputStream out = peer.getOutputStream()) {
                    while (peer.getInputStream().read() >= 0) {
                        out.write("\0HTTP/1.1 400 Bad Request\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    }
                } catch (IOException hostIsGone) {
                    Thread.currentThread().interrupt();
                }
            });
            noise.start();
            oneLine(limbench("probe", "tcp:127.0.0.1:" + server.getLocalPort()), ExitCode.DEVICE_FAILED, "127.0.0.1");
            noise.join();
        }
    }

    @Test
    void aDeviceOfAnotherProtocolVersionIsRefusedWithBothVersions() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread device = new Thread(() -> {
                try (Socket peer = server.accept()) {
                    FrameDecoder decoder = new FrameDecoder();
                    byte[] chunk = new byte[4096];
                    int n = peer.getInputStream().read(chunk);
                    while (n >= 0) {
                        for (DecodeResult result : decoder.accept(Arrays.copyOf(chunk, n))) {
                            if (result instanceof DecodeResult.Decoded decoded
                                    && decoded.envelope().body() instanceof Hello hello) {
                                HelloAck answer = new HelloAck(7, 2, 5, 0, 8, 646, 0, 0, 1000, true);
                                peer.getOutputStream()
                                        .write(FrameCodec.encode(new Envelope(hello.session(), 0, answer)));
                            }
                        }
                        n = peer.getInputStream().read(chunk);
                    }
                } catch (IOException hostIsGone) {
                    Thread.currentThread().interrupt();
                }
            });
            device.start();
            oneLine(limbench("probe", "tcp:127.0.0.1:" + server.getLocalPort()), ExitCode.DEVICE_FAILED, "2.5", "1.0");
            device.join();
        }
    }

    @Test
    void aDirectoryThatHoldsARunIsNotWrittenOver() {
        String out = directory.resolve("run").toString();
        String[] small = {"run", "--task", "quadratic", "--updates", "3", "--arms", "lim", "--out", out};
        assertThat(limbench(small).code()).isZero();
        oneLine(limbench(small), ExitCode.BAD_INPUT, "holds a run");
    }
}
