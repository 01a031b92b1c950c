package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken profile gets exactly one line that names the file, the key, what stands there and what may. */
final class BrokenProfilesTest {
    private static final String QUANTITY = "{value: %s, source: assumption, confidence: assumed}";
    private static final String KT = "kT";

    @TempDir
    Path folder;

    /** What is wrong, the line of lim-chain.yaml it starts with, its replacement, then key path, value and allowed. */
    static Stream<Arguments> defects() {
        return Stream.of(
                line("unit of another kind", "  hold:", q("24 ms"), "barrier.hold", "24 ms", "an energy"),
                line("unknown unit", "  pulse:", q("1 parsec"), "drive.pulse", "1 parsec", "a time"),
                line("unit missing", "  pulse:", q("1"), "drive.pulse", "1", "a time"),
                line("unit where none belongs", "  levels:", q("256 J"), "cell.levels", "256 J", "a pure number"),
                line("two units", "  pulse:", q("1 us us"), "drive.pulse", "1 us us", "a time"),
                line("comma for a point", "  pulse:", q("\"1,5 us\""), "drive.pulse", "1,5 us", "a time"),
                line("kilotesla", "  pulse:", q("2 kT"), "drive.pulse", "2 kT", "a time"),
                line("temperature in kT", "temperature:", q("1 kT"), "temperature", "1 kT", "a temperature"),
                line("negative energy", "    perSlot:", q("-1 fJ"), "energy.periphery.perSlot", "-1 fJ", "0 J or more"),
                line("negative barrier", "  least:", q("-3 kT"), "barrier.least", "-3 kT", "0 J or more"),
                line("negative count", "    lsb:", q("-1 zJ"), "meter.all.lsb", "-1 zJ", "more than 0 J"),
                line("negative noise", "    noise:", q("-1 W2/Hz"), "meter.all.noise", "-1 W2/Hz", "or more"),
                line("absolute zero", "temperature:", q("0 K"), "temperature", "0 K", "more than 0 K"),
                line(
                        "not a number",
                        "    perSlot:",
                        q(".nan"),
                        "energy.periphery.perSlot.value",
                        ".nan",
                        "a finite number"),
                line("NaN with a unit", "    perSlot:", q("NaN J"), "energy.periphery.perSlot", "NaN J", "an energy"),
                line(
                        "infinite",
                        "    perSlot:",
                        q(".inf"),
                        "energy.periphery.perSlot.value",
                        ".inf",
                        "a finite number"),
                line(
                        "beyond all bounds",
                        "    perSlot:",
                        q("1e999 J"),
                        "energy.periphery.perSlot",
                        "1e999 J",
                        "energy"),
                line("no number at all", "  pulse:", q("soon"), "drive.pulse", "soon", "a time"),
                line("no mapping", "  pulse:", "1 us", "drive.pulse", "1 us", "a quantity"),
                line("half a level", "  levels:", q("25.5"), "cell.levels", "25.5", "a whole number"),
                line("one level", "  levels:", q("1"), "cell.levels", "1", "2 to 4096"),
                line("17 bits", "  bits:", q("17"), "read.bits", "17", "1 to 16"),
                line("no rows", "  rows:", q("0"), "geometry.rows", "0", "1 to 65536"),
                line("hold above the most", "  hold:", q("90 kT"), "barrier.hold", "90 kT", "0.0 to"),
                line(
                        "prior below nominal",
                        "  mostAttemptRate:",
                        q("1 /s"),
                        "barrier.mostAttemptRate",
                        "1 /s",
                        "nominal"),
                line(
                        "fraction above one",
                        "    swingFraction:",
                        q("1.5"),
                        "energy.lines.swingFraction",
                        "1.5",
                        "0 to 1"),
                line("power-on level off the chain", "  mostLevel:", q("256"), "powerOn.mostLevel", "256", "0 to 255"),
                line("bit line too long", "  mostSlots:", q("1025"), "limits.mostSlots", "1025", "1 to 1024"),
                line("register overflows", "    offset:", q("1 W"), "meter.all.lsb", "0.1 zJ", "century"),
                line(
                        "source missing",
                        "  pulse:",
                        "{value: 1 us, confidence: assumed}",
                        "drive.pulse.source",
                        "missing",
                        "doi:"),
                line(
                        "source empty",
                        "  pulse:",
                        "{value: 1 us, source: '', confidence: assumed}",
                        "drive.pulse.source",
                        "empty",
                        "doi:"),
                line(
                        "source of no kind",
                        "  pulse:",
                        "{value: 1 us, source: my friend, confidence: assumed}",
                        "drive.pulse.source",
                        "my friend",
                        "doi:"),
                line(
                        "confidence missing",
                        "  pulse:",
                        "{value: 1 us, source: assumption}",
                        "drive.pulse.confidence",
                        "missing",
                        "measured, fitted, recalled or assumed"),
                line(
                        "confidence unknown",
                        "  pulse:",
                        "{value: 1 us, source: assumption, confidence: certain}",
                        "drive.pulse.confidence",
                        "certain",
                        "measured, fitted, recalled or assumed"),
                line(
                        "key too many in a quantity",
                        "  pulse:",
                        "{value: 1 us, source: assumption, confidence: assumed, note: x}",
                        "drive.pulse.note",
                        "an unknown key",
                        "value, source, confidence"),
                line("yes or no", "  suddenOpening:", q("perhaps"), "barrier.suddenOpening.value", "perhaps", "true"),
                line(
                        "model unknown",
                        "  model:",
                        "quantum",
                        "cell.model",
                        "quantum",
                        "barrier-chain, two-level-barrier, fowler-nordheim"),
                line("name with a slash", "name:", "a/b", "name", "a/b", "a-z, 0-9 and -"),
                line("name too long", "name:", "a".repeat(64), "name", "aaa", "at most 63"),
                line("nothing at all", "summary:", "", "summary", "empty", "sentences"));
    }

    private static Arguments line(String what, String key, String value, String keyPath, String shown, String allowed) {
        return Arguments.of(what, key, key + " " + value, keyPath, shown, allowed);
    }

    private static String q(String value) {
        return QUANTITY.formatted(value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void oneDefectGivesOneLine(
            String what, String start, String replacement, String keyPath, String shown, String allowed) {
        String broken = reference()
                .lines()
                .map(l -> l.startsWith(start) ? replacement : l)
                .reduce("", (a, b) -> a + b + "\n");
        assertThat(broken).isNotEqualTo(reference());
        assertOneLine(write("broken.yaml", broken), keyPath, shown, allowed);
    }

    @Test
    void missingKeyIsNamed() {
        String without = reference().replaceFirst("(?m)^  hold:.*\n", "");
        assertOneLine(write("a.yaml", without), "barrier.hold", "missing", "rest barrier after power-on");
        String noTemperature = reference().replaceFirst("(?m)^temperature:.*\n", "");
        assertThat(noTemperature).contains(KT);
        assertOneLine(write("b.yaml", noTemperature), "temperature", "missing", "bath temperature");
        String noActuator = reference().replaceFirst("(?s)\\nbarrier:.*?\\ndrive:", "\ndrive:");
        assertOneLine(write("c.yaml", noActuator), "barrier", "missing", "tunable barrier");
    }

    @Test
    void unknownKeyIsNamedWithThoseThatAreKnown() {
        assertOneLine(
                write("a.yaml", reference() + "colour: red\n"), "colour", "an unknown key", "temperature, geometry");
        String inCell = reference().replace("  levels: ", "  k1: " + q("1 /s") + "\n  levels: ");
        assertOneLine(write("b.yaml", inCell), "cell.k1", "an unknown key", "mostConductance");
        String inMeter = reference().replace("meter:\n", "meter:\n  writing: {}\n");
        assertOneLine(write("c.yaml", inMeter), "meter.writing", "an unknown key", "all, program, update");
    }

    @Test
    void arrayThatWouldNotFitInMemoryIsRefused() {
        String huge = reference().replace("value: 65,", "value: 65536,").replace("value: 10,", "value: 32000,");
        assertOneLine(write("a.yaml", huge), "geometry.rows", "65536", "rows x columns at most 16777216");
        String overflowing = reference().replace("value: 65,", "value: 65536,").replace("value: 10,", "value: 65536,");
        assertOneLine(write("b.yaml", overflowing), "geometry", "not consistent", "at most 2147483647 cells");
    }

    @Test
    void textThatIsNoYamlNamesTheLine() {
        assertOneLine(write("a.yaml", "format: 1\nname: [1\n"), "line 3", "expected", "one well-formed YAML document");
        assertOneLine(write("b.yaml", "format: 1\nname: a\nname: b\n"), "line 3", "Duplicate", "YAML document");
        assertOneLine(write("c.yaml", "format: 1\n- x\n"), "line 2", "expected", "YAML document");
        assertOneLine(write("d.yaml", "format: 1\n---\nformat: 1\n"), "line 3", "a second document", "one document");
        assertOneLine(write("e.yaml", "format: 1\n\tname: a\n"), "line 2", "", "YAML document");
    }

    @Test
    void firstLineSaysTheFormat() {
        assertOneLine(
                write("a.yaml", reference().replace("format: 1\n", "format: 2\n")), "line 1", "format: 2", "format: 1");
        assertOneLine(write("b.yaml", "# hello\n" + reference()), "line 1", "# hello", "format: 1");
        assertOneLine(write("c.yaml", ""), "line 1", "empty", "format: 1");
    }

    @Test
    void sizeDepthAndAliasesAreBounded() throws IOException {
        String padded = reference() + "#" + "x".repeat(256 * 1024) + "\n";
        assertOneLine(write("a.yaml", padded), "file", "more than 262144 bytes", "at most");
        assertOneLine(
                write("b.yaml", "format: 1\nname: " + "[".repeat(5000) + "]".repeat(5000) + "\n"),
                "name" + "[0]".repeat(11),
                "nested deeper",
                "at most 12 levels");
        String laughs = "format: 1\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
        assertOneLine(write("c.yaml", laughs), "a", "an anchor or alias", "values written out");
        assertOneLine(
                write("d.yaml", "format: 1\nname: [" + "1,".repeat(50_000) + "1]\n"),
                "line 2",
                "more text",
                "40000 tokens");
        Path binary = folder.resolve("e.yaml");
        Files.write(binary, new byte[] {'f', (byte) 0xC3, (byte) 0x28});
        assertOneLine(binary, "file", "0xC3 at offset 1, line 1", "UTF-8");
    }

    @Test
    void baseThatCannotServeIsRefused() {
        String variant = "format: 1\nname: mine\nsummary: x\nextends: ";
        assertOneLine(write("self.yaml", variant + "self.yaml\n"), "extends", "self.yaml", "does not extend this one");
        write("one.yaml", variant + "two.yaml\n");
        Path two = write("two.yaml", variant + "one.yaml\n");
        assertOneLine(two, "extends", "two.yaml", "does not extend this one");
        assertOneLine(write("a.yaml", variant + "lim-chian\n"), "profile", "not known", "lim-chain");
        assertOneLine(write("b.yaml", variant + "../secret.yaml\n"), "extends", "../secret.yaml", "beside this one");
        assertOneLine(
                write("c.yaml", variant + "/etc/passwd.yaml\n"), "extends", "/etc/passwd.yaml", "beside this one");
        assertOneLine(write("d.yaml", variant + "not-there.yaml\n"), "file", "not there", "path of a YAML file");
        assertOneLine(write("e.yaml", variant + "[1]\n"), "extends", "[1]", "name of a packed profile");
        assertOneLine(write("f.yaml", "format: 1\nextends: lim-chain\n"), "name", "missing", "a name of its own");
        for (int depth = 0; depth < 7; depth++) {
            write("deep" + depth + ".yaml", variant + "deep" + (depth + 1) + ".yaml\n");
        }
        assertOneLine(folder.resolve("deep0.yaml"), "extends", "deep5.yaml", "at most 4 profiles");
        write("list.yaml", "format: 1\n- 1\n");
        assertOneLine(write("g.yaml", variant + "list.yaml\n"), "line 2", "expected", "YAML document");
    }

    @Test
    void variantReplacesWholeQuantitiesAndKeepsTheRest() {
        Path file = write(
                "cold.yaml",
                "format: 1\nname: cold\nextends: lim-chain\ntemperature: " + q("77 K") + "\nbarrier:\n  hold: "
                        + q("0.05 eV") + "\n");
        DeviceProfile cold = ProfileLibrary.load(file.toString());
        DeviceProfile warm = ProfileLibrary.load("lim-chain");
        assertThat(cold.temperatureKelvin()).isEqualTo(77);
        assertThat(cold.geometry()).isEqualTo(warm.geometry());
        var barrier = java.util.Objects.requireNonNull(cold.model().barrierLimits());
        assertThat(barrier.holdJoules()).isEqualTo(0.05 * 1.602176634e-19);
        // the base says 80 kT: at the temperature of the variant
        assertThat(barrier.mostJoules()).isEqualTo(80 * 1.380649e-23 * 77);
        assertThat(cold.summary()).isEqualTo(warm.summary());
        assertThat(cold.sha256()).isNotEqualTo(warm.sha256());
    }

    @Test
    void unknownNameOrFileIsToldWithWhatThereIs() {
        ProfileCheck name = ProfileCheck.of("lim-cain");
        assertThat(name.problems()).hasSize(1);
        assertThat(name.problems().get(0).line())
                .isEqualTo("lim-cain: profile is not known; allowed: " + String.join(", ", ProfileLibrary.names())
                        + ", or the path of a .yaml file");
        assertThat(ProfileCheck.of("no/such.yaml").problems().get(0).line()).contains("not there");
        assertThat(ProfileCheck.of(folder + "/").problems()).hasSize(1);
        assertThat(ProfileCheck.of("\0/a.yaml").problems()).hasSize(1);
        assertThat(ProfileCheck.of("").problems()).hasSize(1);
        assertThat(ProfileReport.validation(name)).endsWith("lim-cain: not usable, 1 error, 0 warnings\n");
    }

    @Test
    void hostileTextStaysOnOneBoundedLine() {
        String hostile = "\"\\e[2J\\n\\u202Eevil" + "x".repeat(3000) + "\"";
        Path file =
                write("a.yaml", reference().replaceFirst("(?m)^name: .*$", "name: " + hostile.replace("\\", "\\\\")));
        ProfileCheck check = ProfileCheck.of(file.toString());
        assertThat(check.problems()).hasSize(1);
        assertThat(check.problems().get(0).line()).hasSizeLessThan(700).doesNotContain("\u001b", "\n", "\u202e");
    }

    @Test
    void severalDefectsGiveALineEach() {
        String broken = reference()
                .replaceFirst("(?m)^  most:.*$", "  most: " + q("1 m"))
                .replaceFirst("(?m)^  hold:.*$", "  hold: " + q("1 m"));
        ProfileCheck check = ProfileCheck.of(write("a.yaml", broken).toString());
        assertThat(check.problems()).hasSize(2);
        assertThat(ProfileReport.validation(check).lines()).hasSize(3);
    }

    private static void assertOneLine(Path file, String keyPath, String shown, String allowed) {
        ProfileCheck check = ProfileCheck.of(file.toString());
        assertThat(check.problems()).as(ProfileReport.validation(check)).hasSize(1);
        String line = check.problems().get(0).line();
        assertThat(check.problems().get(0).keyPath()).as(line).isEqualTo(keyPath);
        assertThat(line).doesNotContain("\n").contains(shown);
        assertThat(check.problems().get(0).allowed()).as(line).contains(allowed);
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reference() {
        try {
            return Files.readString(Path.of("device-profiles", "lim-chain.yaml"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
