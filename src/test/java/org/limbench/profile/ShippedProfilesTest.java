package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.Datasheet;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;
import org.limbench.physics.CellArray;
import org.limbench.physics.FowlerNordheim;
import org.limbench.physics.PulsedCell;

final class ShippedProfilesTest {
    private static final Path FOLDER = Path.of("device-profiles");
    private static final double KT = 1.380649e-23 * 300;

    static List<String> names() {
        return ProfileLibrary.names();
    }

    @Test
    void indexNamesEveryFileOfTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> there = files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml"))
                    .map(f -> f.replace(".yaml", ""))
                    .sorted()
                    .toList();
            assertThat(ProfileLibrary.names()).isEqualTo(there);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNumberHasItsSourceAndConfidence(String name) {
        DeviceProfile profile = ProfileLibrary.load(name);
        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.quantities()).hasSizeGreaterThan(30).allSatisfy(q -> {
            assertThat(q.source()).matches("(doi:|arxiv:|repo:|web:|derived: |assumption).*");
            assertThat(q.value()).isFinite();
            assertThat(q.confidence()).isNotNull();
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void noNumberStandsInAFileWithoutBeingReadAsAQuantity(String name) throws IOException {
        long written;
        try (Stream<String> lines = Files.lines(FOLDER.resolve(name + ".yaml"))) {
            written = lines.filter(l -> !l.startsWith("#") && l.matches(".*[0-9].*") && !l.equals("format: 1"))
                    .filter(l -> !l.matches("(name|summary|extends): .*"))
                    .peek(l -> assertThat(l).contains("value: ", "source: ", "confidence: "))
                    .count();
        }
        assertThat(ProfileLibrary.load(name).quantities().size()).isGreaterThanOrEqualTo((int) written);
    }

    @ParameterizedTest
    @MethodSource("names")
    void datasheetTellsWhatAHostMayKnow(String name) {
        DeviceProfile profile = ProfileLibrary.load(name);
        Datasheet sheet = profile.datasheet("emulator 1");
        assertThat(sheet.device()).isEqualTo(name);
        assertThat(sheet.firmware()).isEqualTo("emulator 1");
        assertThat(sheet.profileSha256()).matches("[0-9a-f]{64}");
        assertThat(sheet.emulated()).isTrue();
        // two banks of rows where weights are consolidated by transfer
        assertThat(sheet.geometry().rows()).isEqualTo(sheet.barrier() == null ? 130 : 65);
        assertThat(sheet.geometry().columns()).isEqualTo(10);
        assertThat(profile.summary().contains("No tunable barrier.")).isEqualTo(sheet.barrier() == null);
        assertThat(sheet.meter()).hasSize(EnergyAccount.count());
        assertThat(sheet.mostSlots()).isEqualTo(1024);
        assertThat(sheet.minimumStepSiemens()).isEqualTo(profile.model().minimumStepSiemens());
        assertThat(profile.withGeometry(3, 4).datasheet("f").geometry().cells()).isEqualTo(12);
    }

    @Test
    void digestIsThatOfTheFileAndOfWhatItExtends() throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(Files.readAllBytes(FOLDER.resolve("lim-chain.yaml")));
        assertThat(ProfileLibrary.load("lim-chain").sha256())
                .isEqualTo(HexFormat.of().formatHex(sha.digest()));
        sha.update(Files.readAllBytes(FOLDER.resolve("lim-chain-board-meter.yaml")));
        sha.update(Files.readAllBytes(FOLDER.resolve("lim-chain.yaml")));
        assertThat(ProfileLibrary.load("lim-chain-board-meter").sha256())
                .isEqualTo(HexFormat.of().formatHex(sha.digest()));
    }

    @Test
    void referenceCellIsTheOneOfTheRecipe() {
        Datasheet sheet = ProfileLibrary.load("lim-chain").datasheet("f");
        assertThat(sheet.levels()).isEqualTo(256);
        assertThat(sheet.driveKind()).isEqualTo(DriveKind.BARRIER);
        var barrier = Objects.requireNonNull(sheet.barrier());
        assertThat(barrier.holdJoules() / KT).isCloseTo(24, within(1e-9));
        assertThat(barrier.mostJoules() / KT).isCloseTo(80, within(1e-9));
        assertThat(barrier.attemptsPerSecond()).isEqualTo(1e9);
        assertThat(barrier.mostAttemptsPerSecond()).isEqualTo(1e15);
        assertThat(barrier.halfSelectFraction()).isEqualTo(0.5);
        assertThat(sheet.pulseSeconds()).isEqualTo(1e-6);
        for (int level = 0; level < 256; level++) {
            double siemens = sheet.leastSiemens() + level * sheet.minimumStepSiemens();
            assertThat(sheet.converter().code(siemens)).isEqualTo(level);
        }
        assertThat(sheet.meter())
                .allSatisfy(channel -> assertThat(channel.lsbJoules()).isLessThan(KT));
    }

    @Test
    void consolidatingTheReferenceCellCostsFourHundredThousandKt() {
        var actuator = ProfileLibrary.load("lim-chain").energetics().actuator();
        double volts = 51.8 * KT / actuator.barrierJoulesPerVolt();
        assertThat(volts).isCloseTo(1.34, within(0.005));
        assertThat(actuator.farads() * volts * volts / KT).isBetween(4.0e5, 4.5e5);
    }

    @Test
    void boardMeterDiffersInTheMeterAloneAndCannotSeeAnUpdate() {
        DeviceProfile reference = ProfileLibrary.load("lim-chain");
        DeviceProfile board = ProfileLibrary.load("lim-chain-board-meter");
        assertThat(board.model()).isEqualTo(reference.model());
        assertThat(board.energetics()).isEqualTo(reference.energetics());
        // an update of 40 kT is far below a count; ten thousand of them are, too
        assertThat(board.meter())
                .allSatisfy(channel -> assertThat(channel.lsbJoules()).isGreaterThan(1e4 * 40 * KT));
    }

    @Test
    void fnDamTakesFiveFemtojoulesForAnUpdateAndFourteenBitsOfSteps() {
        DeviceProfile profile = ProfileLibrary.load("fn-dam");
        FowlerNordheim cell = (FowlerNordheim) profile.model();
        var lines = profile.energetics().lines();
        double volts = lines.swingFraction() * cell.voltage().potentiateVolts();
        double joules = (lines.rowFaradsPerCell() + lines.columnFaradsPerCell()) * volts * volts;
        assertThat(joules).isCloseTo(5e-15, within(1e-18));
        double steps = (cell.mostSiemens() - cell.leastSiemens()) / cell.minimumStepSiemens();
        assertThat(steps).isBetween(0.8 * 16_384, 1.2 * 16_384);
    }

    @Test
    void reramPulseDissipatesWhatItsSourceSays() {
        PulsedCell cell = (PulsedCell) ProfileLibrary.load("reram-sb").model();
        double volts = cell.voltage().potentiateVolts();
        assertThat(volts * volts * cell.mostSiemens() * cell.pulseSeconds()).isCloseTo(1.28e-12, within(1e-14));
        assertThat(cell.range().span() / cell.step().weight()).isCloseTo(1000, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("names")
    void arrayAnswersAReadWithConductancesOfItsRange(String name) {
        DeviceProfile profile = ProfileLibrary.load(name).withGeometry(4, 3);
        CellArray array = profile.newArray(7);
        Tile whole = profile.geometry().whole();
        double[] siemens = new double[12];
        assertThat(array.apply(new ReadRequest(whole, 1)).elapsedSeconds()).isNotNegative();
        array.conductancesSiemens(whole, siemens);
        // bounds of cells differ, so that some lie outside the nominal range
        double span = profile.model().mostSiemens() - profile.model().leastSiemens();
        for (double g : siemens) {
            assertThat(g).isBetween(0.0, profile.model().mostSiemens() + span);
        }
        double[] again = new double[12];
        profile.newArray(7).conductancesSiemens(whole, again);
        assertThat(again).isEqualTo(siemens);
    }

    @Test
    void idleRegistersLastACentury() {
        for (String name : names()) {
            DeviceProfile profile = ProfileLibrary.load(name);
            double[] idle = new double[EnergyAccount.count()];
            double century = 100 * 365.25 * 86_400;
            idle[EnergyAccount.IDLE.channel()] =
                    profile.energetics().periphery().idleWatts() * century;
            profile.newMeter(1).observe(idle, century);
        }
    }

    @Test
    void listAndShowNameEveryProfileAndNumber() {
        assertThat(ProfileReport.list(80).lines().filter(line -> !line.startsWith(" ")))
                .hasSize(1 + names().size());
        assertThat(ProfileReport.list(80).lines()).allMatch(line -> line.length() <= 80);
        assertThat(ProfileReport.list(200).lines().count()).isEqualTo(1 + 2L * names().size());
        for (String name : names()) {
            DeviceProfile profile = ProfileLibrary.load(name);
            String shown = ProfileReport.show(profile, 80);
            assertThat(ProfileReport.list(80)).contains(name);
            String flat = shown.replaceAll("\\s+", " ");
            assertThat(flat).contains(profile.sha256()).contains(profile.summary());
            assertThat(profile.quantities())
                    .allSatisfy(q -> assertThat(flat)
                            .contains(q.keyPath().substring(q.keyPath().indexOf('.') + 1) + " " + q.written())
                            .contains(q.source()));
            assertThat(shown.lines().filter(line -> !line.contains("repo:")))
                    .as("%s at 80 columns", name)
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
        assertThat(ProfileReport.show(ProfileLibrary.load("lim-chain"), 80))
                .containsPattern("\\n {2}all\\.noise +1e-48 W2/Hz +1e-48 W2/Hz +assumed +\\[[0-9]+]\\n")
                .containsPattern("\\n {2}hold +24 kT +9\\.94067e-20 J +assumed ")
                .containsPattern("\\n {2}columns +10 +10 +assumed ");
    }

    @Test
    void validationWarnsOfEveryNumberThatIsRecalledOrAssumed() {
        ProfileCheck check = ProfileCheck.of("reram-sb");
        assertThat(check.usable()).isTrue();
        assertThat(check.warnings())
                .hasSameSizeAs(ProfileLibrary.load("reram-sb").doubtful());
        assertThat(ProfileReport.validation(check))
                .contains("warning: reram-sb: powerOn.spread is 0.1, assumed (assumption)")
                .endsWith("reram-sb: usable, 0 errors, " + check.warnings().size() + " warnings\n");
    }
}
