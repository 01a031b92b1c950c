package org.limbench.report;

import java.util.List;
import org.limbench.ledger.RunRecord;

/** What annealing costs by sweep and by flip offered to a spin: columns beside the arms, none for runs that train. */
final class SweepEnergy {
    private static final String SWEEPS = "sweeps";
    private static final String ATTEMPTS = "flipAttempts";

    private final RunRecord run;
    private final double kT;

    SweepEnergy(RunRecord run, double kT) {
        this.run = run;
        this.kT = kT;
    }

    List<String> headings() {
        return isAnnealing()
                ? List.of("core per sweep", "all-in per sweep", "core per flip attempt", "all-in per flip attempt")
                : List.of();
    }

    List<PageModel.Cell> cells(RunRecord.Arm arm) {
        if (!isAnnealing()) {
            return List.of();
        }
        double core = arm.coreJoules();
        double all = arm.energy().totalJoules();
        double sweeps = arm.metrics().getOrDefault(SWEEPS, Double.NaN);
        double attempts = arm.metrics().getOrDefault(ATTEMPTS, Double.NaN);
        return List.of(cell(core / sweeps), cell(all / sweeps), cell(core / attempts), cell(all / attempts));
    }

    private boolean isAnnealing() {
        return run.arms().stream().anyMatch(arm -> arm.metrics().containsKey(SWEEPS));
    }

    private PageModel.Cell cell(double joules) {
        return new PageModel.Cell(Engineering.plain(joules / kT) + " kT", Engineering.of(joules, "J"));
    }
}
