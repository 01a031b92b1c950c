package org.limbench.assessment;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * Heat that left the cells over some commands, with its uncertainty: the meter's, and the thermal spread of heat itself.
 *
 * <p>Each jump along or against a tilt of x kT carries +-x kT, so the heat of a command varies by (kT)^2 x^2 jumps about
 * its mean (two independent Poisson counts, derived). Where the device cannot count its jumps they are taken from the
 * heat: jumps = net coth(x/2). Voltage pulses have no tilt; their spread is not known and left out.
 */
final class CellHeat {
    private static final Set<EnergyAccount> PULSES = EnumSet.of(EnergyAccount.PROGRAM, EnergyAccount.UPDATE);

    private static final Set<EnergyAccount> TILT = EnumSet.of(EnergyAccount.UPDATE);

    private final boolean whole;
    private EnergyMeasurement measured = EnergyMeasurement.zero();
    private double thermalVariance;

    private CellHeat(boolean whole) {
        this.whole = whole;
    }

    /** Everything lost in cells: what a bound on the heat that leaves them is set beside. */
    static CellHeat whole() {
        return new CellHeat(true);
    }

    /** Heat of jumps along the tilt of updates: what a law of those jumps speaks of. */
    static CellHeat tilt() {
        return new CellHeat(false);
    }

    void add(@Nullable CommandedPulses pulses, Receipt receipt, EnergyMeasurement energy) {
        measured = measured.plus(energy);
        if (pulses != null) {
            double heat = energy.joules(whole ? PULSES : TILT);
            thermalVariance += thermalVariance(pulses, receipt, heat);
        }
    }

    /** Variance of one command's heat about its mean, J^2. */
    static double thermalVariance(CommandedPulses pulses, Receipt receipt, double heatJoules) {
        return thermalVariance(pulses.tiltKt(receipt.temperatureKelvin()), receipt, heatJoules);
    }

    /** Variance of one command's heat about its mean, J^2, at a tilt in kT; 0 where the tilt is not known. */
    static double thermalVariance(double x, Receipt receipt, double heatJoules) {
        if (!(x > 0)) {
            return 0;
        }
        double kt = PhysicalConstants.thermalEnergyJoules(receipt.temperatureKelvin());
        return receipt.jumps() >= 0
                ? kt * kt * x * x * receipt.jumps()
                : kt * x * Math.abs(heatJoules) / StrictMath.tanh(x / 2);
    }

    double joules() {
        return whole ? measured.cellJoules() : measured.joules(EnergyAccount.UPDATE);
    }

    BoundResult.Quantity quantity() {
        double meter = whole
                ? measured.cellStandardUncertaintyJoules()
                : measured.standardUncertaintyJoules(EnergyAccount.UPDATE);
        return new BoundResult.Quantity(joules(), Math.sqrt(meter * meter + thermalVariance));
    }
}
