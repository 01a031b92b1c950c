package org.limbench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.BoundStatus;
import org.limbench.ledger.NotMeasured;
import org.limbench.ledger.RunRecord;
import org.limbench.thermodynamics.PhysicalConstants;

/** What the template asks for, every number already in words. Names of the methods are those of the template. */
final class PageModel {
    private static final String DASH = "–";

    private final RunReport report;
    private final RunRecord run;
    private final OfflinePage.Assets assets;
    private final double kT;
    private final SweepEnergy sweepEnergy;
    private final PagePlots plots;

    PageModel(RunReport report, OfflinePage.Assets assets) {
        this.report = report;
        this.run = report.record();
        this.assets = assets;
        this.kT = PhysicalConstants.BOLTZMANN * run.temperatureKelvin();
        this.sweepEnergy = new SweepEnergy(run, kT);
        this.plots = new PagePlots(report);
    }

    /** A name and what it stands for. */
    record Fact(String name, String value) {}

    /** A cell of a table: its text and a smaller line below, empty where there is none. */
    record Cell(String text, String below) {}

    /** An arm's row. */
    record ArmRow(String name, String barriers, String updates, List<Cell> cells) {}

    /** A bound's row; {@code tone} is a class of the style. */
    record BoundRow(
            String id,
            String name,
            String segment,
            String kind,
            String joules,
            String compared,
            String ratio,
            String verdict,
            String tone,
            String because) {}

    /** The bounds on one arm. */
    record ArmBounds(String arm, boolean open, List<BoundRow> rows) {}

    /** An account's row: joules and share of the arm, arm by arm. */
    record AccountRow(String account, List<Share> shares) {}

    /** Joules and share, per cent, of an account in an arm. */
    record Share(String joules, String percent, String width) {}

    String style() {
        return assets.style();
    }

    String plotScript() {
        return assets.plotScript();
    }

    String pageScript() {
        return assets.pageScript();
    }

    String title() {
        return run.task().name() + " on " + run.device().profile().name();
    }

    String runId() {
        return run.runId();
    }

    boolean emulated() {
        return !run.energy().provenance().equals("measured");
    }

    /** What a reader must know before believing the rest. */
    List<String> warnings() {
        List<String> doubts = run.doubts();
        return doubts == null ? List.of() : doubts;
    }

    List<Fact> facts() {
        RunRecord.Device device = run.device();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("device", device.address() + ", " + device.firmware()));
        facts.add(new Fact(
                "profile", device.profile().name() + digest(device.profile().sha256())));
        facts.add(new Fact("task", run.task().name()));
        facts.add(new Fact("schedule", schedule()));
        facts.add(new Fact(
                "temperature", Engineering.plain(run.temperatureKelvin()) + " K; kT is " + Engineering.of(kT, "J")));
        facts.add(new Fact("seed", seeds()));
        facts.add(new Fact("joules are", emulated() ? "emulated, not measured" : "measured"));
        facts.add(new Fact("link", link()));
        facts.add(new Fact(
                "took",
                Engineering.plain(run.wall().seconds()) + " s; on the device "
                        + duration(run.wall().emulatedSeconds())));
        facts.add(new Fact("version", "limbench " + run.version()));
        return facts;
    }

    private static String digest(String sha256) {
        return sha256.isEmpty() ? "" : ", sha256 " + sha256.substring(0, Math.min(12, sha256.length())) + "…";
    }

    private String schedule() {
        Double tilt = run.schedule().tiltKt();
        return "rate " + run.schedule().rate() + ", approach " + run.schedule().approach()
                + (tilt == null ? "" : ", tilt " + Engineering.plain(tilt) + " kT");
    }

    private String seeds() {
        List<Long> seeds = run.seeds();
        return seeds == null || seeds.size() < 2
                ? Long.toString(run.seed())
                : seeds.size() + " seeds from " + seeds.get(0) + "; figures are means with standard errors";
    }

    private String link() {
        RunRecord.LinkSummary link = run.link();
        return link.frames() + " frames, " + link.retransmissions() + " sent again, " + link.corruptFrames()
                + " corrupt";
    }

    private static String duration(double seconds) {
        double year = 365.25 * 86_400;
        return seconds < year ? Engineering.of(seconds, "s") : Engineering.plain(seconds / year) + " a";
    }

    /**
     * Metric names of all arms: trained, aged, then the others in order of appearance. How the reset left the cells is in
     * {@code run.json}; here it would push the scores out of sight.
     */
    private Set<String> metricNames() {
        Set<String> all = new LinkedHashSet<>();
        run.arms().forEach(arm -> all.addAll(arm.metrics().keySet()));
        all.removeIf(name -> name.startsWith("reset"));
        Set<String> names = new LinkedHashSet<>();
        for (String ending : List.of("Trained", "Aged", "")) {
            all.stream().filter(name -> name.endsWith(ending)).forEach(names::add);
        }
        return names;
    }

    List<String> armHeadings() {
        List<String> headings = new ArrayList<>();
        metricNames().forEach(name -> headings.add(words(name)));
        headings.add("core per update");
        headings.add("all-in per update");
        if (isComparedWithFixed()) {
            headings.add("fixed / this, core");
            headings.add("fixed / this, all-in");
        }
        headings.addAll(sweepEnergy.headings());
        return headings;
    }

    /** The task's score in words, for a heading. */
    String scoreTitle() {
        String score = run.task().score();
        if ("cut".equals(score)) {
            // retention curves of cuts are shares, so that they fit the axis
            return "Cut over its best known value or bound";
        }
        String words = words(score == null ? "score" : score);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Whether the best score is the least. */
    boolean lowerIsBetter() {
        return Boolean.TRUE.equals(run.task().lowerIsBetter());
    }

    /** accuracyTrained becomes accuracy trained. */
    private static String words(String camel) {
        return camel.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    List<ArmRow> arms() {
        List<ArmRow> rows = new ArrayList<>();
        for (RunRecord.Arm arm : run.arms()) {
            List<Cell> cells = new ArrayList<>();
            for (String metric : metricNames()) {
                Double value = arm.metrics().get(metric);
                cells.add(new Cell(value == null ? DASH : Engineering.plain(value) + error(arm, metric, 1), ""));
            }
            RunRecord.PerUpdate each = arm.perUpdate();
            cells.add(energyCell(arm, "coreJoules", each.coreJoules(), each.coreStandardUncertaintyJoules()));
            cells.add(energyCell(arm, "allInJoules", each.allInJoules(), each.allInStandardUncertaintyJoules()));
            RunRecord.Relative relative = arm.relativeToFixed();
            if (isComparedWithFixed()) {
                cells.add(relative == null ? new Cell(DASH, "") : times(relative.core(), relative.coreUnknown()));
                cells.add(relative == null ? new Cell(DASH, "") : times(relative.allIn(), relative.allInUnknown()));
            }
            cells.addAll(sweepEnergy.cells(arm));
            rows.add(new ArmRow(arm.name(), barriers(arm.barriersKt()), updates(arm.updates()), cells));
        }
        return rows;
    }

    private boolean isComparedWithFixed() {
        return run.arms().stream().anyMatch(arm -> arm.relativeToFixed() != null);
    }

    private Cell energyCell(RunRecord.Arm arm, String name, double joules, double uncertainty) {
        if (Math.abs(joules) <= 2 * uncertainty) {
            return new Cell("unresolved", "u = " + Engineering.of(uncertainty, "J"));
        }
        return new Cell(
                Double.isNaN(joules)
                        ? Engineering.plain(joules)
                        : Engineering.plain(joules / kT) + error(arm, name, kT) + " kT",
                Engineering.of(joules, "J") + ", u = " + Engineering.of(uncertainty, "J"));
    }

    private static String error(RunRecord.Arm arm, String name, double unit) {
        Map<String, Double> errors = arm.standardErrors();
        Double error = errors == null ? null : errors.get(name);
        return error == null ? "" : " ± " + Engineering.plain(error / unit);
    }

    /** What the words in place of ratios mean. */
    List<String> unknownRatios() {
        return run.arms().stream()
                .map(RunRecord.Arm::relativeToFixed)
                .filter(Objects::nonNull)
                .flatMap(relative -> Stream.of(relative.coreUnknown(), relative.allInUnknown()))
                .filter(Objects::nonNull)
                .distinct()
                .map(why -> why.label() + ": " + why.meaning())
                .toList();
    }

    private static Cell times(double ratio, RunRecord.Relative.@Nullable Why unknown) {
        return new Cell(unknown == null ? times(ratio) : unknown.label(), "");
    }

    private static String times(double ratio) {
        return Engineering.plain(ratio) + " ×";
    }

    private static String barriers(RunRecord.@Nullable BarriersKt barriers) {
        if (barriers == null) {
            return "no tunable barrier";
        }
        List<String> write =
                barriers.write().stream().distinct().map(Engineering::plain).toList();
        return "write " + String.join("–", write) + ", hold " + Engineering.plain(barriers.hold()) + ", retention "
                + Engineering.plain(barriers.retention()) + " kT";
    }

    private static String updates(RunRecord.Updates updates) {
        return updates.applied() + " of " + updates.commanded() + " updates"
                + (updates.indeterminate() == 0 ? "" : ", " + updates.indeterminate() + " INDETERMINATE")
                + (updates.unaccounted() == 0 ? "" : ", " + updates.unaccounted() + " unaccounted");
    }

    List<ArmBounds> bounds() {
        List<ArmBounds> all = new ArrayList<>();
        for (RunRecord.Arm arm : run.arms()) {
            List<BoundRow> rows = arm.bounds().stream().map(PageModel::row).toList();
            if (!rows.isEmpty()) {
                all.add(new ArmBounds(arm.name(), all.isEmpty(), rows));
            }
        }
        return all;
    }

    private static BoundRow row(BoundResult bound) {
        Double joules = bound.joules();
        Double ratio = bound.ratio();
        return new BoundRow(
                bound.id(),
                bound.name(),
                bound.segment().label(),
                bound.status() == BoundStatus.ESTIMATE
                        ? "estimate"
                        : bound.status() == BoundStatus.STRICT ? "bound" : "bound, on conditions",
                joules == null ? DASH : Engineering.of(joules, "J"),
                bound.isResolved() ? Engineering.of(bound.comparedJoules(), "J") : "unresolved",
                ratio == null ? withoutRatio(bound) : bound.isResolved() ? times(ratio) : "unresolved",
                bound.verdict().label().replace('-', ' '),
                switch (bound.verdict()) {
                    case CONSISTENT -> "good";
                    case INDISTINGUISHABLE, UNDERCUT -> "wary";
                    case MEASUREMENT_FAULT, CONDITION_VIOLATED -> "bad";
                    case DOES_NOT_BIND, NOT_APPLICABLE -> "quiet";
                },
                bound.because());
    }

    private static String withoutRatio(BoundResult bound) {
        return bound.joules() == null ? "does not apply" : "does not bind";
    }

    List<String> armNames() {
        return run.arms().stream().map(RunRecord.Arm::name).toList();
    }

    List<AccountRow> accounts() {
        return new EnergyRows(run.arms()).rows();
    }

    List<AccountRow> walls() {
        return new EnergyRows(run.arms()).walls(kT);
    }

    boolean hasWalls() {
        return !walls().isEmpty();
    }

    /** What the meter did not see, in words, arm by arm. */
    List<String> notMeasured() {
        List<String> lines = new ArrayList<>();
        for (RunRecord.Arm arm : run.arms()) {
            NotMeasured not = arm.energy().notMeasured();
            if (not != null) {
                not.words().forEach(line -> lines.add("Arm " + arm.name() + ": " + line + "."));
            }
        }
        return lines;
    }

    List<RunReport.Doubt> doubts() {
        return report.doubts();
    }

    int doubtCount() {
        return report.doubts().size();
    }

    String plotNumbers() {
        return plots.numbers();
    }

    boolean hasEnergyPlot() {
        return plots.hasEnergy();
    }

    boolean hasRetentionPlot() {
        return plots.hasRetention();
    }

    boolean hasNoLine() {
        return plots.hasNoLine();
    }
}
