package org.limbench.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.limbench.thermodynamics.ApproachComparison;
import org.limbench.thermodynamics.PhysicalConstants;
import org.limbench.thermodynamics.ScheduleCase;
import org.limbench.thermodynamics.SchedulePlan;

/** A comparison of approaches as text of at most 80 columns, and as a JSON document. */
final class ScheduleTable {
    /** Updates told in JSON. */
    private static final int TOLD = 100;

    private static final String SOURCE = "M2, derived (class Approaches); not a bound";

    private final ApproachComparison comparison;
    private final ScheduleCase given;
    private final String schedule;
    private final double kt;

    ScheduleTable(ApproachComparison comparison, String schedule) {
        this.comparison = comparison;
        this.given = comparison.given();
        this.schedule = schedule;
        this.kt = PhysicalConstants.thermalEnergyJoules(given.temperatureKelvin());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%s, %d updates of %s s, contraction %s",
                schedule,
                given.updates(),
                Figures.brief(given.pulseSeconds()),
                given.contraction().text()));
        lines.add(text(
                "%s attempts/s, %s K",
                Figures.brief(given.attemptsPerSecond()), Figures.brief(given.temperatureKelvin())));
        lines.add("model estimates (M2), not bounds: finer steps, feedback, recovery undercut them");
        lines.add("");
        lines.addAll(summary());
        lines.add("");
        lines.addAll(updates());
        return lines;
    }

    private List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(text("%-2s %-35s %9s %10s %9s  %s", "", "approach", "energy,kT", "energy, J", "variance", "flagged"));
        for (SchedulePlan plan : comparison.plans()) {
            lines.add(text(
                    "%-2s %-35s %9.4g %10.4g %9.4g  %s",
                    plan.id(), plan.name(), plan.heatKt(), plan.heatKt() * kt, plan.varianceLevels2(), flagged(plan)));
        }
        lines.add(text(
                "variance in levels^2; its Poisson floor is %.4g: none open loop is under it,",
                comparison.poissonFloor()));
        lines.add("and A, all but on it, can be matched by B and C only with a little more");
        SchedulePlan.Step last = comparison.plans().get(2).step().apply(given.updates());
        lines.add(text(
                "C ends at a barrier of %.4g kT; retention asks for %.4g kT", last.barrierKt(), given.barrierKt()));
        return lines;
    }

    private static String flagged(SchedulePlan plan) {
        return plan.shallowUpdates() == 0 ? "-" : Integer.toString(plan.shallowUpdates());
    }

    private List<String> updates() {
        List<String> lines = new ArrayList<>();
        lines.add(text("%7s|%-23s|%-23s|%-23s", "", " A fixed barrier", " B fixed tilt", " C both modulated")
                .stripTrailing());
        String each = text("%7s %7s %6s ", "energy", "barrier", "tilt");
        lines.add(text("%7s|%s|%s|%s", "n", each, each, each).stripTrailing());
        boolean shallow = false;
        boolean clamped = false;
        for (int n : rows()) {
            StringBuilder line = new StringBuilder(text("%7d", n));
            for (SchedulePlan plan : comparison.plans().subList(0, 3)) {
                SchedulePlan.Step step = plan.step().apply(n);
                shallow |= step.shallow() && !step.clamped();
                clamped |= step.clamped();
                line.append(text(
                        "|%7s %7s %6s%s",
                        brief(step.heatKt()),
                        text("%.2f", step.barrierKt()),
                        brief(step.tiltKt()),
                        step.clamped() ? "!" : step.shallow() ? "*" : " "));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add("energy, barrier and tilt per update in kT");
        if (shallow) {
            lines.add(text("* barrier left under %.0f kT, where Arrhenius' law is not valid", SchedulePlan.SHALLOW_KT));
        }
        if (clamped) {
            lines.add("! at the clamp: the tilt is twice the barrier, none is left downhill");
        }
        return lines;
    }

    /** Three digits in at most six characters. */
    private static String brief(double value) {
        if (value != 0 && value < 1e-3) {
            return text("%.0e", value);
        }
        return text(value < 1 ? "%.4f" : value < 10 ? "%.3f" : value < 100 ? "%.2f" : "%.1f", value);
    }

    /** 1, 2, 5, 10, … and the last. */
    private SortedSet<Integer> rows() {
        SortedSet<Integer> rows = new TreeSet<>();
        for (long decade = 1; decade <= given.updates(); decade *= 10) {
            for (long n : new long[] {decade, 2 * decade, 5 * decade}) {
                if (n <= given.updates()) {
                    rows.add((int) n);
                }
            }
        }
        rows.add(given.updates());
        return rows;
    }

    /** Energies in J and kT, barriers and tilts in kT; updates spread evenly in ln n. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", "schedule");
        document.put("status", "estimate");
        document.put("source", SOURCE);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("schedule", schedule);
        parameters.put("updates", given.updates());
        parameters.put("attemptsPerSecond", given.attemptsPerSecond());
        parameters.put("pulseSeconds", given.pulseSeconds());
        parameters.put("tiltKt", given.tiltKt());
        parameters.put("barrierKt", given.barrierKt());
        parameters.put("temperatureKelvin", given.temperatureKelvin());
        parameters.put("contraction", given.contraction().text());
        document.put("parameters", parameters);
        document.put("poissonFloorLevels2", comparison.poissonFloor());
        document.put("plans", comparison.plans().stream().map(this::plan).toList());
        return document;
    }

    private Map<String, Object> plan(SchedulePlan plan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", plan.id());
        document.put("name", plan.name());
        document.put("energyKt", plan.heatKt());
        document.put("energyJoules", plan.heatKt() * kt);
        document.put("varianceLevels2", plan.varianceLevels2());
        document.put("clampedUpdates", plan.clampedUpdates());
        document.put("shallowUpdates", plan.shallowUpdates());
        document.put(
                "updates",
                comparison.selection(TOLD).stream()
                        .map(n -> step(plan.step().apply(n)))
                        .toList());
        return document;
    }

    private Map<String, Object> step(SchedulePlan.Step step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("n", step.n());
        document.put("netSteps", step.netSteps());
        document.put("energyKt", step.heatKt());
        document.put("energyJoules", step.heatKt() * kt);
        document.put("barrierKt", step.barrierKt());
        document.put("tiltKt", step.tiltKt());
        document.put("flag", step.flag());
        return document;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
