package org.limbench.ledger;

import java.util.ArrayList;
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
 * @param core of updates, and of what else is done in training
 * @param coreJoules sum over those rows of what was lost in cells, J
 * @param walls energy of the rows of each
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
        EnergyMeasurement core,
        double coreJoules,
        Map<Wall, EnergyMeasurement> walls,
        Map<EnergyAccount, Double> accountJoules,
        RunRecord.Updates updates,
        double deviceSeconds,
        Map<String, Double> metrics,
        List<BoundResult> bounds,
        MeterCoverage coverage) {
    public ArmTotals {
        segments = segments.isEmpty() ? Map.of() : new EnumMap<>(segments);
        walls = walls.isEmpty() ? Map.of() : new EnumMap<>(walls);
        accountJoules = new EnumMap<>(accountJoules);
        metrics = new LinkedHashMap<>(metrics);
        bounds = List.copyOf(bounds);
    }

    /** As {@code run.json} carries it; per-update figures are 0 where no update was applied. */
    public RunRecord.Energy recordEnergy(boolean emulated) {
        Map<String, Double> accounts = new LinkedHashMap<>();
        List<RunRecord.Loss> losses = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            double joules = accountJoules.getOrDefault(account, 0.0);
            if (account.basic() == account) {
                accounts.put(account.label(), basicJoules(account));
            }
            if (energy.isMetered(account)) {
                losses.add(new RunRecord.Loss(
                        account.place().label(),
                        account.cause().label(),
                        joules,
                        energy.standardUncertaintyJoules(account)));
            }
        }
        return new RunRecord.Energy(
                emulated ? "emulated" : "measured",
                totalJoules,
                energy.totalStandardUncertaintyJoules(),
                perUpdate(totalJoules),
                accounts,
                losses,
                wallEnergies(),
                coverage.notMeasured(rows, updates.applied()));
    }

    private List<RunRecord.WallEnergy> wallEnergies() {
        List<RunRecord.WallEnergy> all = new ArrayList<>();
        for (Wall wall : Wall.values()) {
            EnergyMeasurement own = walls.getOrDefault(wall, EnergyMeasurement.zero());
            all.add(new RunRecord.WallEnergy(
                    wall.label(),
                    own.totalJoules(),
                    own.totalStandardUncertaintyJoules(),
                    perUpdate(own.totalJoules()),
                    perUpdate(own.totalStandardUncertaintyJoules())));
        }
        return all;
    }

    /** Of a basic account, with all that is summed under it; NaN where nothing meters it. */
    private double basicJoules(EnergyAccount basic) {
        double sum = 0;
        for (EnergyAccount account : EnergyAccount.summedUnder(basic)) {
            sum += account == basic || energy.isMetered(account) ? accountJoules.getOrDefault(account, 0.0) : 0;
        }
        return sum;
    }

    /**
     * Joules per applied update: everything lost in cells in training (core), and every account of the whole arm (all-in).
     * Where the cells' heat in some updates was not measured, core is the mean of those that were, with what the others may
     * add to its uncertainty.
     */
    public RunRecord.PerUpdate perUpdate() {
        boolean whole = !Double.isNaN(coreJoules) || updates.applied() == 0;
        return new RunRecord.PerUpdate(
                whole ? perUpdate(coreJoules) : coverage.meanCoreJoules(updates.applied()),
                perUpdate(totalJoules),
                whole
                        ? perUpdate(core.cellStandardUncertaintyJoules())
                        : coverage.coreUncertaintyJoules(updates.applied(), core.seenCellStandardUncertaintyJoules()),
                perUpdate(energy.allInStandardUncertaintyJoules()));
    }

    private double perUpdate(double joules) {
        return updates.applied() == 0 ? 0 : joules / updates.applied();
    }
}
