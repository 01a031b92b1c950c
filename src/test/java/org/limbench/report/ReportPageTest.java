package org.limbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportPageTest {
    @TempDir
    Path folder;

    @Test
    void pageAsksForNothingOutsideItself() throws IOException {
        String page = ReportPage.render(SampleRun.report());
        assertThat(page)
                .doesNotContainPattern("(?i)<(link|img|iframe|object|embed|base|form|audio|video|source)\\b")
                .doesNotContainPattern("(?i)\\b(src|href|action|data)\\s*=\\s*[\"']?\\s*(https?:)?//")
                .doesNotContainPattern("(?i)<script[^>]*\\bsrc")
                .doesNotContainPattern("(?i)@import|url\\(\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("\\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\\b")
                .contains("default-src 'none'")
                .contains("var uPlot=")
                .contains("Permission is hereby granted");
    }

    @Test
    void hostileNamesAreText() throws IOException {
        String hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{title}}";
        String page = ReportPage.render(SampleRun.report(hostile, hostile, false));
        assertThat(page).doesNotContain("<script>alert", "<img src=x");
        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        // three scripts, two of them code: nothing closed one or opened another
        assertThat(page.split("(?i)<script", -1)).hasSize(4);
        assertThat(page.split("(?i)</script", -1)).hasSize(4);
    }

    @Test
    void hostileArmNamesCannotLeaveTheNumbers() throws IOException {
        RunReport sample = SampleRun.report();
        EnergyCurve curve = new EnergyCurve("</script><b>", List.of(new EnergyCurve.Point(1, 2e-19)));
        String page = ReportPage.render(new RunReport(sample.record(), List.of(curve), List.of()));
        assertThat(page).doesNotContain("</script><b>").contains("\\u003c/script\\u003e\\u003cb\\u003e");
    }

    @Test
    void pageHoldsTheNumbersGiven() throws IOException {
        String page = ReportPage.render(SampleRun.report());
        assertThat(page)
                .contains("digits on lim-chain", "20261123-digits-1", "emulated, not measured")
                .contains("40.2 ± 0.4") // kT per update with its standard error
                .contains("167 zJ") // 40.2 kT at 300 K
                .contains("54.3 ×") // 2181 over 40.2
                .contains("0.962 ± 0.003")
                .contains("write 7.9–9.7, hold 24, retention 61.7 kT")
                .contains("14.9 aJ", "67.1 ×") // B1 of the reset
                .contains("does not bind")
                .contains("2 INDETERMINATE")
                .contains("cell.holdBarrier", "24 kT", "assumption: loses no accuracy")
                .contains("3 seeds from 1");
    }

    @Test
    void estimatesAreNotCalledBounds() throws IOException {
        String page = ReportPage.render(SampleRun.report());
        assertThat(page)
                .containsPattern("M1<small>heat per step</small></th><td>training</td><td>estimate</td>")
                .containsPattern("B1<small>information</small></th><td>reset</td><td>bound</td>")
                .containsPattern("B5<small>kinetic floor</small></th><td>training</td><td>bound, on conditions</td>")
                .contains("\"name\":\"estimate M1, arm lim\"", "\"name\":\"bound B5, arm lim\"")
                // a bound that does not bind is no line, and that of the reset is not one per update
                .doesNotContain("\"name\":\"bound B1");
    }

    @Test
    void pageWithoutCurvesLeavesThePlotsOut() throws IOException {
        RunReport sample = SampleRun.report();
        String page = ReportPage.render(new RunReport(sample.record(), List.of(), List.of()));
        assertThat(page).doesNotContain("id=\"energy\"").contains("id=\"retention\"");
    }

    @Test
    void pageIsWrittenWholeAndReplaced() throws IOException {
        Path html = folder.resolve("report.html");
        Files.writeString(html, "old");
        ReportPage.write(SampleRun.report(), html);
        assertThat(html).content().startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(Files.size(html)).isLessThan(300_000);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(html);
        }
        assertThatThrownBy(() -> ReportPage.write(SampleRun.report(), folder.resolve("no/report.html")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void sameRunGivesTheSamePage() throws IOException {
        assertThat(ReportPage.render(SampleRun.report())).isEqualTo(ReportPage.render(SampleRun.report()));
    }
}
