package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.BoundStatus;
import org.limbench.assessment.Segment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunRecordFileTest {
    @TempDir
    Path directory;

    @Test
    void writtenRecordIsReadBackEqual() throws IOException {
        RunRecordFile.write(directory, record());

        assertThat(RunRecordFile.read(directory)).isEqualTo(record());
    }

    @Test
    void keysAreThoseOfTheContract() {
        JsonNode json = JsonMapper.shared().readTree(RunRecordFile.toJson(record()));

        assertThat(json.propertyNames())
                .containsExactly(
                        "format",
                        "runId",
                        "version",
                        "seed",
                        "temperatureKelvin",
                        "device",
                        "task",
                        "schedule",
                        "arms",
                        "energy",
                        "bounds",
                        "link",
                        "wall");
        assertThat(json.at("/arms/0").propertyNames())
                .contains("name", "metrics", "barriersKt", "updates", "perUpdate", "relativeToFixed");
        assertThat(json.at("/arms/0/updates").propertyNames())
                .containsExactly(
                        "commanded",
                        "applied",
                        "duplicatesSuppressed",
                        "indeterminate",
                        "pulses",
                        "jumps",
                        "unaccounted");
        assertThat(json.at("/energy").propertyNames())
                .containsExactly(
                        "provenance", "totalJoules", "standardUncertaintyJoules", "perUpdateJoules", "accounts");
        assertThat(json.at("/bounds/0").propertyNames())
                .containsExactly(
                        "id",
                        "segment",
                        "name",
                        "status",
                        "joules",
                        "standardUncertaintyJoules",
                        "comparedJoules",
                        "comparedStandardUncertaintyJoules",
                        "ratio",
                        "verdict",
                        "because");
        assertThat(json.at("/bounds/0/verdict").asString()).isEqualTo("consistent");
        assertThat(json.at("/bounds/0/segment").asString()).isEqualTo("reset");
        assertThat(json.at("/bounds/1/ratio").isNull()).isTrue();
    }

    @Test
    void unknownKeysOfLaterBuildsAreSkipped() throws IOException {
        Files.writeString(
                directory.resolve("run.json"),
                RunRecordFile.toJson(record()).replaceFirst("\\{", "{ \"later\": {\"x\": 1},"));

        assertThat(RunRecordFile.read(directory)).isEqualTo(record());
    }

    @Test
    void fileThatIsNoRunRecordIsNamed() throws IOException {
        Files.writeString(directory.resolve("run.json"), "{\"format\": ");

        assertThatThrownBy(() -> RunRecordFile.read(directory))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json is not a run record");
    }

    @Test
    void otherLayoutVersionIsRefused() throws IOException {
        Files.writeString(
                directory.resolve("run.json"),
                RunRecordFile.toJson(record()).replaceFirst("\"format\" : 1", "\"format\" : 2"));

        assertThatThrownBy(() -> RunRecordFile.read(directory)).hasMessageContaining("format is 2; allowed: 1");
    }

    static RunRecord record() {
        BoundResult binds = BoundResult.compare(
                "B1",
                Segment.RESET,
                "information",
                BoundStatus.STRICT,
                new BoundResult.Quantity(1.49e-17, 1e-19),
                new BoundResult.Quantity(1e-15, 1e-17),
                "because");
        BoundResult absent = BoundResult.notApplicable(
                "B4", Segment.TRAINING, "uncertainty relation", BoundStatus.CONDITIONAL, 1e-15, "fewer than 30 pulses");
        RunRecord.Energy energy = new RunRecord.Energy("emulated", 1e-12, 1e-15, 1e-16, Map.of("program", 1e-13));
        RunRecord.Arm arm = new RunRecord.Arm(
                "lim",
                Map.of("accuracyTrained", 0.96),
                new RunRecord.BarriersKt(List.of(7.9, 9.7), 24, 61.7),
                new RunRecord.Updates(8622, 8622, 0, 0, 445_000, 232_000),
                new RunRecord.PerUpdate(1.7e-19, 1e-15, 1e-21, 1e-17),
                new RunRecord.Relative(54.0, 1.6),
                energy,
                List.of(binds),
                List.of(new RunRecord.RetentionPoint(3.2e8, 0.96)),
                null);
        return new RunRecord(
                1,
                "run-1",
                "0.1.0",
                1,
                300,
                new RunRecord.Device(
                        "emulated:lim-chain", new RunRecord.Profile("lim-chain", "ab"), "fw 1", "00ff", 1L),
                new RunRecord.Task("digits"),
                new RunRecord.Schedule("1/n", "fixed-tilt", 2.0),
                List.of(arm),
                energy,
                List.of(binds, absent),
                new RunRecord.LinkSummary(1, 2, 3, 4),
                new RunRecord.Wall(1.2, 3.2e8),
                null);
    }
}
