package org.limbench.bench;

import org.limbench.device.Datasheet;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.ledger.ReplayRecord;

/** What some commands cost: everything lost in cells, and every account. */
final class SegmentCost {
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
        return new ReplayRecord.Cost(energy.cellJoules(), energy.allInJoules(), energy.blindWindows());
    }
}
