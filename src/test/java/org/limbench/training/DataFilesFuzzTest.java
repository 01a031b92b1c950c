package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.Refusal;
import org.limbench.testkit.Script;

/** Tables, images and graphs that a fuzzer wrote. */
final class DataFilesFuzzTest {
    /** Heap for a file, bytes: so much, and so much for each byte of it. */
    private static final long ALLOCATION = 4 << 20;

    private static final long ALLOCATION_PER_BYTE = 1_024;

    private static Stream<byte[]> files(String folder, String stream) {
        try (Stream<Path> found = Files.list(Path.of("test-fixtures", folder))) {
            Stream<byte[]> fixtures = found.sorted().toList().stream().map(DataFilesFuzzTest::bytes);
            return Stream.concat(fixtures, IntStream.range(0, 50).mapToObj(n -> Script.random(stream, n, 300)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<byte[]> tables() {
        return Stream.concat(
                files("tables", "fuzz.tables"),
                Stream.of("a,b,c\n1,2,x\n3,4,y\n", "\"1\"\"\",2\n\n3,4", "1e308,-1e308,0\n0x1p3,NaN,1\n", "1,\"2")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<byte[]> graphs() {
        return Stream.concat(
                files("maxcut", "fuzz.graphs"),
                Stream.of("3 2\n1 2 1\n2 3 -1\n", "# best-known 1\n2 1\n2 1 1000000\n", "32767 1000000\n1 2 3\n")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<byte[]> images() {
        return Stream.concat(
                files("idx", "fuzz.images"),
                Stream.of(
                        new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 5, 6},
                        new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9},
                        new byte[] {0, 0, 8, 3, 127, -1, -1, -1, 127, -1, -1, -1, 127, -1, -1, -1},
                        new byte[] {0x1f, (byte) 0x8b, 8, 0}));
    }

    @MethodSource("tables")
    @FuzzTest
    void anyTextIsATableOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (ExampleTable.Last last : ExampleTable.Last.values()) {
            read(bytes, () -> table(text, last)).ifPresent(table -> check(table, last));
        }
    }

    private static ExampleTable table(String text, ExampleTable.Last last) {
        try {
            return ExampleTable.read("fuzzed.csv", new StringReader(text), last, TableDialect.USUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory does not fail
        }
    }

    private static void check(ExampleTable table, ExampleTable.Last last) {
        assertThat(table.examples()).isGreaterThanOrEqualTo(2);
        for (double number : last == ExampleTable.Last.NUMBER ? table.targets() : table.flat()) {
            assertThat(number).isFinite();
        }
        if (last == ExampleTable.Last.CLASS) {
            Refusal.or(WorkloadException.class, table::classes)
                    .ifPresent(classes -> assertThat(classes.numbers()).hasSize(table.examples()));
        }
    }

    @MethodSource("graphs")
    @FuzzTest
    void anyTextIsAGraphOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        read(bytes, () -> {
                    try {
                        return GsetFile.read("fuzzed", "fuzzed.txt", new StringReader(text));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e); // a text in memory does not fail
                    }
                })
                .ifPresent(graph -> assertThat(graph.spins()).isBetween(1, IsingProblem.MOST_SPINS));
    }

    @MethodSource("images")
    @FuzzTest
    void anyBytesAreImagesOrRefused(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzzed", ".idx");
        try {
            Files.write(file, bytes);
            for (int dimensions : new int[] {1, 3}) {
                read(bytes, () -> IdxFile.read(file.toString(), dimensions, "images", input -> {}))
                        .ifPresent(read -> assertThat(read.dimension(0)).isPositive());
            }
        } finally {
            Files.delete(file);
        }
    }

    private static <T> Optional<T> read(byte[] bytes, Supplier<T> reader) {
        return Allocation.atMost(
                ALLOCATION + ALLOCATION_PER_BYTE * bytes.length, () -> Refusal.or(WorkloadException.class, reader));
    }
}
