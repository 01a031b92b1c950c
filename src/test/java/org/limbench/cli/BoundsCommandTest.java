package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class BoundsCommandTest {
    @TempDir
    private Path directory;

    private Said limbench(String... arguments) {
        return limbench(Map.of(), arguments);
    }

    private Said limbench(Map<String, String> environment, String... arguments) {
        return Said.by(directory.resolve("limbench.yaml"), environment, arguments);
    }

    private static String[] words(String line) {
        return line.strip().split(" +");
    }

    @Test
    void withoutASubcommandItPrintsHelp() {
        Said said = limbench("bounds");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("Usage: limbench bounds", "eval", "schedule", "project", "Example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounds --help", "bounds eval --help", "bounds schedule --help", "bounds project --help"})
    void everyHelpHasAnExample(String line) {
        Said said = limbench(words(line));
        assertThat(said.code()).isZero();
        assertThat(said.out().lines())
                .containsSequence("Example")
                .anyMatch(each -> each.startsWith("  limbench bounds"));
        assertThat(said.out().lines()).allMatch(each -> each.length() <= 80);
    }

    @Test
    void evaluationIsADocumentWithUnitStatusAndSource() {
        Said said = limbench("bounds", "eval", "cycle-floor", "stored_change_j=2e-15", "--json");
        JsonNode document = JsonMapper.shared().readTree(said.out());
        assertThat(document.get("value").asDouble()).isEqualTo(2e-15);
        assertThat(document.get("unit").asString()).isEqualTo("J");
        assertThat(document.get("status").asString()).isEqualTo("strict");
        assertThat(document.get("source").asString()).startsWith("B0");
        assertThat(document.get("arguments").get("stored_change_j").asDouble()).isEqualTo(2e-15);
    }

    @Test
    void scheduleTableShowsTheWorkedCaseInEightyColumns() {
        Said said = limbench("bounds", "schedule");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(said.out())
                .contains("not bounds", "447.8", "14.97", "4.373", "0.5005", "0.6572", "1.66 0.0053*")
                .contains("* barrier left under 4 kT");
    }

    @Test
    void scheduleDocumentHoldsEveryPlan() {
        JsonNode document = JsonMapper.shared()
                .readTree(limbench("bounds", "schedule", "--json").out());
        assertThat(document.get("status").asString()).isEqualTo("estimate");
        assertThat(document.get("plans")).hasSize(5);
        JsonNode a = document.get("plans").get(0);
        JsonNode b = document.get("plans").get(1);
        JsonNode c = document.get("plans").get(2);
        assertThat(a.get("energyKt").asDouble()).isCloseTo(447.8437, within(1e-4));
        assertThat(a.get("energyJoules").asDouble()).isCloseTo(447.8437 * 4.141947e-21, within(1e-24));
        assertThat(b.get("energyKt").asDouble()).isCloseTo(14.97094, within(1e-5));
        assertThat(c.get("energyKt").asDouble()).isCloseTo(4.372881, within(1e-6));
        assertThat(c.get("varianceLevels2").asDouble())
                .isCloseTo(b.get("varianceLevels2").asDouble(), within(1e-9));
        JsonNode first = c.get("updates").get(0);
        assertThat(first.get("barrierKt").asDouble()).isCloseTo(1.66, within(0.005));
        assertThat(first.get("flag").asString()).isEqualTo("shallow");
        double more = 1.01 * a.get("varianceLevels2").asDouble();
        for (int plus = 3; plus < 5; plus++) {
            assertThat(document.get("plans").get(plus).get("varianceLevels2").asDouble())
                    .isCloseTo(more, within(1e-9));
        }
    }

    @Test
    void scheduleIsWrittenAsATableAndAPage() throws IOException {
        Path csv = directory.resolve("s.csv");
        Path html = directory.resolve("s.html");
        Said said =
                limbench("bounds", "schedule", "--updates", "50", "--csv", csv.toString(), "--html", html.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("table: ", "page: ");
        List<CSVRecord> rows;
        try (var parser = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(csv))) {
            rows = parser.getRecords();
        }
        assertThat(rows).hasSize(50);
        double sum = rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.get("B_energy_kt")))
                .sum();
        // 2 H_50
        assertThat(sum).isCloseTo(2 * 4.499205338329425, within(1e-12));
        assertThat(rows.get(9).get("n")).isEqualTo("10");
        assertThat(Double.parseDouble(rows.get(9).get("A_barrier_kt"))).isEqualTo(40);
        assertThat(html).content().contains("not bounds", "id=\"barrier\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bounds schedule --schedule 1/sqrt(n) --contraction lambda=0.1",
                "bounds schedule --schedule constant --contraction none --updates 10",
                "bounds schedule --schedule exponential --decay-updates 100",
                "bounds schedule --schedule fn --n0 50",
                "bounds schedule --updates 1",
                "bounds schedule --pulse 1.2e-9"
            })
    void everyScheduleIsCompared(String line) {
        Said said = limbench(words(line));
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).doesNotContain("NaN", "Infinity");
        assertThat(said.out().lines()).allMatch(each -> each.length() <= 80);
    }

    @Test
    void anUpdateAtTheClampIsMarked() {
        assertThat(limbench("bounds", "schedule", "--pulse", "1.2e-9").out())
                .contains("! at the clamp")
                .containsPattern("\\n +1\\|.*!");
    }

    @Test
    void projectionStatesTheHeadlineAsAScenarioAndWhatItRestsOn() {
        Said said = limbench("bounds", "project");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(said.out())
                .contains("labelled scenario", "not a bound", "1.648e+08 J", "1.102e+13 J", "6.89 decades")
                .contains("exponent 1.139 ± 0.064", "± 0.36", "95.48", "2.885", "2.375")
                .contains("recalled", "published", "assumed", "fitted");
    }

    @Test
    void projectionFollowsTheScalingAskedFor() {
        JsonNode power = JsonMapper.shared()
                .readTree(limbench(words(
                                "bounds project --scaling power --alpha 2 --c0 120 --n0 1 --parameters 1e15 --json"))
                        .out());
        JsonNode optimal = JsonMapper.shared()
                .readTree(limbench(words("bounds project --scaling chinchilla --parameters 1e15 --json"))
                        .out());
        double joules = power.get("points").get(0).get("joules").asDouble();
        assertThat(joules).isCloseTo(1.1024558918702e13, within(1e3));
        assertThat(optimal.get("points").get(0).get("joules").asDouble()).isCloseTo(joules, within(joules * 1e-12));
        JsonNode fit = JsonMapper.shared()
                .readTree(limbench(words("bounds project --scaling fit --bits 16 --parameters 1e15 --json"))
                        .out());
        assertThat(fit.get("points").get(0).get("joules").asDouble()).isCloseTo(3.55433467846e8, within(1.0));
        assertThat(fit.get("status").asString()).isEqualTo("estimate");
        assertThat(fit.get("sensitivity")).hasSizeGreaterThanOrEqualTo(10);
        for (JsonNode input : fit.get("inputs")) {
            assertThat(input.get("standing").asString()).isIn("exact", "published", "recalled", "fitted", "assumed");
            assertThat(input.get("source").asString()).isNotBlank();
        }
    }

    @Test
    void projectionIsWrittenAsAPage() {
        Path html = directory.resolve("p.html");
        assertThat(limbench("bounds", "project", "--html", html.toString()).code())
                .isZero();
        assertThat(html).content().contains("The headline as a scenario");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bounds eval thermal-energy temperature_k=0          | temperature_k is 0; allowed: more than 0
                    bounds eval mean-dwell attempt_rate_per_s=1e9 barrier_kt=900 | is Infinity
                    bounds eval approach-b updates=5 schedule=1/n tilt_kt=2 n0=3 | argument 'n0' is not one of schedule 1/n
                    bounds schedule --schedule 2/n                      | --schedule is 2/n; allowed: 1/n, 1/sqrt(n)
                    bounds schedule --n0 5                              | --n0 does not belong to --schedule 1/n
                    bounds schedule --decay-updates 5                   | --decay-updates does not belong to --schedule 1/n
                    bounds schedule --schedule fn --n0 5 --decay-updates 2 | --decay-updates does not belong to --schedule fn
                    bounds schedule --schedule fn                       | --schedule fn needs --n0
                    bounds schedule --schedule fn --n0 1                | --n0 is 1; allowed: more than 1.0
                    bounds schedule --schedule exponential              | needs --decay-updates
                    bounds schedule --schedule exponential --decay-updates 0 | --decay-updates is 0; allowed: more than 0
                    bounds schedule --updates 0                         | --updates is 0; allowed: 1 to 1000000
                    bounds schedule --updates 2000000                   | --updates is 2000000; allowed: 1 to 1000000
                    bounds schedule --updates many                      | many
                    bounds schedule --pulse 1e-9                        | --pulse is 1e-9; allowed: at least 1.01E-9
                    bounds schedule --pulse -1                          | --pulse is -1; allowed: more than 0
                    bounds schedule --attempt-rate 0                    | --attempt-rate is 0; allowed: more than 0
                    bounds schedule --tilt 25                           | --tilt is 25; allowed: 0.0 to 20.0
                    bounds schedule --tilt NaN                          | NaN
                    bounds schedule --barrier 0                         | --barrier is 0; allowed: more than 0
                    bounds schedule --barrier 0.1 --pulse 1.1e-9        | --barrier is 0.1; allowed: enough for the first
                    bounds schedule --temperature -3                    | --temperature is -3; allowed: more than 0
                    bounds schedule --contraction lambda=2              | --contraction is lambda=2; allowed: none
                    bounds schedule --contraction n/N                   | --contraction is n/N; allowed: none
                    bounds schedule --html /nonexistent/x.html          | /nonexistent/x.html
                    bounds schedule --csv /nonexistent/x.csv            | /nonexistent/x.csv
                    bounds project --scaling cubic                      | --scaling is 'cubic'; allowed: linear, power, chinchilla, fit
                    bounds project --scaling power                      | --scaling power needs --alpha
                    bounds project --alpha 2                            | --alpha does not belong to --scaling linear
                    bounds project --scaling power --alpha 11           | --alpha is 11; allowed: 0.0 to 10
                    bounds project --scaling power --alpha 1 --c0 0     | --c0 is 0; allowed: more than 0
                    bounds project --scaling power --alpha 1 --n0 -1    | --n0 is -1; allowed: more than 0
                    bounds project --parameters 1e9,0                   | --parameters has 0
                    bounds project --parameters NaN                     | NaN
                    bounds project --bits 0                             | --bits is 0; allowed: more than 0
                    bounds project --bits 2000                          | --bits is 2000; allowed: 0.0 to 1024.0
                    bounds project --temperature 0                      | --temperature is 0; allowed: more than 0
                    bounds nosuch                                       | nosuch
                    """)
    void badInputIsOneLineAndExitCodeTwo(String line, String part) {
        Said said = limbench(words(line));
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err().lines().filter(each -> each.startsWith("limbench: ")))
                .hasSize(1);
        assertThat(said.err()).contains(part.strip()).doesNotContain("\tat ");
        assertThat(said.out()).isEmpty();
    }

    /** A setting made for another command is no reason to refuse this one. */
    @Test
    void aDefaultThatBelongsToAnotherScheduleIsLeftAside() {
        assertThat(limbench(Map.of("LIMBENCH_N0", "1500"), "bounds", "schedule").code())
                .isZero();
    }
}
