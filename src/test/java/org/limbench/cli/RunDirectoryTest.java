package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.ledger.RunLock;
import org.limbench.report.EnergyCurves;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be wrong with the directory of a run: one line, a code for bad input, and nothing lost. */
final class RunDirectoryTest {
    @TempDir
    private Path scratch;

    private Said limbench(String... arguments) {
        return Said.by(scratch, arguments);
    }

    private Said run(Path out) {
        return limbench("run", "--task", "quadratic", "--arms", "lim", "--updates", "5", "--out", out.toString());
    }

    private Path finished(String name) {
        Path run = scratch.resolve(name);
        Said said = run(run);
        assertThat(said.code()).as(said.err()).isZero();
        return run;
    }

    private static void refused(Said said, String... parts) {
        said.refused(ExitCode.BAD_INPUT, parts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "a space", "semi;colon", "it's", "[brackets]", "star*", "arm=lim", "question?", "-dash"
            })
    void aRunCanLiveInADirectoryOfAnyName(String name) throws IOException {
        Path run = finished(name);
        byte[] page = Files.readAllBytes(run.resolve("report.html"));
        Files.delete(run.resolve("report.html"));

        Said report = limbench("report", run.toString());

        assertThat(report.code()).as(report.err()).isZero();
        assertThat(Files.readAllBytes(run.resolve("report.html"))).isEqualTo(page);
        assertThat(EnergyCurves.read(run.resolve("ledger.parquet"), 10)).isNotEmpty();
    }

    @Test
    void resumingAFinishedRunSaysSoAndEndsWell() {
        Path run = finished("finished");

        Said said = limbench("run", "--resume", run.toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("nothing to resume, and its files are whole");
        assertThat(said.out()).contains("lim");
    }

    @Test
    void aDirectoryWithoutARunIsNoRun() throws IOException {
        Path empty = Files.createDirectories(scratch.resolve("empty"));
        Files.writeString(empty.resolve("letter.txt"), "dear");

        refused(limbench("report", empty.toString()), "holds no run", "journal.bin");
        refused(limbench("run", "--resume", empty.toString()), "journal.bin");
        try (Stream<Path> files = Files.list(empty)) {
            assertThat(files).containsExactly(empty.resolve("letter.txt"));
        }
    }

    @Test
    void aForeignJournalIsNone() throws IOException {
        Path foreign = Files.createDirectories(scratch.resolve("foreign"));
        Files.writeString(foreign.resolve("journal.bin"), "dear diary, today");

        refused(limbench("report", foreign.toString()), "journal.bin is not a journal");
        refused(limbench("run", "--resume", foreign.toString()), "journal.bin is not a journal");
        refused(run(foreign), "holds a run already");
        assertThat(foreign.resolve("journal.bin")).hasContent("dear diary, today");
    }

    @Test
    void aBrokenRunRecordWithoutAJournalIsNamed() throws IOException {
        Path broken = Files.createDirectories(scratch.resolve("broken"));
        Files.writeString(broken.resolve("run.json"), "{\"format\": 1, \"arms\": 7}");

        refused(limbench("report", broken.toString()), "run.json is not a run record");
        refused(run(broken), "holds the run.json of another run");
    }

    @Test
    void aRunRecordAloneGivesItsPage() throws IOException {
        Path run = finished("alone");
        Files.delete(run.resolve("journal.bin"));
        Files.delete(run.resolve("report.html"));

        Said said = limbench("report", run.toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(run.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void damageIsRefusedWithAdviceThatWorks() throws IOException {
        Path run = finished("with a space");
        byte[] journal = Files.readAllBytes(run.resolve("journal.bin"));
        byte[] damaged = journal.clone();
        damaged[journal.length / 2] ^= 8;
        Files.write(run.resolve("journal.bin"), damaged);
        byte[] ledger = Files.readAllBytes(run.resolve("ledger.parquet"));

        Said said = limbench("report", run.toString());

        refused(said, "is damaged at octet", "sound records", "limbench report --force '" + run + "'");
        refused(limbench("run", "--resume", run.toString()), "is damaged at octet");
        assertThat(Files.readAllBytes(run.resolve("ledger.parquet"))).isEqualTo(ledger);
        assertThat(limbench("report", "--force", run.toString()).code()).isZero();
        assertThat(Files.size(run.resolve("ledger.parquet"))).isLessThan(ledger.length);
    }

    @Test
    void aCutJournalReplacesNothing() throws IOException {
        Path run = finished("cut");
        byte[] journal = Files.readAllBytes(run.resolve("journal.bin"));
        Files.write(run.resolve("journal.bin"), Arrays.copyOf(journal, journal.length * 2 / 3));
        byte[] ledger = Files.readAllBytes(run.resolve("ledger.parquet"));

        refused(limbench("report", run.toString()), "the journal has lost its end, and nothing was replaced");
        assertThat(Files.readAllBytes(run.resolve("ledger.parquet"))).isEqualTo(ledger);
    }

    @Test
    void aRunThatIsBeingWrittenIsReadAndNotTouched() throws IOException {
        Path run = finished("live");
        byte[] journal = Files.readAllBytes(run.resolve("journal.bin"));
        Files.write(run.resolve("journal.bin"), Arrays.copyOf(journal, journal.length * 2 / 3));
        byte[] ledger = Files.readAllBytes(run.resolve("ledger.parquet"));
        try (RunLock lock = RunLock.take(run)) {
            Said report = limbench("report", lock.directory().toString());
            assertThat(report.code()).as(report.err()).isZero();
            assertThat(report.out()).contains("lim").contains("rows");
            assertThat(report.err())
                    .contains("being written by process "
                            + ProcessHandle.current().pid())
                    .contains("nothing was replaced");
            refused(limbench("run", "--resume", run.toString()), "is being written by process");
            assertThat(Files.readAllBytes(run.resolve("ledger.parquet"))).isEqualTo(ledger);
        }
    }

    @Test
    void aFileOrANameTooLongIsNoDirectory() throws IOException {
        Path file = Files.writeString(scratch.resolve("file"), "text");

        refused(run(file), "is a file; allowed: a directory");
        refused(run(file.resolve("below")), file.toString());
        refused(run(scratch.resolve("n".repeat(300))), "nnn");
        refused(limbench("report", scratch.resolve("n".repeat(300)).toString()), "nnn");
        assertThat(file).hasContent("text");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsReadAllTheSame() throws IOException {
        Path run = finished("read-only");
        run.toFile().setWritable(false);
        try {
            assumeThat(Files.isWritable(run)).as("root writes everywhere").isFalse();
            Said said = limbench("report", run.toString());
            assertThat(said.code()).as(said.err()).isZero();
            assertThat(said.out()).contains("lim");
            assertThat(said.err()).contains("cannot be written: nothing was replaced");
            refused(run(run.resolve("inside")), "no permission");
        } finally {
            run.toFile().setWritable(true);
        }
    }

    @Test
    void reportMakesTheSummaryOfSeveralSeedsAgain() throws IOException {
        Path runs = scratch.resolve("seeds");
        limbench(
                        "run",
                        "--task",
                        "quadratic",
                        "--arms",
                        "lim",
                        "--updates",
                        "5",
                        "--seeds",
                        "2",
                        "--out",
                        runs.toString())
                .done();
        Map<String, byte[]> before = new LinkedHashMap<>();
        for (String name : List.of("run.json", "report.html", "seed-2/run.json", "seed-2/ledger.parquet")) {
            before.put(name, Files.readAllBytes(runs.resolve(name)));
            Files.delete(runs.resolve(name));
        }

        Said report = limbench("report", "--json", runs.toString());

        assertThat(report.code()).as(report.err()).isZero();
        before.forEach((name, bytes) -> assertThat(runs.resolve(name)).hasBinaryContent(bytes));
        JsonNode told = JsonMapper.shared().readTree(report.out());
        assertThat(told.get("changed")).extracting(JsonNode::asString).containsExactly("report.html", "run.json");
        assertThat(told.get("runs")).hasSize(2);
        assertThat(told.get("runs").get(1).get("changed"))
                .extracting(JsonNode::asString)
                .containsExactly("ledger.parquet", "run.json");
        assertThat(limbench("report", runs.toString()).lines())
                .filteredOn(line -> line.startsWith("seed-"))
                .containsExactly("seed-1", "seed-2");

        Files.move(runs.resolve("seed-2"), scratch.resolve("elsewhere"));
        Files.delete(runs.resolve("run.json"));
        Said some = limbench("report", runs.toString());
        assertThat(some.err()).contains("1 of 2 runs came to their end, so nothing sums them up");
        assertThat(runs.resolve("run.json")).doesNotExist();
    }

    @Test
    void aSeedsDirectoryWithTheJournalOfAnotherSumsNothingUp() throws IOException {
        Path runs = scratch.resolve("swapped");
        String[] asked = {"--task", "quadratic", "--arms", "lim", "--updates", "2", "--seeds", "2"};
        limbench(Stream.concat(Stream.of("run", "--out", runs.toString()), Stream.of(asked))
                        .toArray(String[]::new))
                .done();
        byte[] summary = Files.readAllBytes(runs.resolve("run.json"));
        byte[] ledger = Files.readAllBytes(runs.resolve("seed-2/ledger.parquet"));
        Files.delete(runs.resolve("seed-2/run.json"));
        Files.copy(
                runs.resolve("seed-1/journal.bin"),
                runs.resolve("seed-2/journal.bin"),
                StandardCopyOption.REPLACE_EXISTING);

        for (Said said : List.of(limbench("report", runs.toString()), limbench("run", "--resume", runs.toString()))) {
            refused(said, "seed-2/journal.bin is of run ", ", seed 1; allowed: run ", ", seed 2, as ");
        }
        assertThat(runs.resolve("run.json")).hasBinaryContent(summary);
        assertThat(runs.resolve("seed-2/ledger.parquet")).hasBinaryContent(ledger);
    }

    @Test
    void aComparisonLeavesTheFilesOfItsRunsAndNothingElse() throws IOException {
        Path compared = scratch.resolve("compared");
        limbench(
                        "profile",
                        "compare",
                        "lim-chain",
                        "--task",
                        "quadratic",
                        "--updates",
                        "1",
                        "--out",
                        compared.toString())
                .done();
        try (Stream<Path> files = Files.walk(compared)) {
            assertThat(files.filter(Files::isRegularFile))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "journal.bin", "ledger.parquet", "link.parquet", "report.html", "run.json");
        }
    }

    @Test
    void reportTellsARunAsOneJsonDocument() {
        Path run = finished("told");

        JsonNode told = JsonMapper.shared()
                .readTree(limbench("report", "--json", run.toString()).done());

        assertThat(told.get("directory").asString()).isEqualTo(run.toString());
        assertThat(told.get("replaced").asBoolean()).isTrue();
        assertThat(told.get("because").isNull()).isTrue();
        assertThat(told.get("changed")).isEmpty();
        JsonNode arm = told.get("runs").get(0).get("arms").get(0);
        assertThat(arm.get("name").asString()).isEqualTo("lim");
        JsonNode record = JsonMapper.shared()
                .readTree(run.resolve("run.json").toFile())
                .get("arms")
                .get(0);
        assertThat(arm.get("totalJoules").asDouble())
                .isEqualTo(record.get("energy").get("totalJoules").asDouble());
        assertThat(arm.get("standardUncertaintyJoules").asDouble())
                .isEqualTo(record.get("energy").get("standardUncertaintyJoules").asDouble());
        assertThat(told.get("runs").get(0).get("finished").asBoolean()).isTrue();
        assertThat(told.get("runs").get(0).get("tornBytes").asLong()).isZero();

        try (RunLock lock = RunLock.take(run)) {
            JsonNode live = JsonMapper.shared()
                    .readTree(limbench("report", "--json", run.toString()).done());
            assertThat(lock.directory()).isEqualTo(run);
            assertThat(live.get("replaced").asBoolean()).isFalse();
            assertThat(live.get("because").asString()).contains("is being written by process");
            assertThat(live.get("runs").get(0).get("arms")).hasSize(1);
        }
    }
}
