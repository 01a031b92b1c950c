package org.limbench.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Certificates as a lab makes them, by the script shipped for it. Single-threaded. */
public final class LabCertificates {
    private static final Path SCRIPT =
            Path.of("firmware-protocol", "mosquitto", "make-certificates").toAbsolutePath();

    private final Path directory;

    /** A certificate and its key, PEM. */
    public record Pair(Path certificate, Path key) {
        /** What makes limbench show them. */
        public Map<String, String> environment() {
            return Map.of("LIMBENCH_MQTT_CERT", certificate.toString(), "LIMBENCH_MQTT_KEY", key.toString());
        }
    }

    /** What a script or tool said, and how it ended. */
    public record Outcome(int code, String said) {}

    private LabCertificates(Path directory) {
        this.directory = directory;
    }

    /** A new authority in a directory that need not exist. */
    public static LabCertificates in(Path directory) throws IOException, InterruptedException {
        LabCertificates lab = new LabCertificates(directory);
        lab.done(lab.make(Map.of(), "ca"));
        return lab;
    }

    public Path directory() {
        return directory;
    }

    /** Its own certificate. */
    public Path authority() {
        return directory.resolve("ca.crt");
    }

    /** A broker's, for these names and IP numbers. */
    public Pair broker(String... names) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("broker"));
        words.addAll(List.of(names));
        done(make(Map.of(), words.toArray(String[]::new)));
        return pair("broker");
    }

    public Pair host(String name) throws IOException, InterruptedException {
        done(make(Map.of(), "host", name));
        return pair("host-" + name);
    }

    /** A host's whose key is encrypted. */
    public Pair host(String name, String passphrase) throws IOException, InterruptedException {
        done(make(Map.of("LIMBENCH_MQTT_KEY_PASSPHRASE", passphrase), "host", name));
        return pair("host-" + name);
    }

    public Pair device(String bench, String device) throws IOException, InterruptedException {
        done(make(Map.of(), "device", bench + "/" + device));
        return pair("device-" + bench + "_" + device);
    }

    /** Another certificate for a pair's key, over since yesterday. */
    public Pair expired(Pair valid, String commonName) throws IOException, InterruptedException {
        return new Pair(signed("expired", valid.key(), Map.of(), commonName, "-1"), valid.key());
    }

    /** A pair of RSA, which the script does not make, its key encrypted. */
    public Pair rsa(String commonName, String passphrase) throws IOException, InterruptedException {
        Path key = directory.resolve("rsa.key");
        Map<String, String> secret = Map.of("RSA_PASSPHRASE", passphrase);
        done(run(
                secret,
                "openssl",
                "genpkey",
                "-algorithm",
                "RSA",
                "-pkeyopt",
                "rsa_keygen_bits:2048",
                "-aes256",
                "-pass",
                "env:RSA_PASSPHRASE",
                "-out",
                key.toString()));
        return new Pair(signed("rsa", key, secret, commonName, "1"), key);
    }

    private Path signed(String name, Path key, Map<String, String> secret, String commonName, String days)
            throws IOException, InterruptedException {
        Path certificate = directory.resolve(name + ".crt");
        Path request = directory.resolve(name + ".csr");
        String passphrase = secret.isEmpty() ? "pass:" : "env:RSA_PASSPHRASE";
        done(run(
                secret,
                "openssl",
                "req",
                "-new",
                "-key",
                key.toString(),
                "-passin",
                passphrase,
                "-subj",
                "/CN=" + commonName,
                "-out",
                request.toString()));
        done(run(
                Map.of(),
                "openssl",
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                authority().toString(),
                "-CAkey",
                directory.resolve("ca.key").toString(),
                "-set_serial",
                "7",
                "-days",
                days,
                "-out",
                certificate.toString()));
        return certificate;
    }

    /** The script, with words of the test's. */
    public Outcome make(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("sh", SCRIPT.toString(), directory.toString()));
        line.addAll(List.of(words));
        return run(environment, line.toArray(String[]::new));
    }

    /** Any tool, to its end. */
    public static Outcome run(Map<String, String> environment, String... line)
            throws IOException, InterruptedException {
        MosquittoBroker.binary("openssl", "openssl");
        Path said = Files.createTempFile("said", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", line) + " did not end");
        }
        String text = Files.readString(said);
        Files.delete(said);
        return new Outcome(process.exitValue(), text);
    }

    private Pair pair(String name) {
        return new Pair(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
    }

    private void done(Outcome outcome) {
        if (outcome.code() != 0) {
            throw new AssertionError("certificates in " + directory + ": " + outcome.said());
        }
    }
}
