package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.Host;
import org.limbench.trace.TraceWriter;
import picocli.CommandLine.Option;

/** Records the wire to a file where it is asked for. */
@Heading.Under(Heading.OUTPUT)
final class TraceOption {
    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Record every frame on the wire to FILE (pcapng, not there yet); see 'limbench trace'.")
    private @Nullable Path file;

    /**
     * Begins the trace, if one is asked for.
     *
     * @throws IOException when the file is there already or cannot be written
     */
    Tracing open(Console console) throws IOException {
        return open(console.host(), console);
    }

    /** The same for a host that waits. */
    Tracing open(Host host, Console console) throws IOException {
        Output.requireFile("--trace", file, "a file; stdout is for results");
        TraceWriter writer = file == null ? null : TraceWriter.create(file, origin(), epochNanos(host.nanoTime()));
        return new Tracing(console, host.tracing(writer), writer);
    }

    private static TraceWriter.Origin origin() {
        return new TraceWriter.Origin(
                System.getProperty("os.arch", ""),
                System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""),
                "limbench " + Main.Version.text());
    }

    /** The wall clock as it was now, gone on with by the monotone one. */
    private static LongSupplier epochNanos(LongSupplier nanoTime) {
        Instant now = Instant.now();
        long start = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        long mark = nanoTime.getAsLong();
        return () -> start + (nanoTime.getAsLong() - mark);
    }

    /**
     * A trace under way, or none.
     *
     * @param host that records
     */
    record Tracing(Console console, Host host, @Nullable TraceWriter writer) implements AutoCloseable {
        @Override
        public void close() {
            if (writer != null) {
                writer.failure().ifPresent(why -> console.say("limbench: the trace " + why));
                writer.close();
            }
        }
    }
}
