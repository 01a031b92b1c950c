package org.limbench.ledger;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Segment;
import org.limbench.device.EnergyAccount;
import org.limbench.energy.EnergyMeasurement;

/**
 * What an arm came to. Joules are plain sums in row order of the very doubles in the ledger's columns; NaN where a row of
 * them was not measured.
 *
 * @param name of the arm
 * @param rows in the ledger
 * @param energy of all rows, with its uncertainty
 * @param segments energy by segment
 * @param totalJoules sum of the column {@code energyJoules}, J
 * @param accountJoules sum of each account's column, J
 * @param updates commanded, applied, indeterminate; pulses and jumps of updates (jumps -1 where not counted)
 * @param deviceSeconds device time at the last row, s
 * @param metrics by name, the last value told
 * @param bounds on its segments, in order
 * @param coverage what the meter saw of it
 */
public record ArmTotals(
        String name,
        long rows,
        EnergyMeasurement energy,
        Map<Segment, EnergyMeasurement> segments,
        double totalJoules,
        Map<EnergyAccount, Double> accountJoules,
        RunRecord.Updates updates,
        double deviceSeconds,
        Map<String, Double> metrics,
        List<BoundResult> bounds,
        MeterCoverage coverage) {
    public ArmTotals {
        segments = segments.isEmpty() ? Map.of() : new EnumMap<>(segments);
        accountJoules = new EnumMap<>(accountJoules);
        metrics = new LinkedHashMap<>(metrics);
        bounds = List.copyOf(bounds);
    }

    /** As {@code run.json} carries it; per-update figures are 0 where no update was applied. */
    public RunRecord.Energy recordEnergy(boolean emulated) {
        Map<String, Double> accounts = new LinkedHashMap<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            accounts.put(account.label(), accountJoules.getOrDefault(account, 0.0));
        }
        return new RunRecord.Energy(
                emulated ? "emulated" : "measured",
                totalJoules,
                energy.totalStandardUncertaintyJoules(),
                perUpdate(totalJoules),
                accounts,
                coverage.notMeasured(rows, updates.applied()));
    }

    /**
     * Joules per applied update: update heat alone (core), and every account of the whole arm (all-in). Where the heat of
     * some updates was not measured, core is the mean of those that were, with what the others may add to its uncertainty.
     */
    public RunRecord.PerUpdate perUpdate() {
        boolean whole = energy.blindWindows(EnergyAccount.UPDATE) == 0;
        return new RunRecord.PerUpdate(
                whole ? perUpdate(accountJoules.getOrDefault(EnergyAccount.UPDATE, 0.0)) : coverage.meanCoreJoules(),
                perUpdate(totalJoules),
                whole
                        ? perUpdate(energy.coreStandardUncertaintyJoules())
                        : coverage.coreUncertaintyJoules(
                                updates.applied(), energy.seenStandardUncertaintyJoules(EnergyAccount.UPDATE)),
                perUpdate(energy.allInStandardUncertaintyJoules()));
    }

    private double perUpdate(double joules) {
        return updates.applied() == 0 ? 0 : joules / updates.applied();
    }
}
