package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayGeometry;

/** Tables as people have them: each is read as it is meant, or refused with the option that settles what is meant. */
final class TableDialectTest {
    private static final String GOOD = "1,2,a\n3,4,b\n5,6,a\n7,8,b\n";

    @TempDir
    private Path folder;

    private static Arguments bad(String what, String options, String text, String... says) {
        return bad(what, options, text.getBytes(StandardCharsets.UTF_8), says);
    }

    private static Arguments bad(String what, String options, byte[] bytes, String... says) {
        return Arguments.of(what, options, bytes, List.of(says));
    }

    /** What, options of the task, the file, what the one line says. */
    static Stream<Arguments> refused() {
        Charset wide = StandardCharsets.UTF_16LE;
        return Stream.of(
                bad(
                        "decimal comma and semicolon",
                        "",
                        "2,64;birch\n4,03;maple\n",
                        "line 1",
                        "semicolon",
                        "?delimiter="),
                bad("semicolons", "", "1;2;a\n3;4;b\n", "line 1", "\"1;2;a\"", "?delimiter=semicolon"),
                bad("tabs", "", "1\t2\ta\n3\t4\tb\n", "line 1", "?delimiter=tab"),
                bad("pipes", "", "1|2|a\n3|4|b\n", "?delimiter=pipe"),
                bad("spaces", "", "1 2 a\n3 4 b\n", "line 1: has 1 field", "?delimiter= says"),
                bad("delimiters mixed", "", "1,2,a\n3,4,a\n5;6,7,b\n", "line 3: column 1 is \"5;6\"", "semicolon"),
                bad("class with a semicolon", "", "1,2,a\n3,4,a\n5,6,b;c\n", "line 3: column 3", "?delimiter=comma"),
                bad("decimal comma", "?delimiter=;", "1,5;2;a\n2,5;3;a\n", "column 1 is \"1,5\"", "?decimal=comma"),
                bad("point under a comma", "?delimiter=;&decimal=,", "1.5;2;a\n1,5;2;a\n", "\"1.5\""),
                bad("comma for both", "?decimal=,", GOOD, "decimal is \",\"", "delimiter=semicolon"),
                bad("delimiter unknown", "?delimiter=x", GOOD, "delimiter is \"x\"", "semicolon"),
                bad("header unknown", "?header=maybe", GOOD, "header is \"maybe\"; allowed: yes, no"),
                bad("numeric header", "", "0,1,2\n0.5,0.1,a\n0.4,0.2,a\n0.4,0.2,b\n", "line 1", "counts its columns"),
                bad(
                        "numbers with a name",
                        "",
                        "2020,2021,kind\n1,2,a\n3,4,b\n5,6,a\n",
                        "line 1",
                        "\"kind\"",
                        "?header="),
                bad("first line unreadable", "", "?,?,a\n1,2,a\n3,4,b\n", "line 1: column 1 is \"?\"", "?header="),
                bad("first line not known", "", "NA,NA,a\n1,2,a\n3,4,b\n", "column 1 is \"NA\"", "?header="),
                bad("first line a class", "", "x,y,a\n1,2,a\n3,4,b\n", "line 1", "\"a\" is a class of other lines"),
                bad(
                        "first line half a header",
                        "",
                        "x,2,kind\n1,2,a\n3,4,b\n",
                        "line 1: column 1 is \"x\"",
                        "?header="),
                bad("names twice", "", "x,x,kind\n1,2,a\n3,4,b\n", "names \"x\" twice"),
                bad("name empty", "", ",x,kind\n0,1,a\n1,3,b\n", "column 1 is \"\"", "?header="),
                bad("delimiter at the end", "", "1,2,a,\n3,4,b,\n", "column 3 is \"a\""),
                bad("line too short", "", GOOD + "9,b\n", "line 5: has 2 fields; allowed: 3"),
                bad("line too long", "", GOOD + "9,9,9,b\n", "line 5: has 4 fields; allowed: 3"),
                bad("line of spaces", "", "1,2,a\n  \n3,4,b\n", "line 2: has 1 field"),
                bad("not a number", "", GOOD + "nan,1,a\n", "line 5: column 1 is \"nan\""),
                bad("infinite", "", GOOD + "1,inf,a\n", "line 5: column 2 is \"inf\""),
                bad("hexadecimal", "", GOOD + "0x1p8,1,a\n", "line 5: column 1 is \"0x1p8\""),
                bad("Java's double", "", GOOD + "1d,1,a\n", "column 1 is \"1d\""),
                bad("Java's float", "", GOOD + "300f,1,a\n", "column 1 is \"300f\""),
                bad("overflow", "", GOOD + "1e400,1,a\n", "column 1 is \"1e400\""),
                bad("thousands", "", GOOD + "\"1,234.5\",1,a\n", "without separators of thousands"),
                bad("other digits", "", GOOD + "\u0661,1,a\n", "column 1 is"),
                bad("one class", "", "1,2,a\n3,4,a\n5,6,a\n", "holds 1 class, \"a\""),
                bad(
                        "a number for a class",
                        "",
                        "1,2,0.1\n3,4,0.7\n5,6,0.3\n7,9,0.1\n",
                        "3 classes in 4 examples",
                        "linear"),
                bad("target no number", "?model=linear", "1,2,5\n1,2,x\n", "line 2: column 3 (the target) is \"x\""),
                bad("class cannot be seen", "", GOOD + "1,2,b\u200b\n", "line 5", "cannot be seen"),
                bad("class with an escape", "", GOOD + "1,2,b\u001b[2J\n", "line 5", "\"b?[2J\""),
                bad("quote left open", "", "1,2,\"a\n3,4,b\n", "is not CSV"),
                bad("NUL", "", "1,2,a\n3,4,\u0000b\n", "NUL byte at offset 10, line 2"),
                bad("UTF-16 with a mark", "", "\uFEFF1,2,a\n".getBytes(wide), "is UTF-16", "UTF-8"),
                bad("UTF-16 without", "", "1,2,a\n".getBytes(wide), "is UTF-16"),
                bad("Latin-1", "", "1,2,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1), "0xE4 at offset 4, line 1"),
                bad("cut in a character", "", new byte[] {'1', ',', '2', ',', (byte) 0xC3}, "ends inside a character"),
                bad("empty", "", "", "holds no examples"),
                bad("header alone", "", "x,y,kind\n", "holds no examples"),
                bad("one example", "", "x,y,kind\n1,2,a\n", "holds one example"),
                bad("gzip cut short", "", cut(packed(GOOD.repeat(50))), "ends early"),
                bad("no gzip after all", "", new byte[] {0x1f, (byte) 0x8b, 0, 0, 0}, "gzip"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatCouldBeMeantInTwoWaysIsRefusedInOneLine(String what, String options, byte[] bytes, List<String> says)
            throws IOException {
        Path file = folder.resolve("bad.csv");
        Files.write(file, bytes);
        assertThatThrownBy(() -> Workloads.named("csv:" + file + options, 1))
                .isInstanceOf(WorkloadException.class)
                .message()
                .contains(says)
                .doesNotContain("\n", "\u001b", "\u200b")
                .contains("bad.csv");
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] cut(byte[] whole) {
        return java.util.Arrays.copyOf(whole, whole.length - 12);
    }

    private static Arguments good(String what, String options, String text, String form) {
        return Arguments.of(what, options, text.getBytes(StandardCharsets.UTF_8), form);
    }

    static Stream<Arguments> read() {
        return Stream.of(
                good("plain", "", GOOD, "header no, delimiter comma"),
                good("mark of UTF-8", "", "\uFEFF" + GOOD, "header no, delimiter comma"),
                good("names", "", "x,y,kind\n" + GOOD, "header yes, delimiter comma"),
                good("carriage returns", "", GOOD.replace('\n', '\r'), "header no, delimiter comma"),
                good("both", "", GOOD.replace("\n", "\r\n\r\n"), "header no, delimiter comma"),
                good("quoted", "", GOOD.replace("a", "\"a\""), "header no, delimiter comma"),
                good("semicolons", "?delimiter=;", GOOD.replace(',', ';'), "header no, delimiter semicolon"),
                good("escaped", "?delimiter=%3B", GOOD.replace(',', ';'), "header no, delimiter semicolon"),
                good("tabs", "?delimiter=tab", GOOD.replace(',', '\t'), "header no, delimiter tab"),
                good("spaces", "?delimiter=space", GOOD.replace(',', ' '), "header no, delimiter space"),
                good(
                        "decimal comma",
                        "?delimiter=;&decimal=,",
                        GOOD.replace(',', ';').replace("1;", "1,0;"),
                        "header no, delimiter semicolon, decimal comma"),
                good("numbers for names", "?header=yes", "1,2,3\n" + GOOD, "header yes, delimiter comma"),
                good(
                        "a class once",
                        "?header=no",
                        "1,2,c\n9,9,a\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n",
                        "header no, delimiter comma"),
                Arguments.of("packed", "", packed(GOOD), "header no, delimiter comma"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("read")
    void whatIsMeantInOneWayIsReadAndTold(String what, String options, byte[] bytes, String form) throws IOException {
        Path file = folder.resolve("good.csv");
        Files.write(file, bytes);
        List<TaskInput> told = new ArrayList<>();
        Workload workload = Workloads.named("csv:" + file + options, 1, told::add);

        long classes = what.equals("a class once") ? 3 : 2;
        assertThat(workload.shape()).isEqualTo(new ArrayGeometry(3, (int) classes));
        assertThat(told).hasSize(1);
        long examples = what.equals("a class once") ? 6 : 4;
        assertThat(told.get(0).counts())
                .containsEntry("examples", examples)
                .containsEntry("features", 2L)
                .containsEntry("classes", classes);
        assertThat(told.get(0).form()).isEqualTo(form);
        assertThat(told.get(0).bytes()).isEqualTo(bytes.length);
        assertThat(told.get(0).line())
                .startsWith(
                        "table " + file + ": " + classes + " classes, " + examples + " examples, 2 features, " + form);
    }

    @Test
    void featuresThatNeverChangeAreTold() throws IOException {
        Path file = folder.resolve("same.csv");
        Files.writeString(file, "1,7,a\n2,7,b\n3,7,a\n4,7,b\n");
        List<TaskInput> told = new ArrayList<>();
        Workloads.named("csv:" + file, 1, told::add);
        assertThat(told.get(0).form()).endsWith("1 features the same in every example");
    }

    @Test
    void aFileMayBeCalledAnything() throws IOException {
        for (String name : new String[] {"what?x=1&y=2.csv", "50%.csv", "a,b;c=d.csv", "%3F.csv", "träger 1.csv"}) {
            Path file = folder.resolve(name);
            Files.writeString(file, GOOD);
            String written = name.replace("%3F", "%253F").replace("?", "%3F").replace("&", "%26");
            assertThat(Workloads.named("csv:" + folder + "/" + written + "?header=no", 1)
                            .shape())
                    .isEqualTo(new ArrayGeometry(3, 2));
        }
        assertThatThrownBy(() -> Workloads.named("csv:" + folder + "/what?x=1&y=2.csv", 1))
                .hasMessageContaining("a ? in a file's name is written %3F");
    }

    /** 300 MB of zeros pack to 300 kB. */
    @Test
    void whatUnpacksBeyondTheBoundIsRefusedOnTheWay() throws IOException {
        Path file = folder.resolve("bomb.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] lines = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int k = 0; k < 257; k++) {
                out.write(lines);
            }
        }
        assertThatThrownBy(() -> Workloads.named("csv:" + file, 1))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("unpacks to more than");
    }
}
