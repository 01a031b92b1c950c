package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Await;
import org.limbench.testkit.Limbench;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An emulated RCN station on a real pseudo-terminal, asked by limbench and by a Python host that shares no line with it. */
final class RcnStationIT {
    private static final Path SCRIPT =
            Path.of("firmware-protocol", "python", "rcn_station.py").toAbsolutePath();
    private static final String DEVICE = "rcn:./lim0?wiring=rcn-16x4";

    @TempDir
    private Path directory;

    private Limbench.Running station() throws IOException {
        Limbench.Running station = new Limbench(directory).serve("emulate", "--dialect", "rcn", "--serial", "lim0");
        JsonNode ready = station.ready();
        assertThat(ready.get("dialect").asString()).isEqualTo("rcn");
        return station;
    }

    private static Limbench.Outcome done(Limbench.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    /** Arguments of a short run of these arms on the station. */
    private static String[] quadratic(String out, String arms, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--task", "quadratic", "--device", DEVICE));
        arguments.addAll(List.of("--hold", "40", "--out", out, "--arms", arms));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private void awaitJournal(String out, long bytes) throws Exception {
        Path journal = directory.resolve(out).resolve("journal.bin");
        Await.until(
                "the run is under way",
                Duration.ofSeconds(60),
                () -> Files.exists(journal) && Files.size(journal) > bytes);
    }

    private static JsonNode json(Limbench.Outcome outcome) {
        return JsonMapper.shared().readTree(outcome.out());
    }

    @Test
    void aPythonHostWithPyserialFindsTheDialectOfTheRealStation() throws Exception {
        try (Limbench.Running station = station()) {
            Path out = directory.resolve("python.txt");
            // Debian's own interpreter, which sees Debian's python3-serial
            Process python = new ProcessBuilder("/usr/bin/python3", SCRIPT.toString(), "lim0")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(python.waitFor(60, TimeUnit.SECONDS)).as("the host ends").isTrue();
            assertThat(Files.readString(out))
                    .contains(
                            "station AIMLAB_TESTSTATION_V3_r1_LIMBENCH_EMULATED",
                            "output 1.0 V, back to 0.0 V",
                            "feedback TIA_A=2K,Rf=2000,TIA_B=200K,Rf=200000",
                            "'C2CH4': ",
                            "captured 100 samples, 20 before the step, first 1.65 V",
                            "refused 'DAC_SET 6 1 1.0' was answered 'ERR:");
            assertThat(station.process().isAlive()).isTrue();
        }
    }

    @Test
    void aProbeSaysWhatIsThereAndWhatIsNotMetered() throws Exception {
        try (Limbench.Running station = station()) {
            JsonNode probe = json(done(new Limbench(directory).run("probe", DEVICE, "--json")));
            assertThat(probe.get("datasheet").get("emulated").asBoolean()).isTrue();
            assertThat(probe.get("datasheet").get("firmware").asString()).contains("wiring rcn-16x4");
            assertThat(probe.get("conductanceSiemens").get("mean").asDouble()).isEqualTo(128e-6, within(30e-6));
            assertThat(probe.get("notes").get(0).asString()).contains("not metered: barrier");
            assertThat(station.process().isAlive()).isTrue();
        }
    }

    @Test
    void aRunLearnsAndTheSameRunOnTheSameStationLearnsTheSame() throws Exception {
        String[] scores = new String[2];
        for (int twice = 0; twice < 2; twice++) {
            try (Limbench.Running station = station()) {
                JsonNode run = json(done(new Limbench(directory)
                        .run(quadratic(
                                "run" + twice, "lim", "--updates", "40", "--eta0", "0.3", "--n0", "100", "--json"))));
                JsonNode arm = run.get("arms").get(0);
                double distance =
                        arm.get("metrics").get("distanceToOptimumTrained").asDouble();
                // from mid-range, where every run starts, the distance is about 1/sqrt(3)
                assertThat(distance).isLessThan(0.4);
                assertThat(run.get("energy").get("provenance").asString()).isEqualTo("emulated");
                assertThat(arm.get("energy").get("accounts").get("update").asDouble())
                        .isPositive();
                assertThat(arm.get("updates").get("indeterminate").asInt()).isZero();
                assertThat(station.process().isAlive()).isTrue();
                scores[twice] = arm.get("metrics") + " " + arm.get("energy");
            }
        }
        assertThat(scores[1]).isEqualTo(scores[0]);
    }

    @Test
    void aStationThatIsKilledEndsTheRunInOneClearLine() throws Exception {
        Limbench limbench = new Limbench(directory);
        try (Limbench.Running station = station();
                Limbench.Running run = limbench.background(quadratic("killed", "lim,unconsolidated"))) {
            awaitJournal("killed", 20_000);
            station.kill();
            assertThat(run.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(run.process().exitValue()).isEqualTo(3);
            assertThat(Files.readString(run.err()))
                    .contains("limbench: ", "the lines could not be brought to rest")
                    .doesNotContain("\tat ", "internal error");
        }
        Limbench.Outcome gone = limbench.run("probe", DEVICE);
        assertThat(gone.code()).isEqualTo(3);
        assertThat(gone.err()).contains("lim0");
    }

    @Test
    void aKilledRunGoesOnAndSaysWhatIsNotKnown() throws Exception {
        Limbench limbench = new Limbench(directory);
        String shipped = Files.readString(Path.of("device-profiles", "wiring", "rcn-16x4.yaml"));
        Path wiring = Files.writeString(directory.resolve("wiring.yaml"), shipped);
        String[] arguments = quadratic("killed", "lim", "--updates", "30");
        arguments[List.of(arguments).indexOf(DEVICE)] = "rcn:./lim0?wiring=wiring.yaml";
        try (Limbench.Running station = station()) {
            try (Limbench.Running run = limbench.background(arguments)) {
                awaitJournal("killed", 10_000);
                run.kill();
            }
            Files.writeString(wiring, "# rewired\n" + shipped);
            Limbench.Outcome refused = limbench.run("run", "--resume", "killed");
            assertThat(refused.code()).as(refused.err()).isEqualTo(2);
            assertThat(refused.err()).contains("wiring wiring.yaml is not what the run was begun with", "SHA-256");
            Files.writeString(wiring, shipped);
            done(limbench.run("run", "--resume", "killed"));
            JsonNode record = JsonMapper.shared().readTree(Files.readString(directory.resolve("killed/run.json")));
            assertThat(record.path("inputs")).anySatisfy(input -> {
                assertThat(input.path("role").asString()).isEqualTo("wiring");
                assertThat(input.path("bytes").asLong()).isEqualTo(shipped.getBytes(StandardCharsets.UTF_8).length);
            });
            JsonNode updates = record.get("arms").get(0).get("updates");
            assertThat(updates.get("applied").asInt()
                            + updates.get("indeterminate").asInt())
                    .isGreaterThanOrEqualTo(30);
            assertThat(record.get("energy").get("totalJoules").asDouble()).isPositive();
            assertThat(station.process().isAlive()).isTrue();
        }
    }

    @Test
    void wrongWiringsAndAddressesAreNamed() throws Exception {
        Limbench limbench = new Limbench(directory);
        for (String[] wrong : new String[][] {
            {"rcn:./lim0", "no wiring named"},
            {"rcn:./lim0?wiring=nowhere", "wiring is 'nowhere'; allowed: rcn-16x4"},
            {"rcn:?wiring=rcn-16x4", "no port named"},
        }) {
            Limbench.Outcome outcome = limbench.run("probe", wrong[0]);
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains(wrong[1]).doesNotContain("\tat ");
        }
        Limbench.Outcome voltage =
                limbench.run("emulate", "--dialect", "rcn", "--profile", "fn-dam", "--serial", "lim0");
        assertThat(voltage.code()).isEqualTo(2);
        assertThat(voltage.err()).contains("fn-dam");
    }
}
