package org.limbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.RunRecord;

class DeviceComparisonTest {
    private static final RunRecord SAMPLE = SampleRun.report().record();
    private static final String MARKDOWN = new DeviceComparison(List.of(SAMPLE)).markdown();

    private static List<String> cells(String arm) {
        String row = MARKDOWN.lines()
                .filter(line -> line.contains("| " + arm + " |"))
                .findFirst()
                .orElseThrow();
        return List.of(row.substring(2, row.length() - 2).split(" \\| ", -1));
    }

    @Test
    void everyArmHasARowOfAsManyCellsAsTheHead() {
        List<String> lines = MARKDOWN.lines().toList();
        assertThat(lines).hasSize(2 + SampleRun.ARMS.length);
        long bars = lines.get(0).chars().filter(c -> c == '|').count();
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line.chars().filter(c -> c == '|').count()).isEqualTo(bars));
    }

    @Test
    void scoreEnergyAndRatiosAreThoseOfTheRecord() {
        // 40.2 kT at 300 K are 166.5 zJ; the B1 sample is 1e-15 J over 1.49e-17 J
        assertThat(cells("lim"))
                .containsSubsequence("lim-chain", "lim", "96.2", "96.1")
                .contains("167 zJ", "67.1 x");
    }

    @Test
    void boundThatDoesNotBindGetsNoColumn() {
        assertThat(MARKDOWN.lines().findFirst().orElseThrow())
                .contains("B1 reset", "B5 training")
                .doesNotContain("B1 training");
    }

    @Test
    void keptForIsTheLastAgeWithinFivePointsOfTheTrainedAccuracy() {
        // the sample forgets as 1/(1 + t/3e5 s) from 0.961 to 0.1 around a trained 0.962: 0.9123 is left at 1.74e4 s,
        // and
        // the curve is sampled at half decades
        assertThat(cells("unconsolidated").get(4)).isEqualTo("10 ks");
        assertThat(cells("lim").get(4)).isEqualTo("≥ 10 a");
    }

    @Test
    void energyThatTheMeterDoesNotResolveIsAnUpperLimit() {
        RunRecord.Arm arm = SAMPLE.arms().get(0);
        RunRecord.Arm blurred = new RunRecord.Arm(
                arm.name(),
                arm.metrics(),
                arm.barriersKt(),
                arm.updates(),
                new RunRecord.PerUpdate(1e-9, 1e-6, 1e-9, 1e-9),
                arm.relativeToFixed(),
                arm.energy(),
                arm.bounds(),
                arm.retention(),
                arm.standardErrors());
        assertThat(new DeviceComparison(List.of(with(blurred))).markdown()).contains("| < 3 nJ | 1 µJ |");
    }

    private static RunRecord with(RunRecord.Arm arm) {
        return new RunRecord(
                SAMPLE.format(),
                SAMPLE.runId(),
                SAMPLE.version(),
                SAMPLE.seed(),
                SAMPLE.temperatureKelvin(),
                SAMPLE.device(),
                SAMPLE.task(),
                SAMPLE.schedule(),
                List.of(arm),
                SAMPLE.energy(),
                SAMPLE.bounds(),
                SAMPLE.link(),
                SAMPLE.wall(),
                null);
    }

    @Test
    void whatWasNotMeasuredIsToldWithItsCount() {
        RunRecord.Arm arm = SAMPLE.arms().get(0);
        NotMeasured not = new NotMeasured(30, 412, 30, 8622, Map.of("gap", 30L), 0.5, 1.5e-15, 0, List.of());
        RunRecord.Arm blind = new RunRecord.Arm(
                arm.name(),
                arm.metrics(),
                arm.barriersKt(),
                arm.updates(),
                new RunRecord.PerUpdate(Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                new RunRecord.Relative(Double.NaN, Double.NaN),
                new RunRecord.Energy("emulated", Double.NaN, Double.NaN, Double.NaN, Map.of(), null, null, not),
                arm.bounds(),
                arm.retention(),
                arm.standardErrors());
        DeviceComparison comparison = new DeviceComparison(List.of(with(blind)));
        String told = "lim-chain, lim: not measured: 30 of 412 rows (gap 30)";
        assertThat(comparison.markdown())
                .contains("| not measured | not measured |", told)
                .doesNotContain("NaN");
        assertThat(comparison.text(80)).contains(told).doesNotContain("NaN");
        assertThat(comparison.text(80).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void perUpdateOfNoUpdateIsNoNumber() {
        RunRecord.Arm arm = SAMPLE.arms().get(0);
        RunRecord.Arm idle = new RunRecord.Arm(
                arm.name(),
                arm.metrics(),
                arm.barriersKt(),
                new RunRecord.Updates(0, 0, 0, 0, 0, 0),
                new RunRecord.PerUpdate(0, 0, 0, 0),
                arm.relativeToFixed(),
                arm.energy(),
                arm.bounds(),
                arm.retention(),
                arm.standardErrors());
        assertThat(new DeviceComparison(List.of(with(idle))).markdown())
                .contains("| – | – |")
                .doesNotContain("| 0 J");
    }

    @Test
    void textFitsATerminal() {
        String text = new DeviceComparison(List.of(SAMPLE)).text(80);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(text).contains("energy over bound", "lim-chain, lim: B1 reset 67.1 x,");
    }
}
