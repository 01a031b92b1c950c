package org.limbench.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.serial.SerialLink;
import org.limbench.transport.tcp.TcpLink;

/** The C firmware, built from its sources with the sanitizers where it runs on this machine, and started as a process. */
public final class Firmware {
    private static final Path SOURCES = Path.of("firmware-protocol", "firmware").toAbsolutePath();
    private static final Path BUILD = Path.of("target", "firmware").toAbsolutePath();
    private static final Set<String> BUILT = new HashSet<>();
    private static final long PATIENCE_SECONDS = 300;
    /** As qemu tells it: serial0: filename=disconnected:tcp:127.0.0.1:40133,server=on or filename=pty:/dev/pts/3. */
    private static final Pattern UART = Pattern.compile("serial0: filename=(?:disconnected:tcp|pty):([^,\\s]+)");

    private Firmware() {}

    /** A target of the firmware's Makefile, made once; the file it leaves. One JVM at a time makes: they share the files. */
    public static synchronized Path built(String target, String file) {
        Path made = BUILD.resolve(file);
        if (BUILT.add(target)) {
            try (FileChannel turn = FileChannel.open(
                    Files.createDirectories(BUILD).resolve("turn"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                turn.lock();
                run(List.of("make", "-s", "BUILD=" + BUILD, "SANITIZE=1", target));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while building " + target, stopped);
            }
        }
        return made;
    }

    /** What a command of the firmware's folder printed. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("firmware", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end in time");
        }
        String said = Files.readString(out);
        Files.delete(out);
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + said);
        }
        return said;
    }

    /** A firmware that runs, and where it can be reached: a TCP port of this machine or the path of a terminal. */
    public static final class Running implements DeviceUnderTest {
        private static final int BAUD = 921_600;
        private static final Duration CONNECT = Duration.ofSeconds(5);

        private final Process process;
        private final String place;
        private final Path errors;
        private final String powerCut;

        private Running(Process process, String place, Path errors, String powerCut) {
            this.process = process;
            this.place = place;
            this.errors = errors;
            this.powerCut = powerCut;
        }

        /** The process it runs in. */
        public Process process() {
            return process;
        }

        @Override
        public Link connect() throws LinkException {
            return place.startsWith("/")
                    ? SerialLink.open(place, BAUD, System::nanoTime)
                    : TcpLink.connect("127.0.0.1", port(), CONNECT);
        }

        /** TCP port on the loopback interface. */
        public int port() {
            return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
        }

        /** Path of the terminal. */
        public String path() {
            return place;
        }

        /** Of the process; SIGHUP restarts the controller of the one that needs no emulator. */
        public long pid() {
            return process.pid();
        }

        @Override
        public void cutPower() throws IOException {
            if (powerCut.isEmpty()) {
                Signals.send(process, "HUP");
            } else {
                process.outputWriter(StandardCharsets.US_ASCII).append(powerCut).flush();
            }
        }

        @Override
        public void cutPowerWithinTheNextCommand() throws IOException {
            if (!powerCut.isEmpty()) {
                throw new UnsupportedOperationException("qemu resets its machine at a moment of its own choosing");
            }
            Signals.send(process, "USR1");
        }

        /** Ends it at once; what it said on stderr (the sanitizers' reports) is not forgotten. */
        @Override
        public void close() throws IOException {
            boolean alive = process.isAlive();
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            String said = Files.readString(errors);
            if (!alive || said.contains("Sanitizer") || said.contains("runtime error")) {
                throw new IOException("the firmware ended by itself: " + said);
            }
        }
    }

    /** The firmware as a process of this machine, on a free TCP port or a terminal of its own; more options as it has. */
    public static Running posix(boolean tcp, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(built("posix", "lim-posix").toString()));
        command.addAll(tcp ? List.of("--tcp", "0") : List.of("--pty"));
        command.addAll(List.of(options));
        Path errors = Files.createTempFile("lim-posix", ".txt");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String first = firstLine(process, errors);
        return new Running(process, first.substring(first.indexOf(' ') + 1), errors, "");
    }

    /** The firmware on an emulated Cortex-M3, its UART a TCP port or a terminal. */
    public static Running cortexM3(boolean tcp) throws IOException {
        Path image = built("cortex-m3", "lim-cortex-m3.elf");
        Path errors = Files.createTempFile("lim-cortex-m3", ".txt");
        Process process = new ProcessBuilder(
                        "qemu-system-arm",
                        "-M",
                        "lm3s6965evb",
                        "-display",
                        "none",
                        "-monitor",
                        "stdio",
                        "-serial",
                        tcp ? "tcp:127.0.0.1:0,server=on,wait=off" : "pty",
                        "-kernel",
                        image.toString())
                .redirectError(errors.toFile())
                .start();
        return new Running(process, uartOf(process, errors), errors, "system_reset\n");
    }

    /** Asks qemu's monitor, which knows the port it was given as well as the terminal. */
    private static String uartOf(Process process, Path errors) throws IOException {
        process.outputWriter(StandardCharsets.US_ASCII).append("info chardev\n").flush();
        Matcher uart = UART.matcher("");
        while (!uart.reset(firstLine(process, errors)).find()) {
            // it echoes what it is asked, and tells of its other devices
        }
        return uart.group(1);
    }

    private static String firstLine(Process process, Path errors) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the firmware did not start: " + Files.readString(errors));
        }
        return line;
    }
}
