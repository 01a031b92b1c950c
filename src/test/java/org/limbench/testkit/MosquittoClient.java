package org.limbench.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mosquitto's own publisher and subscriber under one account, over TLS. */
public final class MosquittoClient {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final List<String> account;

    private MosquittoClient(int port, Path authority, String... identity) {
        account = new ArrayList<>(
                List.of("-V", "5", "-h", "localhost", "-p", Integer.toString(port), "--cafile", authority.toString()));
        account.addAll(List.of(identity));
    }

    /** Shows a certificate. */
    public static MosquittoClient by(LabCertificates.Pair pair, int port, Path authority) {
        return new MosquittoClient(
                port,
                authority,
                "--cert",
                pair.certificate().toString(),
                "--key",
                pair.key().toString());
    }

    /** Says a password. */
    public static MosquittoClient by(String user, String password, int port, Path authority) {
        return new MosquittoClient(port, authority, "-u", user, "-P", password);
    }

    /**
     * Publishes a file at QoS 1, over once the broker has acknowledged or refused it.
     *
     * @return what the tool said and how it ended; a broker's refusal of one message does not show in the latter
     */
    public LabCertificates.Outcome publish(String topic, Path payload, String... more)
            throws IOException, InterruptedException {
        List<String> line = line("mosquitto_pub", "-q", "1", "-t", topic, "-f", payload.toString());
        line.addAll(List.of(more));
        return LabCertificates.run(Map.of(), line.toArray(String[]::new));
    }

    /** Listens, from when the broker has granted the subscription, and writes a line {@code topic payload-in-hex} each. */
    public Watch watch(Path file, String... filters) throws IOException {
        List<String> line = line("mosquitto_sub", "-q", "1", "-F", "%t %x", "-d");
        for (String filter : filters) {
            line.add("-t");
            line.add(filter);
        }
        // else it keeps to itself, until it has much to say, that it is subscribed
        line.addAll(0, List.of("stdbuf", "-oL"));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        Watch watch = new Watch(process, file);
        Await.until("the watcher is subscribed: " + line, LIMIT, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("mosquitto_sub ended: " + Files.readString(file));
            }
            return Files.readString(file).contains("Subscribed (mid:");
        });
        return watch;
    }

    private List<String> line(String tool, String... options) {
        List<String> line = new ArrayList<>(List.of(MosquittoBroker.binary(tool, "mosquitto-clients")));
        line.addAll(account);
        line.addAll(List.of(options));
        return line;
    }

    /** What a subscriber has heard so far. */
    public record Watch(Process process, Path file) implements AutoCloseable {
        /** Whether it has heard these bytes on this topic. */
        public boolean heard(String topic, byte[] payload) throws IOException {
            return Files.readString(file, StandardCharsets.UTF_8).contains(topic + " " + hex(payload));
        }

        /** Waits until it has. */
        public void await(String topic, byte[] payload) {
            Await.until("heard on " + topic, LIMIT, () -> heard(topic, payload));
        }

        private static String hex(byte[] payload) {
            return java.util.HexFormat.of().formatHex(payload);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
