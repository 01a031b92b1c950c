package org.limbench.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.limbench.thermodynamics.ComputeScaling;
import org.limbench.thermodynamics.ProjectionInput;
import org.limbench.thermodynamics.ProjectionSensitivity;
import org.limbench.thermodynamics.TrainedModel;
import org.limbench.thermodynamics.TrainingProjection;

/** A projection to training runs as text of at most 80 columns, and as a JSON document. */
final class ProjectionTable {
    private static final String SOURCE =
            "M3, operations x bits x kT ln 2; Landauer, doi:10.1147/rd.53.0183; a scaling scenario, not a bound";

    private static final double THERE = TrainingProjection.PUBLISHED_PARAMETERS;

    private final TrainingProjection projection;
    private final String scaling;
    private final List<Double> parameters;

    ProjectionTable(TrainingProjection projection, String scaling, List<Double> parameters) {
        this.projection = projection;
        this.scaling = scaling;
        this.parameters = List.copyOf(parameters);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "scaling %s: %s FLOP, %s bits, %s K",
                scaling,
                projection.scaling().formula(),
                Figures.brief(projection.bits()),
                Figures.brief(projection.temperatureKelvin())));
        lines.add("M3, operations x bits x kT ln 2: a scaling scenario (estimate), not a bound");
        lines.add("");
        lines.add(text("%12s %12s %12s %15s %9s", "parameters", "FLOP", "M3, J", "accelerator, J", "decades"));
        for (double n : parameters) {
            lines.add(text(
                    "%12s %12.4g %12.4g %15.4g %9.2f",
                    Figures.brief(n),
                    projection.operations(n),
                    projection.joules(n),
                    projection.acceleratorJoules(n),
                    projection.decadesBelowAccelerator(n)));
        }
        lines.add("");
        lines.addAll(scenario());
        lines.add("");
        lines.addAll(sensitivity());
        lines.add("");
        lines.addAll(inputs());
        return lines;
    }

    private static TrainingProjection optimal() {
        TrainingProjection scenario = TrainingProjection.scenario();
        return new TrainingProjection(
                new ComputeScaling.ComputeOptimal(), scenario.bits(), scenario.temperatureKelvin());
    }

    private static List<String> scenario() {
        TrainingProjection scenario = TrainingProjection.scenario();
        List<String> lines = new ArrayList<>();
        lines.add("labelled scenario: the published 1e8 to 1e9 J at 1e15 parameters");
        lines.add("(arXiv:2402.14878, which calls it an estimate)");
        lines.add(row("linear scaling of GPT-3, 32 bits, 300 K", scenario));
        lines.add(row("the same with compute-optimal scaling, 120 N^2", optimal()));
        lines.add(text(
                "accelerator, 700 W (recalled) at 989 TFLOP/s: %.3e J, %.2f decades more",
                scenario.acceleratorJoules(THERE), scenario.decadesBelowAccelerator(THERE)));
        lines.add(text(
                "the headline needs %s (1e8 J, 32 bits) to %s FLOP (1e9 J, 16 bits);",
                Figures.brief(scenario.operationsOf(TrainingProjection.PUBLISHED_LEAST_JOULES)),
                Figures.brief(new TrainingProjection(scenario.scaling(), 16, scenario.temperatureKelvin())
                        .operationsOf(TrainingProjection.PUBLISHED_MOST_JOULES))));
        lines.add("whether its authors used these inputs is unknown");
        return lines;
    }

    private static String row(String name, TrainingProjection projection) {
        return text("  %-47s %9.4g FLOP %9.4g J", name, projection.operations(THERE), projection.joules(THERE));
    }

    private static List<String> sensitivity() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "what it rests on: one premise changed, against %.4g J",
                TrainingProjection.scenario().joules(THERE)));
        lines.add(text("  %-34s %10s %10s  %s", "change", "times", "energy, J", "± decades"));
        for (ProjectionSensitivity row : ProjectionSensitivity.all()) {
            lines.add(text(
                            "  %-34s %10s %10s  %s",
                            row.change(),
                            Figures.brief(row.factor()),
                            text("%.3e", row.joules()),
                            row.decades() > 0 ? text("± %.2f", row.decades()) : "")
                    .stripTrailing());
            lines.add("      " + row.source());
        }
        return lines;
    }

    private static List<String> inputs() {
        List<String> lines = new ArrayList<>();
        lines.add("numbers");
        for (ProjectionInput input : ProjectionInput.all()) {
            lines.add(text(
                            "  %-24s %10s %-7s %s",
                            input.name(), Figures.brief(input.value()), input.unit(), input.standing())
                    .stripTrailing());
            lines.add("      " + input.source());
        }
        return lines;
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", "projection");
        document.put("status", "estimate");
        document.put("source", SOURCE);
        document.put(
                "scaling",
                Map.of("name", scaling, "operations", projection.scaling().formula()));
        document.put("bits", projection.bits());
        document.put("temperatureKelvin", projection.temperatureKelvin());
        document.put(
                "points", parameters.stream().map(n -> point(projection, n)).toList());
        Map<String, Object> scenario = new LinkedHashMap<>();
        scenario.put("label", "linear scaling of GPT-3, 32 bits, 300 K: scenario for the published figure");
        scenario.put(
                "publishedJoules",
                List.of(TrainingProjection.PUBLISHED_LEAST_JOULES, TrainingProjection.PUBLISHED_MOST_JOULES));
        scenario.put("linear", point(TrainingProjection.scenario(), THERE));
        scenario.put("computeOptimal", point(optimal(), THERE));
        document.put("scenario", scenario);
        document.put("sensitivity", ProjectionSensitivity.all());
        document.put("inputs", ProjectionInput.all());
        document.put("models", TrainedModel.withComputeOptimal());
        return document;
    }

    private static Map<String, Object> point(TrainingProjection projection, double n) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("parameters", n);
        point.put("operations", projection.operations(n));
        point.put("joules", projection.joules(n));
        point.put("acceleratorJoules", projection.acceleratorJoules(n));
        point.put("decadesBelowAccelerator", projection.decadesBelowAccelerator(n));
        return point;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
