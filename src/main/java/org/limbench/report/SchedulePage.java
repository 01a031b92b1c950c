package org.limbench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.limbench.thermodynamics.ApproachComparison;
import org.limbench.thermodynamics.PhysicalConstants;
import org.limbench.thermodynamics.ScheduleCase;
import org.limbench.thermodynamics.SchedulePlan;

/** The approaches to a schedule as one HTML file that opens without a network: a table and three plots against n. */
public final class SchedulePage {
    /** Points of a curve. */
    private static final int POINTS = 400;

    private SchedulePage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @param schedule name of the rate schedule
     * @throws IOException when the file cannot be written
     */
    public static void write(ApproachComparison comparison, String schedule, Path html) throws IOException {
        OfflinePage.write(render(comparison, schedule), html);
    }

    /** The page as text. */
    public static String render(ApproachComparison comparison, String schedule) throws IOException {
        return OfflinePage.render(
                "schedule.mustache", new Model(comparison, schedule, OfflinePage.assets("curves.js")));
    }

    /** What the template asks for. */
    record Model(ApproachComparison comparison, String schedule, OfflinePage.Assets assets) {
        /** A name and what it stands for. */
        record Fact(String name, String value) {}

        /** An approach's row. */
        record Row(
                String id, String name, String kT, String joules, String variance, String barriers, String flagged) {}

        List<Fact> facts() {
            ScheduleCase given = comparison.given();
            return List.of(
                    new Fact("rate", schedule),
                    new Fact("updates", Integer.toString(given.updates())),
                    new Fact("attempt rate", Engineering.of(given.attemptsPerSecond(), "Hz")),
                    new Fact("pulse", Engineering.of(given.pulseSeconds(), "s")),
                    new Fact("tilt of B", Engineering.plain(given.tiltKt()) + " kT"),
                    new Fact("retention barrier", Engineering.plain(given.barrierKt()) + " kT"),
                    new Fact("contraction c_n", given.contraction().text()),
                    new Fact("temperature", Engineering.plain(given.temperatureKelvin()) + " K"),
                    new Fact("Poisson floor", String.format(Locale.ROOT, "%.4f levels²", comparison.poissonFloor())));
        }

        List<Row> rows() {
            double kT = PhysicalConstants.thermalEnergyJoules(comparison.given().temperatureKelvin());
            int last = comparison.given().updates();
            return comparison.plans().stream()
                    .map(plan -> new Row(
                            plan.id(),
                            plan.name(),
                            Engineering.plain(plan.heatKt()) + " kT",
                            Engineering.of(plan.heatKt() * kT, "J"),
                            String.format(Locale.ROOT, "%.4f", plan.varianceLevels2()),
                            barriers(plan.step().apply(1), plan.step().apply(last)),
                            flagged(plan)))
                    .toList();
        }

        private static String barriers(SchedulePlan.Step first, SchedulePlan.Step last) {
            return Engineering.plain(first.barrierKt()) + " to " + Engineering.plain(last.barrierKt()) + " kT";
        }

        private static String flagged(SchedulePlan plan) {
            if (plan.shallowUpdates() == 0) {
                return "none";
            }
            return plan.shallowUpdates() + " under 4 kT"
                    + (plan.clampedUpdates() == 0 ? "" : ", of them " + plan.clampedUpdates() + " at the clamp");
        }

        /** Numbers for the plots; nothing in it can end the script element. */
        String plotNumbers() {
            SortedSet<Integer> chosen = comparison.selection(POINTS);
            List<Map<String, Object>> plots = new ArrayList<>();
            plots.add(plot("energy", "energy, kT", true, chosen, SchedulePlan.Step::heatKt));
            plots.add(plot("barrier", "barrier, kT", false, chosen, SchedulePlan.Step::barrierKt));
            plots.add(plot("tilt", "tilt, kT", true, chosen, SchedulePlan.Step::tiltKt));
            return ScriptJson.of(Map.of("plots", plots));
        }

        private Map<String, Object> plot(
                String id,
                String label,
                boolean logarithmic,
                SortedSet<Integer> chosen,
                ToDoubleFunction<SchedulePlan.Step> figure) {
            Map<String, Object> plot = new LinkedHashMap<>();
            plot.put("id", id);
            plot.put("x", Map.of("label", "update n", "values", chosen));
            plot.put("y", Map.of("label", label, "log", logarithmic, "unit", "kT"));
            List<Map<String, Object>> series = new ArrayList<>();
            for (SchedulePlan plan : comparison.plans()) {
                List<@Nullable Double> values = new ArrayList<>();
                List<Integer> flags = new ArrayList<>();
                for (int n : chosen) {
                    SchedulePlan.Step step = plan.step().apply(n);
                    double value = figure.applyAsDouble(step);
                    values.add(logarithmic && !(value > 0) ? null : value);
                    flags.add(step.shallow() ? 1 : 0);
                }
                series.add(Map.of(
                        "label",
                        plan.id(),
                        "values",
                        values,
                        "flags",
                        flags,
                        "dashed",
                        plan.id().endsWith("+")));
            }
            plot.put("series", series);
            return plot;
        }
    }
}
