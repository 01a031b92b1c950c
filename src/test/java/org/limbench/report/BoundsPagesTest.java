package org.limbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.thermodynamics.ApproachComparison;
import org.limbench.thermodynamics.Contraction;
import org.limbench.thermodynamics.RateSchedule;
import org.limbench.thermodynamics.ScheduleCase;
import org.limbench.thermodynamics.TrainingProjection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages of the bounds commands: they open offline and hold the numbers. */
final class BoundsPagesTest {
    @TempDir
    private Path folder;

    private static ApproachComparison comparison() {
        return ApproachComparison.of(
                new ScheduleCase(new RateSchedule.Harmonic(1), 1000, new Contraction.Power(2), 1e9, 1e-6, 2, 40, 300));
    }

    private static String schedulePage() throws IOException {
        return SchedulePage.render(comparison(), "1/n");
    }

    private static String projectionPage() throws IOException {
        return ProjectionPage.render(TrainingProjection.scenario(), "linear", List.of(1e9, 1e15));
    }

    static List<String> pages() throws IOException {
        return List.of(schedulePage(), projectionPage());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("pages")
    void pageAsksForNothingOutsideItself(String page) {
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .doesNotContainPattern("(?i)<(link|img|iframe|object|embed|base|form|audio|video|source)\\b")
                .doesNotContainPattern("(?i)\\b(src|href|action|data)\\s*=\\s*[\"']?\\s*(https?:)?//")
                .doesNotContainPattern("(?i)<script[^>]*\\bsrc")
                .doesNotContainPattern("(?i)@import|url\\(\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("\\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\\b")
                .contains("default-src 'none'", "var uPlot=", "Permission is hereby granted");
        assertThat(page.split("(?i)<script", -1)).hasSize(4);
        assertThat(page.length()).isLessThan(300_000);
    }

    private static JsonNode numbers(String page) {
        Matcher json =
                Pattern.compile("id=\"numbers\">(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertThat(json.find()).isTrue();
        return JsonMapper.shared().readTree(json.group(1));
    }

    @Test
    void schedulePageHoldsFiguresCurvesAndFlags() throws IOException {
        String page = schedulePage();
        assertThat(page).contains("not bounds", "448 kT", "15 kT", "4.37 kT", "0.5005", "0.6572", "3 under 4 kT");
        JsonNode plots = numbers(page).get("plots");
        assertThat(plots).hasSize(3);
        for (JsonNode plot : plots) {
            assertThat(page).contains("id=\"" + plot.get("id").asString() + "\"");
            assertThat(plot.get("series")).hasSize(5);
            for (JsonNode series : plot.get("series")) {
                assertThat(series.get("values"))
                        .hasSize(plot.get("x").get("values").size());
                assertThat(series.get("flags"))
                        .hasSize(plot.get("x").get("values").size());
            }
        }
        JsonNode c = plots.get(1).get("series").get(2);
        assertThat(c.get("values").get(0).asDouble()).isCloseTo(1.66, within(0.005));
        assertThat(c.get("flags").get(0).asInt()).isEqualTo(1);
        assertThat(c.get("flags").get(c.get("flags").size() - 1).asInt()).isZero();
    }

    @Test
    void projectionPageShowsWhatTheHeadlineRestsOn() throws IOException {
        String page = projectionPage();
        assertThat(page)
                .contains("not a bound", "165 MJ", "11 TJ", "1.27 PJ", "6.89")
                .contains("exponent 1.139 ± 0.064", "± 0.36", "95.5 ×", "2.89 ×", "2.38 ×")
                .contains("recalled", "assumed", "published", "fitted", "exact")
                .contains("arXiv:2402.14878", "arXiv:2203.15556");
        JsonNode plot = numbers(page).get("plots").get(0);
        assertThat(plot.get("band").get(0).asDouble()).isEqualTo(1e8);
        assertThat(plot.get("band").get(1).asDouble()).isEqualTo(1e9);
        JsonNode first = plot.get("series").get(0).get("values");
        assertThat(first.get(first.size() - 1).asDouble()).isCloseTo(1.6484e8, within(1e4));
    }

    @Test
    void pagesAreWrittenWholeAndTheSameInputGivesTheSamePage() throws IOException {
        Path html = folder.resolve("schedule.html");
        SchedulePage.write(comparison(), "1/n", html);
        assertThat(html).content().isEqualTo(schedulePage()).endsWith("</html>\n");
        ProjectionPage.write(TrainingProjection.scenario(), "linear", List.of(1e15), html);
        assertThat(html).content().contains("Energy of a training run");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(html);
        }
    }
}
