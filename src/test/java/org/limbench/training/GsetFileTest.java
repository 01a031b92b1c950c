package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.RandomStream;

/** Graphs read from files nobody vouches for. */
final class GsetFileTest {
    private static final Path FIXTURES = Path.of("test-fixtures", "maxcut");

    @TempDir
    private Path directory;

    private static IsingProblem parse(String text) throws IOException {
        return GsetFile.read("maxcut:x", "x.txt", new StringReader(text));
    }

    static Stream<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.sorted().toList().stream();
        }
    }

    @Test
    void fieldsCutAndDegreesFollowFromTheLines() throws IOException {
        IsingProblem triangle = parse("# a comment\r\n3 3\r\n\r\n1 2 5\n 3\t2 -2 \n1 3 1\n");
        boolean[] up = {true, false, false};

        assertThat(triangle.spins()).isEqualTo(3);
        assertThat(triangle.bestKnown()).isNull();
        assertThat(triangle.degree(1)).isEqualTo(2);
        assertThat(triangle.cut(up)).isEqualTo(6);
        // h_0 = -(5 s_1 + 1 s_2), h_1 = -(5 s_0 - 2 s_2), h_2 = -(-2 s_1 + s_0)
        assertThat(new long[] {triangle.field(0, up), triangle.field(1, up), triangle.field(2, up)})
                .containsExactly(6, -7, -3);
        assertThat(triangle.positiveWeight()).isEqualTo(6);
        assertThat(triangle.mostField()).isEqualTo(7);
    }

    /** Oracle: every assignment of small problems; larger ones say in words why their number is the optimum. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void thePackagedNumbersAreOptima(Path file) {
        IsingProblem problem = GsetFile.read("maxcut:" + file, file.toString(), input -> {});
        Long known = problem.bestKnown();

        assertThat(known).isNotNull();
        if (problem.spins() <= 20) {
            assertThat(IsingProblemTest.mostCut(problem)).isEqualTo(known);
        } else if (file.endsWith("grid-144.txt")) {
            boolean[] chequered = new boolean[144];
            for (int i = 0; i < 144; i++) {
                chequered[i] = (i / 12 + i) % 2 == 0;
            }
            assertThat(problem.cut(chequered)).isEqualTo(known).isEqualTo(problem.positiveWeight());
        } else {
            // an odd ring is not bipartite, so one edge at least stays whole
            assertThat(problem.spins()).isEqualTo(101);
            assertThat(problem.positiveWeight()).isEqualTo(101);
            assertThat(known).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                | holds no graph
                    '# best-known 3'                  | holds no graph
                    3                                 | line 1: has 1 fields, "3"; allowed: two
                    3 2 1                             | line 1: has 3 fields
                    0 2                               | line 1: n is "0"; allowed: a whole number from 1 to 32767
                    99999 2                           | line 1: n is "99999"
                    3 1000001                         | line 1: m is "1000001"; allowed: a whole number from 1 to 1000000
                    3 x                               | line 1: m is "x"
                    3 1e3                             | line 1: m is "1e3"
                    3 1;1 2                           | line 2: has 2 fields
                    3 1;1 2 3 4                       | line 2: has 4 fields
                    3 1;0 2 1                         | line 2: i is "0"; allowed: a whole number from 1 to 3
                    3 1;1 4 1                         | line 2: j is "4"; allowed: a whole number from 1 to 3
                    3 1;1 2 0.1234567                 | line 2: w is "0.1234567"; allowed: a number from -1000000 to 1000000 with at most 6 digits
                    3 1;1 2 1e400                     | line 2: w is "1e400"
                    3 1;1 2 0x1                       | line 2: w is "0x1"
                    3 1;1 2 1d                        | line 2: w is "1d"
                    3 1;1 2 NaN                       | line 2: w is "NaN"
                    p cnf 3 1;e 1 2                   | line 1: is of kind "cnf"; allowed: p edge
                    p edge 3;e 1 2                    | line 1: has 3 fields
                    p edge 3 1;1 2 1                  | line 2: has 3 fields, "1 2 1"; allowed: 'e i j'
                    p edge 3 2;e 1 2;e 2 1            | line 3: joins 1 and 2 again
                    3 1;1 2 1000001                   | line 2: w is "1000001"
                    3 1;1 2 99999999999999999999      | line 2: w is "99999999999999999999"
                    3 1;2 2 1                         | line 2: joins 2 to itself
                    3 3;1 2 1;;2 1 4;1 3 1            | line 4: joins 1 and 2 again, as line 2 does
                    3 1;1 2 1;1 3 1                   | line 3: is one edge too many
                    3 2;1 2 1                         | ends after 1 edges; allowed: the 2
                    '# best-known;3 1;1 2 1'          | line 1: best-known is ""; allowed: a number
                    '# best-known 1 2;3 1;1 2 1'      | line 1: best-known is "1 2"
                    '#best-known 1;# best-known 1;'   | line 2: best-known is told a second time
                    '3 1;1 2 1;# best-known 2'        | best-known is 2; allowed: 0, the cut of no spin, to
                    '3 1;1 2 1;# best-known -1'       | best-known is -1
                    """)
    void whatIsWrongIsSaidInOneLine(String text, String part) {
        assertThatThrownBy(() -> parse(text == null ? "" : text.replace(';', '\n')))
                .isInstanceOf(WorkloadException.class)
                .message()
                .startsWith("x.txt")
                .contains(part)
                .doesNotContain("\n");
    }

    @Test
    void weightsWithFractionsSumExactly() throws IOException {
        IsingProblem problem = parse("# best-known 0.4\n3 3\n1 2 0.1\n2 3 0.30\n1 3 -1.5\n");
        assertThat(problem.positiveWeight()).isEqualTo(4);
        assertThat(problem.weight(problem.positiveWeight())).isEqualTo(0.4);
        assertThat(problem.bestKnown()).isEqualTo(4);
        assertThat(problem.weight(problem.cut(new boolean[] {true, false, true})))
                .isEqualTo(0.4);
        assertThat(problem.weight(problem.field(0, new boolean[] {true, false, false})))
                .isEqualTo(-1.4);
    }

    /** The same graph in both formats. */
    @Test
    void dimacsIsReadAsGsetIs() throws IOException {
        IsingProblem gset = parse("# best-known 2\n3 2\n1 2 1\n2 3 1\n");
        IsingProblem dimacs = parse("c a path\nc best-known 2\np edge 3 2\ne 1 2\ne 2 3\n");
        IsingProblem weighted = parse("c\np col 3 2\ne 1 2 1.0\ne 2 3 1\n");
        for (boolean[] up : new boolean[][] {{true, false, true}, {true, true, false}, {false, false, false}}) {
            assertThat(dimacs.cut(up)).isEqualTo(gset.cut(up)).isEqualTo(weighted.cut(up));
        }
        assertThat(dimacs.bestKnown()).isEqualTo(gset.bestKnown());
        assertThat(weighted.weight(weighted.positiveWeight())).isEqualTo(2);
    }

    @Test
    void aPackedGraphIsReadAsTheOneInIt() throws IOException {
        Path packed = directory.resolve("graph.txt.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(FIXTURES.resolve("petersen.txt"), gzip);
        }
        IsingProblem graph = IsingProblems.named("maxcut:" + packed, 1);
        IsingProblem plain = IsingProblems.named("maxcut:" + FIXTURES.resolve("petersen.txt"), 1);
        boolean[] up = new boolean[10];
        up[0] = true;
        up[7] = true;
        assertThat(graph.cut(up)).isEqualTo(plain.cut(up)).isPositive();
        assertThat(graph.positiveWeight()).isEqualTo(plain.positiveWeight());
        assertThat(graph.bestKnown()).isEqualTo(plain.bestKnown());
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItIsHeld() {
        assertThatThrownBy(() -> parse("3 1\n" + "1".repeat(5000)))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("x.txt, line 2: has more than 400 characters");
    }

    @Test
    void aFileThatIsNoneIsNamed() {
        assertThatThrownBy(() -> IsingProblems.named("maxcut:" + directory, 1))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining(directory.toString());
    }

    /** 1,500 files with a few octets of a good one replaced, doubled or dropped: read, or refused by name. */
    @Test
    void mutilatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
        byte[] sound = Files.readAllBytes(FIXTURES.resolve("signed-16.txt"));
        RandomStream mutations = RandomStream.of(1, "test.gset");
        Path file = directory.resolve("mutilated.txt");
        int refused = 0;
        for (int round = 0; round < 1500; round++) {
            RandomStream.Cursor draws = mutations.split(round).cursor();
            StringBuilder text = new StringBuilder(new String(sound, StandardCharsets.ISO_8859_1));
            for (int k = draws.nextBelow(4); k >= 0; k--) {
                int at = draws.nextBelow(text.length());
                switch (draws.nextBelow(4)) {
                    case 0 -> text.setCharAt(at, (char) draws.nextBelow(256));
                    case 1 -> text.insert(at, (char) ('0' + draws.nextBelow(10)));
                    case 2 -> text.deleteCharAt(at);
                    default -> text.delete(at, Math.min(text.length(), at + 1 + draws.nextBelow(40)));
                }
            }
            Files.write(file, text.toString().getBytes(StandardCharsets.ISO_8859_1));
            try {
                IsingProblem problem = GsetFile.read("maxcut:x", file.toString(), input -> {});
                assertThat(problem.spins()).isBetween(1, IsingProblem.MOST_SPINS);
            } catch (WorkloadException e) {
                refused++;
                assertThat(e.getMessage())
                        .startsWith(file.toString())
                        .doesNotContain("\n")
                        .hasSizeLessThan(400);
            }
        }
        // a changed weight or comment leaves a sound file; most other changes do not
        assertThat(refused).isBetween(750, 1495);
    }

    /** The header claims what the file does not hold: memory must follow the file. */
    @Test
    void aBoastfulHeaderTakesNoMemory() {
        Runtime runtime = Runtime.getRuntime();
        long before = runtime.totalMemory() - runtime.freeMemory();
        for (int k = 0; k < 200; k++) {
            assertThatThrownBy(() -> parse("32767 1000000\n1 2 1\n")).hasMessageContaining("ends after 1 edges");
        }
        // a million edges each would be 2.4 GB
        assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(500L << 20);
    }
}
