package org.limbench.bench;

import java.util.EnumSet;
import java.util.Set;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.ledger.ReplayRecord;

/** What some commands cost: heat of the cells alone, and every account. */
final class SegmentCost {
    private static final Set<EnergyAccount> CELLS = EnumSet.of(EnergyAccount.PROGRAM, EnergyAccount.UPDATE);

    private final Datasheet datasheet;
    private EnergyMeasurement energy = EnergyMeasurement.zero();

    SegmentCost(Datasheet datasheet) {
        this.datasheet = datasheet;
    }

    void add(Receipt receipt) {
        energy = energy.plus(EnergyMeasurement.of(receipt.window(), datasheet.meter()));
    }

    ReplayRecord.Cost cost() {
        return of(energy);
    }

    static ReplayRecord.Cost of(EnergyMeasurement energy) {
        return new ReplayRecord.Cost(energy.joules(CELLS), energy.allInJoules(), energy.blindWindows());
    }
}
