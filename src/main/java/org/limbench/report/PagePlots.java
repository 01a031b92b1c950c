package org.limbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.BoundStatus;
import org.limbench.assessment.Segment;
import org.limbench.ledger.RunRecord;
import org.limbench.thermodynamics.PhysicalConstants;

/** What the page's plots draw: joules by update, the lines of bounds and estimates, and scores over time. */
final class PagePlots {
    private final RunReport report;
    private final RunRecord run;

    PagePlots(RunReport report) {
        this.report = report;
        this.run = report.record();
    }

    /** Numbers for the plots; nothing in it can end the script element. */
    String numbers() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("kT", PhysicalConstants.BOLTZMANN * run.temperatureKelvin());
        numbers.put("arms", run.arms().stream().map(RunRecord.Arm::name).toList());
        numbers.put("energy", energyCurves());
        numbers.put("lines", boundLines());
        numbers.put("retention", retentionCurves());
        String score = run.task().score();
        numbers.put("share", score == null || score.equals("accuracy"));
        return ScriptJson.of(numbers);
    }

    private Map<String, List<List<Double>>> energyCurves() {
        Map<String, List<List<Double>>> curves = new TreeMap<>();
        for (EnergyCurve curve : report.curves()) {
            curves.put(
                    curve.arm(),
                    curve.points().stream()
                            .map(p -> List.of(p.update(), p.medianJoules()))
                            .toList());
        }
        return curves;
    }

    private Map<String, List<List<Double>>> retentionCurves() {
        Map<String, List<List<Double>>> curves = new TreeMap<>();
        for (RunRecord.Arm arm : run.arms()) {
            List<RunRecord.RetentionPoint> points = arm.retention();
            if (points != null && !points.isEmpty()) {
                curves.put(
                        arm.name(),
                        points.stream()
                                .map(p -> List.of(p.seconds(), p.accuracy()))
                                .toList());
            }
        }
        return curves;
    }

    /** Bounds and estimates on the training of the first arm, per update; those that do not bind are no line. */
    private List<Map<String, Object>> boundLines() {
        List<Map<String, Object>> lines = new ArrayList<>();
        if (run.arms().isEmpty()) {
            return lines;
        }
        RunRecord.Arm arm = run.arms().get(0);
        for (BoundResult bound : arm.bounds()) {
            Double joules = bound.joules();
            boolean training = bound.segment() == Segment.TRAINING;
            if (training && joules != null && joules > 0 && arm.updates().applied() > 0) {
                String kind = bound.status() == BoundStatus.ESTIMATE ? "estimate" : "bound";
                lines.add(Map.of(
                        "name",
                        kind + " " + bound.id() + ", arm " + arm.name(),
                        "joules",
                        joules / arm.updates().applied()));
            }
        }
        return lines;
    }

    boolean hasEnergy() {
        return report.curves().stream()
                .anyMatch(
                        curve -> run.arms().stream().anyMatch(arm -> arm.name().equals(curve.arm())));
    }

    boolean hasRetention() {
        return !retentionCurves().isEmpty();
    }

    boolean hasNoLine() {
        return boundLines().isEmpty();
    }
}
