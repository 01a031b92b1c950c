package org.limbench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limbench.ledger.RunRecord;

/**
 * Where the joules of each arm were lost and why, a row for each place and cause with a share of the whole; by account where
 * the record is of an earlier build. What lies within two standard uncertainties of zero is not resolved, and said so.
 */
final class EnergyRows {
    private static final double RESOLVED = 2;

    private final List<RunRecord.Arm> arms;

    EnergyRows(List<RunRecord.Arm> arms) {
        this.arms = arms;
    }

    /** Place and cause, in the order of the accounts. */
    private record Loss(String place, String cause) {}

    List<PageModel.AccountRow> rows() {
        List<PageModel.AccountRow> rows = new ArrayList<>();
        if (arms.stream().allMatch(arm -> arm.energy().losses() != null)) {
            for (Loss loss : losses()) {
                rows.add(new PageModel.AccountRow(
                        loss.place + ": " + loss.cause,
                        arms.stream().map(arm -> share(arm, loss)).toList()));
            }
        } else {
            Set<String> names = new LinkedHashSet<>();
            arms.forEach(arm -> names.addAll(arm.energy().accounts().keySet()));
            for (String name : names) {
                rows.add(new PageModel.AccountRow(
                        name,
                        arms.stream()
                                .map(arm -> share(arm.energy().accounts().getOrDefault(name, 0.0), arm))
                                .toList()));
            }
        }
        rows.add(new PageModel.AccountRow(
                "all",
                arms.stream()
                        .map(arm -> new PageModel.Share(
                                Engineering.of(arm.energy().totalJoules(), "J"),
                                "u = " + Engineering.of(arm.energy().standardUncertaintyJoules(), "J"),
                                "0"))
                        .toList()));
        return rows;
    }

    /** What reads, updates and consolidation cost an update, kT, with everything around the cells; none in earlier records. */
    List<PageModel.AccountRow> walls(double kT) {
        List<PageModel.AccountRow> rows = new ArrayList<>();
        List<RunRecord.WallEnergy> first =
                arms.isEmpty() ? null : arms.get(0).energy().walls();
        if (first != null && arms.stream().allMatch(arm -> arm.energy().walls() != null)) {
            for (RunRecord.WallEnergy wall : first) {
                rows.add(new PageModel.AccountRow(
                        wall.wall(),
                        arms.stream().map(arm -> wall(arm, wall.wall(), kT)).toList()));
            }
        }
        return rows;
    }

    private static PageModel.Share wall(RunRecord.Arm arm, String name, double kT) {
        return Objects.requireNonNull(arm.energy().walls()).stream()
                .filter(wall -> wall.wall().equals(name))
                .findFirst()
                .map(wall -> new PageModel.Share(
                        Math.abs(wall.joules()) <= RESOLVED * wall.standardUncertaintyJoules()
                                ? "unresolved"
                                : Engineering.plain(wall.perUpdateJoules() / kT) + " kT",
                        "u = " + Engineering.plain(wall.perUpdateStandardUncertaintyJoules() / kT) + " kT",
                        "0"))
                .orElse(new PageModel.Share("-", "", "0"));
    }

    private Set<Loss> losses() {
        Set<Loss> all = new LinkedHashSet<>();
        for (String place : List.of("cell", "actuator", "wire", "periphery")) {
            arms.stream()
                    .flatMap(EnergyRows::of)
                    .filter(loss -> loss.place().equals(place))
                    .forEach(loss -> all.add(new Loss(loss.place(), loss.cause())));
        }
        return all;
    }

    private static Stream<RunRecord.Loss> of(RunRecord.Arm arm) {
        @Nullable List<RunRecord.Loss> losses = arm.energy().losses();
        return losses == null ? Stream.empty() : losses.stream();
    }

    private static PageModel.Share share(RunRecord.Arm arm, Loss row) {
        return of(arm).filter(
                        loss -> loss.place().equals(row.place) && loss.cause().equals(row.cause))
                .findFirst()
                .map(loss -> Math.abs(loss.joules()) <= RESOLVED * loss.standardUncertaintyJoules()
                        ? new PageModel.Share(
                                "unresolved", "u = " + Engineering.of(loss.standardUncertaintyJoules(), "J"), "0")
                        : share(loss.joules(), arm))
                .orElse(new PageModel.Share("not metered", "", "0"));
    }

    private static PageModel.Share share(double joules, RunRecord.Arm arm) {
        double total = arm.energy().totalJoules();
        double percent = total > 0 ? 100 * joules / total : 0;
        return new PageModel.Share(
                Engineering.of(joules, "J"),
                Double.isNaN(joules) || Double.isNaN(total) ? "" : Engineering.plain(percent) + " %",
                String.format(Locale.ROOT, "%.1f", Math.max(0, Math.min(100, percent))));
    }
}
