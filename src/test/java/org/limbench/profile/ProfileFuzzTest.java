package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.TimeAdvance;
import org.limbench.physics.CellArray;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.Refusal;
import org.limbench.testkit.Script;
import org.limbench.testkit.YamlSeeds;

/** Profiles that a fuzzer wrote, whole or quantity by quantity. */
final class ProfileFuzzTest {
    /** Heap for a profile, bytes: so much, and so much for each byte of it. */
    private static final long ALLOCATION = 32 << 20;

    private static final long ALLOCATION_PER_BYTE = 4_096;

    private static final List<String> NAMES = ProfileLibrary.names();

    static Stream<byte[]> files() {
        Stream<String> texts = Stream.concat(
                ProfileStarter.models().stream().map(ProfileStarter::text),
                Stream.of(
                        "format: 1\nname: mine\nextends: lim-chain\n",
                        "format: 1\nname: mine\nextends: ../lim-chain.yaml\n",
                        "format: 1\nname: mine\nextends: fuzzed.yaml\n",
                        "format: 1\nname: mine\nextends: reram-sb\ncell: {model: barrier-chain}\n",
                        "format: 1\n",
                        "format: 1\r\nname: [\n"));
        return Stream.of(
                        texts.map(text -> text.getBytes(StandardCharsets.UTF_8)),
                        YamlSeeds.hostile("format: 1\nname: "),
                        YamlSeeds.hostile("format: 1\nname: mine\nextends: lim-chain\ngeometry: {rows: "),
                        IntStream.range(0, 30).mapToObj(n -> Script.random("fuzz.profiles", n, 300)))
                .flatMap(s -> s);
    }

    @MethodSource("files")
    @FuzzTest
    void anyBytesAreAProfileOrRefused(byte[] bytes) throws IOException {
        Path folder = Files.createTempDirectory("profiles");
        Path file = folder.resolve("fuzzed.yaml");
        try {
            Files.write(file, bytes);
            Allocation.atMost(
                            ALLOCATION + ALLOCATION_PER_BYTE * bytes.length,
                            () -> Refusal.or(ProfileException.class, () -> ProfileLibrary.load(file.toString())))
                    .ifPresent(ProfileFuzzTest::use);
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    static Stream<byte[]> quantities() {
        List<String> texts = List.of(
                "0",
                "-1",
                "1",
                "1e300",
                "1e-300",
                "1e999",
                "1 kT",
                "0 kT",
                "1e6 kT",
                "1e-30 S",
                "1e30 s",
                "1e30 V",
                "1 1/s",
                "65537",
                "0.5",
                "true",
                "[1, 2, 3]",
                "[]",
                "{}",
                "~");
        return IntStream.range(0, 3 * texts.size())
                .mapToObj(n -> new Script.Writer()
                        .octet(n)
                        .octet(7 * n)
                        .raw(texts.get(n % texts.size()).getBytes(StandardCharsets.UTF_8))
                        .bytes());
    }

    /** A packed profile with another text for one of its quantities. */
    @MethodSource("quantities")
    @FuzzTest
    void anyTextForAQuantityIsAProfileOrRefused(byte[] input) throws IOException {
        Script script = new Script(input);
        DeviceProfile base = ProfileLibrary.load(NAMES.get(script.below(NAMES.size())));
        Quantity quantity = base.quantities().get(script.below(base.quantities().size()));
        String text = new String(script.rest(), StandardCharsets.UTF_8);
        StringBuilder yaml = new StringBuilder("format: 1\nname: fuzzed\nextends: " + base.name() + "\n");
        String indent = "";
        for (String key : quantity.keyPath().split("\\.", -1)) {
            yaml.append(indent).append(key).append(":\n");
            indent += "  ";
        }
        yaml.append(indent).append("value: ").append(text.replace('\n', ' ')).append('\n');
        yaml.append(indent).append("source: fuzzed\n").append(indent).append("confidence: assumed\n");
        anyBytesAreAProfileOrRefused(yaml.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What is accepted makes an array that can be pulsed, waited for and read. */
    private static void use(DeviceProfile profile) {
        assertThat(ProfilePage.of(profile, 80)).isNotEmpty();
        DeviceProfile small = profile.withGeometry(2, 2);
        small.newMeter(1);
        CellArray array = small.newArray(1);
        Drive drive = profile.datasheet("fuzz").voltage();
        if (drive == null) {
            double hold = small.model().barrierLimits().holdJoules();
            drive = new Drive.Barrier(hold / 16, hold);
        }
        double pulse = profile.datasheet("fuzz").pulseSeconds();
        ArrayCommand train =
                new PulseTrain(array.geometry().whole(), Operation.UPDATE, drive, Polarity.POTENTIATE, pulse, pulse, 2);
        for (ArrayCommand command : List.of(train, new TimeAdvance(1, true))) {
            Refusal.or(IllegalArgumentException.class, () -> array.apply(command));
        }
        double[] siemens = new double[4];
        array.conductancesSiemens(array.geometry().whole(), siemens);
        for (double each : siemens) {
            assertThat(each).isFinite();
        }
    }

    static Stream<byte[]> units() {
        return Stream.of(
                        "5 fJ",
                        "24 kT",
                        "1 eV/V",
                        "1e308 km",
                        "1 1/s",
                        "3 (m/s)",
                        "1 m.s-1",
                        "1 %",
                        "1 10*",
                        "1 [in_i]")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("units")
    @FuzzTest
    void anyTextIsAFiniteQuantityOrNone(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        UnitText.needsTemperature(text);
        for (Dimension dimension : Dimension.values()) {
            OptionalDouble value = UnitText.parse(text, dimension, 300);
            value.ifPresent(number -> assertThat(number).isFinite());
        }
    }
}
