package org.limbench.assessment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.thermodynamics.PhysicalConstants;
import org.limbench.thermodynamics.SpeedFloors;

/**
 * What can be said of one update alone. Bounds hold for means: one honest update may cost less, so rows are marked only
 * at the family-wise threshold. A row's heat is the update account.
 *
 * <ul>
 *   <li>B1 does not bind: the read before an update steers it.
 *   <li>B5, conditional on the datasheet's largest attempt rate, on the displacement read back: with S net steps in the
 *       commanded direction over a total pulse time Theta, heat is at least -S kT ln(1 - S/(Theta Gamma0)) (convex in the
 *       rate, so Jensen over cells and time).
 *   <li>M1, an estimate: the tilt for every net step, net steps = jumps tanh(tilt/2), or those commanded where jumps are
 *       not counted. 2 kT asinh(r e^barrier / (2 Gamma0)) per step is that tilt.
 * </ul>
 */
public final class RowAssessor {
    private final Datasheet datasheet;

    public RowAssessor(Datasheet datasheet) {
        this.datasheet = datasheet;
    }

    /**
     * The bounds of one command; empty where none can be said of it alone.
     *
     * @param steps net steps read back in the commanded direction, summed over cells; null where not read back
     */
    public List<RowBound> assess(
            ArrayCommand command,
            @Nullable CommandedPulses pulses,
            Receipt receipt,
            EnergyMeasurement energy,
            @Nullable Double steps) {
        if (!(command instanceof ArrayUpdate) || pulses == null) {
            return List.of();
        }
        List<RowBound> bounds = new ArrayList<>(3);
        bounds.add(new RowBound("B1", 0, Verdict.DOES_NOT_BIND));
        BarrierLimits limits = datasheet.barrier();
        if (limits != null) {
            double heat = energy.joules(EnergyAccount.UPDATE);
            double meter = energy.standardUncertaintyJoules(EnergyAccount.UPDATE);
            double u = Math.sqrt(meter * meter + CellHeat.thermalVariance(pulses, receipt, heat));
            if (steps != null) {
                double floor = kineticJoules(
                        steps,
                        receipt.pulses() * pulses.pulseSeconds(),
                        limits.mostAttemptsPerSecond(),
                        BlindBounds.leastKelvin(datasheet, receipt.temperatureKelvin()));
                bounds.add(compare("B5", BoundStatus.CONDITIONAL, floor, heat, u));
            }
            bounds.add(compare("M1", BoundStatus.ESTIMATE, stepJoules(pulses, receipt, steps), heat, u));
        }
        return List.copyOf(bounds);
    }

    private static RowBound compare(String id, BoundStatus status, double bound, double heat, double u) {
        if (Double.isNaN(heat)) {
            return new RowBound(id, Math.max(0.0, bound), Verdict.NOT_APPLICABLE);
        }
        double z = Verdict.z(heat, u, bound, 0);
        Verdict verdict =
                !(bound > 0) && z >= Verdict.ROW_UNDER_BELOW ? Verdict.DOES_NOT_BIND : Verdict.ofRow(status, z);
        return new RowBound(id, Math.max(0.0, bound), verdict);
    }

    /** B5 of S net steps over a total pulse time, J; 0 where nothing moved along the tilt. */
    static double kineticJoules(double steps, double pulseSeconds, double attemptsPerSecond, double temperatureKelvin) {
        if (!(steps > 0) || !(pulseSeconds > 0)) {
            return 0;
        }
        // read noise can show more steps than the fastest cell makes: the floor is then taken just under the clamp
        double rate = Math.min(steps / pulseSeconds, attemptsPerSecond * (1 - 1e-9));
        return steps * SpeedFloors.kineticJoulesPerStep(rate, attemptsPerSecond, temperatureKelvin);
    }

    /**
     * M1 of one command, J: on the steps read back where they are, since the jumps a device counts include those of
     * half-selected cells, which carry no heat; else on its jumps, else on the steps commanded.
     */
    double stepJoules(CommandedPulses pulses, Receipt receipt, @Nullable Double readBack) {
        double x = pulses.tiltKt(receipt.temperatureKelvin());
        if (!(x > 0)) {
            return 0;
        }
        double kt = PhysicalConstants.thermalEnergyJoules(receipt.temperatureKelvin());
        if (readBack != null) {
            return kt * x * readBack;
        }
        double steps = receipt.jumps() >= 0
                ? receipt.jumps() * StrictMath.tanh(x / 2)
                : receipt.pulses() * pulses.netStepsPerPulse(datasheet, receipt.temperatureKelvin());
        return kt * x * steps;
    }
}
