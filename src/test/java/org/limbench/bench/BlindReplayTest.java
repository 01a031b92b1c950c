package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.BoundStatus;
import org.limbench.assessment.Segment;
import org.limbench.assessment.Verdict;
import org.limbench.ledger.LedgerDatabase;
import org.limbench.ledger.RecordedArm;
import org.limbench.ledger.Recovery;
import org.limbench.ledger.ReplayRecord;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecordFile;
import org.limbench.training.RunListener;
import org.limbench.training.TrainingPlan;
import org.limbench.training.Workloads;

/** A recorded run sent again without its reads. */
final class BlindReplayTest {
    private static final Host HOST = new Host(System::nanoTime, System::nanoTime, name -> null);
    private static final int UPDATES = 120;

    @TempDir
    private static Path recorded;

    @TempDir
    private Path directory;

    @BeforeAll
    static void record() throws Exception {
        TrainingPlan plan = TrainingPlan.builder()
                .seed(3)
                .updates(UPDATES)
                .arms(List.of("lim"))
                .build();
        RunConfiguration configuration =
                new RunConfiguration("emulated:lim-chain", 3, "digits", Workloads.STANDARD_SPLIT, plan);
        TrainingRun.start(configuration, "recorded", "test", recorded, HOST, RunListener.none(), null);
    }

    private ReplayRecord replay(String out, long seed, int repeats, String device, RunListener watcher)
            throws IOException {
        ReplayRequest request = new ReplayRequest(recorded, null, device, seed, repeats);
        return BlindReplay.run(request, "replayed", "test", directory.resolve(out), HOST, watcher, null);
    }

    private static Map<String, String> files(Path run) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(run)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(run.relativize(file).toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        }
        return files;
    }

    private static BoundResult bound(ReplayRecord record, String id) {
        return record.bounds().stream()
                .filter(bound -> bound.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStrictBoundBindsOnTheWholeBlindRun() throws Exception {
        Map<String, String> before = files(recorded);
        ReplayRecord record = replay("out", 1, 6, null, RunListener.none());

        assertThat(bound(record, "B1").segment()).isEqualTo(Segment.RUN);
        assertThat(bound(record, "B1").status()).isEqualTo(BoundStatus.STRICT);
        assertThat(bound(record, "B1").verdict()).isEqualTo(Verdict.CONSISTENT);
        // after 120 updates the spread is still nearly that of the reset, 12.9 levels: 650 x 1.57 nat = 1,020 kT =
        // 4.2e-18 J
        assertThat(bound(record, "B1").joules()).isBetween(3.4e-18, 4.3e-18);
        assertThat(bound(record, "B2").joules())
                .isGreaterThan(bound(record, "B1").joules());
        assertThat(files(recorded)).as("the recorded run is only read").isEqualTo(before);
    }

    @Test
    void energyOfEverySegmentStandsBesideTheRecordedOne() throws Exception {
        ReplayRecord record = replay("out", 1, 6, null, RunListener.none());
        RecordedArm arm = RecordedArm.read(recorded, "lim");

        assertThat(record.original().updates()).isEqualTo(UPDATES);
        assertThat(record.segments())
                .extracting(ReplayRecord.SegmentEnergy::segment)
                .containsExactly(Segment.RESET, Segment.TRAINING, Segment.CONSOLIDATION, Segment.RUN);
        ReplayRecord.SegmentEnergy training = record.segments().get(1);
        assertThat(training.original().allInJoules())
                .isEqualTo(arm.parts().get(1).energy().allInJoules());
        // the same pulses: heat differs by its thermal spread alone, 2 kT x sqrt(jumps) of some 4,000 jumps
        double spread = 2 * 1.380649e-23 * 300 * Math.sqrt(4000);
        assertThat(training.replay().cellHeatJoules())
                .isBetween(
                        training.original().cellHeatJoules() - 5 * spread,
                        training.original().cellHeatJoules() + 5 * spread);
    }

    @Test
    void pulsesGoOutAsRecordedWithOneReadBeforeAndOneAfter() throws Exception {
        replay("out", 1, 2, null, RunListener.none());
        RecordedArm then = RecordedArm.read(recorded, "lim");
        RecordedArm now = RecordedArm.read(directory.resolve("out"), "lim-replay-002");

        assertThat(now.commands()).isEqualTo(then.commands());
        try (Connection db = LedgerDatabase.open("");
                Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT arm, min(\"row\"), max(\"row\"), count(*) FROM '"
                        + directory.resolve("out/ledger.parquet")
                        + "' WHERE kind = 'read' GROUP BY arm ORDER BY arm")) {
            for (int repeat = 1; repeat <= 2; repeat++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("lim-replay-00" + repeat);
                assertThat(rows.getLong(2)).isZero();
                assertThat(rows.getLong(3)).isEqualTo(then.commands().size() + 1);
                assertThat(rows.getLong(4)).isEqualTo(2);
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws Exception {
        replay("one", 1, 2, null, RunListener.none());
        replay("two", 1, 2, null, RunListener.none());
        replay("other", 2, 2, null, RunListener.none());
        byte[] one = Files.readAllBytes(directory.resolve("one/ledger.parquet"));

        assertThat(Files.readAllBytes(directory.resolve("two/ledger.parquet"))).isEqualTo(one);
        assertThat(Files.readAllBytes(directory.resolve("other/ledger.parquet")))
                .isNotEqualTo(one);
    }

    @Test
    void theRunRecordIsOneOfAnyRun() throws Exception {
        ReplayRecord record = replay("out", 1, 3, null, RunListener.none());
        RunRecord run = RunRecordFile.read(directory.resolve("out"));

        assertThat(run.arms()).hasSize(1);
        assertThat(run.arms().get(0).updates().applied()).isEqualTo(3 * UPDATES);
        assertThat(run.bounds()).extracting(BoundResult::id).containsExactly("B0", "B1", "B2", "B3");
        assertThat(run.arms().get(0).metrics())
                .containsEntry("accuracyReplayed", record.score().replayed());
    }

    @Test
    void aReplayStoppedInTheMiddleLeavesAnIntactLedger() throws Exception {
        RunListener stopping = new RunListener() {
            @Override
            public void progress(long done, long total) {
                if (2 * done > total) {
                    throw new IllegalStateException("stopped by the test");
                }
            }
        };
        assertThatThrownBy(() -> replay("out", 1, 4, null, stopping)).hasMessage("stopped by the test");
        Recovery recovery = Recovery.of(directory.resolve("out"));

        assertThat(recovery.finished()).isFalse();
        assertThat(recovery.tornBytes()).isZero();
        assertThat(recovery.arms().get(0).updates().applied()).isEqualTo(UPDATES);
    }

    @Test
    void aDeviceOfAnotherShapeOrDriveIsNamedInOneLine() {
        assertThatThrownBy(() -> replay("out", 1, 2, "emulated:lim-chain?rows=8&columns=8", RunListener.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 x 10")
                .hasMessageContaining("8 x 8");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void oneRepeatIsRefused() {
        assertThatThrownBy(() -> new ReplayRequest(recorded, null, null, 1, 1)).hasMessageContaining("2 to 1000");
    }

    @Test
    void aReplayCannotBeGoneOnWithAsATrainingRun() throws Exception {
        aReplayStoppedInTheMiddleLeavesAnIntactLedger();

        assertThatThrownBy(() -> TrainingRun.resume(directory.resolve("out"), HOST, RunListener.none(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not that of a training run");
    }
}
