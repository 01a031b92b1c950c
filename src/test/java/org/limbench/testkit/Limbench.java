package org.limbench.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The built program as its users start it: a process of its own, from the shaded jar. */
public final class Limbench {
    /** Options of a JVM that ends soon: the second compiler and a second collector's threads would cost more than they gain. */
    public static final List<String> SHORT_LIFE = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Ctrl-C is ignored by whatever a script runs in the background, these tests and all that they start among it. */
    private static final List<String> LISTENING = List.of("env", "--default-signal=INT");

    private static final long PATIENCE_SECONDS = 240;

    private final Path directory;
    private final Map<String, String> environment;

    /** Runs in a directory of the test's. */
    public Limbench(Path directory) {
        this(directory, Map.of());
    }

    /** Runs in a directory of the test's, with variables added. */
    public Limbench(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** What a process that has ended said. */
    public record Outcome(int code, String out, String err) {}

    /** A process that is still up. */
    public record Running(Process process, Path out, Path err) implements AutoCloseable {
        /** kill -9. */
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** SIGTERM, as Ctrl-C does it, and a wait for the end. */
        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /** The first line on stdout, once it is there. */
        public JsonNode ready() throws IOException {
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                String line = reader.readLine();
                if (line == null) {
                    throw new IOException("no ready line; stderr: " + Files.readString(err));
                }
                return JsonMapper.shared().readTree(line);
            }
        }
    }

    /** Runs a command to its end. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        Running running = start(true, arguments);
        if (!running.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            running.kill();
            throw new IOException("limbench " + String.join(" ", arguments) + " did not end in time");
        }
        return new Outcome(
                running.process().exitValue(), Files.readString(running.out()), Files.readString(running.err()));
    }

    /** Starts a command whose stdout is read by {@link Running#ready()}. */
    public Running serve(String... arguments) throws IOException {
        return start(false, arguments);
    }

    /** Starts a command whose output goes to files. */
    public Running background(String... arguments) throws IOException {
        return start(true, arguments);
    }

    private Running start(boolean outToFile, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(LISTENING);
        line.add(ProcessHandle.current().info().command().orElse("java"));
        line.addAll(SHORT_LIFE);
        line.addAll(List.of("-jar", jar().toString()));
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(directory.toFile()).redirectError(err.toFile());
        if (outToFile) {
            builder.redirectOutput(out.toFile());
        }
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    private static Path jar() {
        String jar = System.getProperty("limbench.jar");
        if (jar == null || !Files.exists(Path.of(jar))) {
            throw new UncheckedIOException(new IOException("limbench.jar is " + jar + ": run by 'mvn verify'"));
        }
        return Path.of(jar);
    }
}
