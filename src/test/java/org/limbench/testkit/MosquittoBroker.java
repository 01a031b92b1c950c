package org.limbench.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real mosquitto of a test's own on a free port of this machine. Single-threaded. */
public final class MosquittoBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final int PORT_TRIES = 10;
    /** It says so once it listens. Somebody else may answer at a port it was not given. */
    private static final String RUNNING = " running\n";

    private static final Path FIXTURES = Path.of("test-fixtures", "mosquitto");
    private static final Path SHIPPED = Path.of("firmware-protocol", "mosquitto");

    private final Path directory;
    private final String template;
    private final Path passwords;
    private int port;
    private int certificatePort;
    private @Nullable Process process;

    private MosquittoBroker(Path template) throws IOException {
        this.template = Files.readString(template);
        directory = Files.createTempDirectory("mosquitto");
        passwords = directory.resolve("passwords");
    }

    /** One that lets everybody in. */
    public static MosquittoBroker start() throws IOException, InterruptedException {
        MosquittoBroker broker = new MosquittoBroker(FIXTURES.resolve("open.conf"));
        broker.startOnAFreePort();
        return broker;
    }

    /** One that lets in this user only. */
    public static MosquittoBroker startWithPassword(String user, String password)
            throws IOException, InterruptedException {
        MosquittoBroker broker = new MosquittoBroker(FIXTURES.resolve("password.conf"));
        broker.addAccount(user, password);
        broker.startOnAFreePort();
        return broker;
    }

    /** One that lets in these users, each as far as an access list lets it. */
    public static MosquittoBroker startWithAccessList(Map<String, String> accounts, String accessList)
            throws IOException, InterruptedException {
        MosquittoBroker broker = new MosquittoBroker(FIXTURES.resolve("access-list.conf"));
        Files.writeString(broker.directory.resolve("acl"), accessList);
        for (Map.Entry<String, String> account : accounts.entrySet()) {
            broker.addAccount(account.getKey(), account.getValue());
        }
        broker.startOnAFreePort();
        return broker;
    }

    /**
     * The configuration and the access list shipped for labs, with nothing but ports, paths and the user to run as put in
     * their places.
     *
     * @param certificates holds ca.crt, broker.crt and broker.key
     * @param accounts user name to password
     */
    public static MosquittoBroker startAsShipped(Path certificates, Map<String, String> accounts)
            throws IOException, InterruptedException {
        MosquittoBroker broker = new MosquittoBroker(SHIPPED.resolve("limbench.conf"));
        Files.copy(SHIPPED.resolve("acl"), broker.directory.resolve("acl"));
        for (String name : List.of("ca.crt", "broker.crt", "broker.key")) {
            Files.copy(certificates.resolve(name), broker.directory.resolve(name));
        }
        for (Map.Entry<String, String> account : accounts.entrySet()) {
            broker.addAccount(account.getKey(), account.getValue());
        }
        broker.startOnAFreePort();
        return broker;
    }

    private void addAccount(String user, String password) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(binary("mosquitto_passwd", "mosquitto"), "-b"));
        if (!Files.exists(passwords)) {
            line.add("-c");
        }
        line.addAll(List.of(passwords.toString(), user, password));
        Process tool = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (tool.waitFor() != 0) {
            throw new AssertionError("mosquitto_passwd ended with " + tool.exitValue());
        }
    }

    /** The door that asks for a certificate, of a broker as shipped. */
    public int certificatePort() {
        return certificatePort;
    }

    public int port() {
        return port;
    }

    /** {@code mqtt://127.0.0.1:<port>/<bench>/<device>}. */
    public String url(String bench, String device) {
        return "mqtt://127.0.0.1:" + port + "/" + bench + "/" + device;
    }

    /** Dies at once, as by a power cut. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
            process = null;
        }
    }

    /** Stops for a while without a word, as when its machine hangs; {@link #thaw} goes on. */
    public void freeze() throws IOException {
        Signals.send(Objects.requireNonNull(process), "STOP");
    }

    /** Goes on after {@link #freeze}. */
    public void thaw() throws IOException {
        Signals.send(Objects.requireNonNull(process), "CONT");
    }

    /** Starts again on the same port after {@link #kill}; retained messages are gone. */
    public void restart() throws IOException {
        Await.until("mosquitto starts again on port " + port, START_LIMIT, this::startOnce);
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Another program may have the port: then another is tried. {@link #restart} needs one that stays free meanwhile. */
    private void startOnAFreePort() throws IOException {
        for (int i = 0; i < PORT_TRIES; i++) {
            port = Ports.lasting();
            certificatePort = Ports.lasting();
            if (startOnce()) {
                return;
            }
        }
        throw new AssertionError("mosquitto did not start: " + log());
    }

    private boolean startOnce() throws IOException {
        String config = template.replace("@PORT@", Integer.toString(port))
                        .replace("@USER@", System.getProperty("user.name"))
                        .replace("@PASSWORDS@", passwords.toString())
                        .replace("@DIRECTORY@", directory.toString())
                        .replace("listener 8883", "listener " + port + " 127.0.0.1")
                        .replace("listener 8884", "listener " + certificatePort + " 127.0.0.1")
                        .replace("/etc/mosquitto/limbench", directory.toString())
                + (template.contains("\nuser ") ? "" : "user " + System.getProperty("user.name") + "\n");
        Path file = Files.writeString(directory.resolve("mosquitto.conf"), config);
        Process started = new ProcessBuilder(binary("mosquitto", "mosquitto"), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Await.until("mosquitto runs or ends", START_LIMIT, () -> !started.isAlive() || log().contains(RUNNING));
        if (!started.isAlive()) {
            return false;
        }
        process = started;
        return true;
    }

    private String log() throws IOException {
        Path file = directory.resolve("log");
        return Files.exists(file) ? Files.readString(file) : "(no log)";
    }

    /** A tool's path; says what to install where it is missing. */
    static String binary(String name, String debianPackage) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(directory, name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new AssertionError(name + " is missing and needed by this test: apt-get install " + debianPackage);
    }
}
