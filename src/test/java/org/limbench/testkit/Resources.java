package org.limbench.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this JVM holds of its machine: open file descriptors by kind and live threads by name, numbers left out. Linux. */
public final class Resources {
    private Resources() {}

    /** A count by kind; equal when nothing was gained or lost. */
    public static Map<String, Long> held() throws IOException {
        Map<String, Long> held = new TreeMap<>();
        Thread.getAllStackTraces().keySet().stream()
                .collect(Collectors.groupingBy(
                        thread -> "thread " + unnumbered(thread.getName()), Collectors.counting()))
                .forEach(held::put);
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            open.flatMap(descriptor -> kind(descriptor).stream())
                    .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()))
                    .forEach(held::put);
        }
        return held;
    }

    /** What there is more of than before. */
    public static Map<String, Long> gained(Map<String, Long> before) throws IOException {
        Map<String, Long> gained = held();
        before.forEach((kind, count) -> gained.merge(kind, -count, Long::sum));
        gained.values().removeIf(count -> count <= 0);
        return gained;
    }

    /** What a descriptor of this JVM is open on; none where it was closed while they were listed: it is held no longer. */
    static Optional<String> kind(Path descriptor) throws UncheckedIOException {
        try {
            return Optional.of("descriptor "
                    + unnumbered(Files.readSymbolicLink(descriptor).toString()));
        } catch (NoSuchFileException closed) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String unnumbered(String name) {
        return name.replaceAll("\\d+", "N").replaceAll("[0-9a-z]{6,}-", "");
    }
}
