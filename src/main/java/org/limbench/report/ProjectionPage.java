package org.limbench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.thermodynamics.ComputeScaling;
import org.limbench.thermodynamics.ProjectionInput;
import org.limbench.thermodynamics.ProjectionSensitivity;
import org.limbench.thermodynamics.ScalingFit;
import org.limbench.thermodynamics.TrainedModel;
import org.limbench.thermodynamics.TrainingProjection;

/** A projection to training runs as one HTML file that opens without a network: what the headline rests on. */
public final class ProjectionPage {
    private static final int POINTS = 61;

    private ProjectionPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @param scaling name of the projection's scaling
     * @param parameters numbers of parameters of the table, rising, at least one
     * @throws IOException when the file cannot be written
     */
    public static void write(TrainingProjection projection, String scaling, List<Double> parameters, Path html)
            throws IOException {
        OfflinePage.write(render(projection, scaling, parameters), html);
    }

    /** The page as text. */
    public static String render(TrainingProjection projection, String scaling, List<Double> parameters)
            throws IOException {
        return OfflinePage.render(
                "projection.mustache", new Model(projection, scaling, parameters, OfflinePage.assets("curves.js")));
    }

    /** What the template asks for. */
    record Model(TrainingProjection projection, String scaling, List<Double> parameters, OfflinePage.Assets assets) {
        /** A size. */
        record Point(String parameters, String operations, String joules, String accelerator, String decades) {}

        /** A premise changed. */
        record Change(String change, String factor, String joules, String decades, String source) {}

        /** A number with its standing. */
        record Input(String name, String value, String standing, String source) {}

        /** A model of the fit. */
        record TrainedRow(String name, String parameters, String operations, String source) {}

        List<Point> points() {
            return parameters.stream().map(n -> point(projection, n)).toList();
        }

        List<Point> scenario() {
            return List.of(point(TrainingProjection.scenario(), TrainingProjection.PUBLISHED_PARAMETERS));
        }

        List<Point> optimal() {
            return List.of(point(with(new ComputeScaling.ComputeOptimal()), TrainingProjection.PUBLISHED_PARAMETERS));
        }

        private static TrainingProjection with(ComputeScaling other) {
            TrainingProjection scenario = TrainingProjection.scenario();
            return new TrainingProjection(other, scenario.bits(), scenario.temperatureKelvin());
        }

        private static Point point(TrainingProjection projection, double n) {
            return new Point(
                    power(n),
                    power(projection.operations(n)) + " FLOP",
                    Engineering.of(projection.joules(n), "J"),
                    Engineering.of(projection.acceleratorJoules(n), "J"),
                    String.format(Locale.ROOT, "%.2f", projection.decadesBelowAccelerator(n)));
        }

        String formula() {
            return projection.scaling().formula();
        }

        String bits() {
            return Engineering.plain(projection.bits());
        }

        String kelvin() {
            return Engineering.plain(projection.temperatureKelvin());
        }

        List<Change> changes() {
            return ProjectionSensitivity.all().stream()
                    .map(row -> new Change(
                            row.change(),
                            Engineering.plain(row.factor()) + " ×",
                            Engineering.of(row.joules(), "J"),
                            row.decades() > 0 ? String.format(Locale.ROOT, "± %.2f", row.decades()) : "",
                            row.source()))
                    .toList();
        }

        List<Input> inputs() {
            return ProjectionInput.all().stream()
                    .map(input -> new Input(
                            input.name(),
                            power(input.value()) + (input.unit().equals("1") ? "" : " " + input.unit()),
                            input.standing(),
                            input.source()))
                    .toList();
        }

        List<TrainedRow> models() {
            return TrainedModel.withComputeOptimal().stream()
                    .map(model -> new TrainedRow(
                            model.name(), power(model.parameters()), power(model.operations()), model.source()))
                    .toList();
        }

        private static String power(double value) {
            return value >= 1e-3 && value < 1e4
                    ? Engineering.plain(value)
                    : String.format(Locale.ROOT, "%.4g", value).replaceFirst("\\.?0*e\\+?(-?)0*", "e$1");
        }

        /** Numbers for the plot; nothing in it can end the script element. */
        String plotNumbers() {
            List<Double> sizes = sizes();
            TrainingProjection linear = TrainingProjection.scenario();
            List<Map<String, Object>> series = new ArrayList<>();
            series.add(line("this projection: " + scaling, sizes, projection::joules, false));
            series.add(line("linear, 32 bits, 300 K", sizes, linear::joules, true));
            series.add(line(
                    "fit to 2022, 32 bits, 300 K",
                    sizes,
                    with(ScalingFit.of(TrainedModel.denseTo2022()).scaling())::joules,
                    true));
            series.add(line(
                    "compute-optimal, 32 bits, 300 K", sizes, with(new ComputeScaling.ComputeOptimal())::joules, true));
            series.add(line("accelerator, linear", sizes, linear::acceleratorJoules, true));
            series.add(models(sizes));
            Map<String, Object> plot = Map.of(
                    "id",
                    "projection",
                    "x",
                    Map.of("label", "parameters", "values", sizes),
                    "y",
                    Map.of("label", "energy, J", "log", true, "unit", "J"),
                    "band",
                    List.of(TrainingProjection.PUBLISHED_LEAST_JOULES, TrainingProjection.PUBLISHED_MOST_JOULES),
                    "series",
                    series);
            return ScriptJson.of(Map.of("plots", List.of(plot)));
        }

        /** Sizes evenly spread, and those of the models that were trained. */
        private List<Double> sizes() {
            double least = Math.log10(Math.min(1e8, parameters.get(0)));
            double most = Math.log10(
                    Math.max(TrainingProjection.PUBLISHED_PARAMETERS, parameters.get(parameters.size() - 1)));
            SortedSet<Double> sizes = new TreeSet<>();
            for (int i = 0; i < POINTS; i++) {
                sizes.add(Math.pow(10, least + (most - least) * i / (POINTS - 1)));
            }
            TrainedModel.withComputeOptimal().forEach(model -> sizes.add(model.parameters()));
            return List.copyOf(sizes);
        }

        private static Map<String, Object> models(List<Double> sizes) {
            TrainingProjection scenario = TrainingProjection.scenario();
            Map<Double, Double> joules = new HashMap<>();
            for (TrainedModel model : TrainedModel.withComputeOptimal()) {
                joules.put(
                        model.parameters(),
                        TrainingProjection.erasureJoules(
                                model.operations(), scenario.bits(), scenario.temperatureKelvin()));
            }
            List<@Nullable Double> values = new ArrayList<>();
            sizes.forEach(n -> values.add(joules.get(n)));
            return Map.of(
                    "label",
                    "models trained, 32 bits, 300 K",
                    "values",
                    values,
                    "flags",
                    List.of(),
                    "dashed",
                    false,
                    "dots",
                    true);
        }

        private static Map<String, Object> line(
                String label, List<Double> sizes, DoubleUnaryOperator joules, boolean dashed) {
            List<Double> values = sizes.stream().map(joules::applyAsDouble).toList();
            return Map.of("label", label, "values", values, "flags", List.of(), "dashed", dashed);
        }
    }
}
