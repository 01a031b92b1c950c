package org.limbench.assessment;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * B5, M1 and M2 over a segment of updates. B5 as in {@link RowAssessor}, on the steps read back, at the largest attempt rate
 * the datasheet allows; once more at the nominal rate (B5n), which binds sooner and falls with that rate. M1: the tilt for
 * every net step, as read back, or as counted where an update was not. M2: the same for the steps commanded by barrier, tilt
 * and width at the nominal attempt rate, whatever was counted; not said where pulses are so strong, or levels so few, that
 * the ends hold cells back.
 */
final class StepFigures {
    private static final String KINETIC = "kinetic floor";

    private final Datasheet datasheet;
    private final RowAssessor rows;
    private final CellHeat heat = CellHeat.tilt();
    private double coolestKelvin = Double.POSITIVE_INFINITY;
    private double steps;
    private double pulseSeconds;
    private double jumps;
    private boolean jumpsCounted = true;
    private double stepJoules;
    private double lastStepJoules;
    private double scheduleJoules;
    private long readBack;
    private boolean heldByEnds;

    StepFigures(Datasheet datasheet) {
        this.datasheet = datasheet;
        this.rows = new RowAssessor(datasheet);
    }

    void observe(CommandedPulses asked, Receipt receipt, EnergyMeasurement energy) {
        lastStepJoules = 0;
        heat.add(asked, receipt, energy);
        double kelvin = receipt.temperatureKelvin();
        coolestKelvin = Math.min(coolestKelvin, kelvin);
        pulseSeconds += receipt.pulses() * asked.pulseSeconds();
        jumpsCounted &= receipt.jumps() >= 0;
        jumps += receipt.jumps();
        double x = asked.tiltKt(kelvin);
        if (x > 0) {
            lastStepJoules = rows.stepJoules(asked, receipt, null);
            stepJoules += lastStepJoules;
            heldByEnds |= datasheet.levels() == 2
                    || (datasheet.levels() > 2 && asked.netStepsPerPulse(datasheet, kelvin) >= datasheet.levels() - 1);
            scheduleJoules += PhysicalConstants.thermalEnergyJoules(kelvin)
                    * x
                    * receipt.pulses()
                    * asked.netStepsPerPulse(datasheet, kelvin);
        }
    }

    /** Net steps of the update observed last, read back in the commanded direction. */
    void steps(CommandedPulses asked, Receipt receipt, double made) {
        readBack++;
        steps += made;
        double exact = rows.stepJoules(asked, receipt, made);
        stepJoules += exact - lastStepJoules;
        lastStepJoules = exact;
    }

    double heatJoules() {
        return heat.joules();
    }

    BoundResult.Quantity heat() {
        return heat.quantity();
    }

    List<BoundResult> kinetic(Segment segment) {
        BarrierLimits limits = datasheet.barrier();
        if (limits == null) {
            return List.of(absent(segment, "B5", KINETIC, BoundStatus.CONDITIONAL));
        }
        return List.of(
                kinetic(segment, "B5", KINETIC, limits.mostAttemptsPerSecond()),
                kinetic(segment, "B5n", KINETIC + " at the nominal rate", limits.attemptsPerSecond()));
    }

    private BoundResult kinetic(Segment segment, String id, String name, double attemptsPerSecond) {
        if (readBack == 0) {
            return BoundResult.notApplicable(
                    id, segment, name, BoundStatus.CONDITIONAL, heat.joules(), "no update was read back by itself");
        }
        double floor = RowAssessor.kineticJoules(
                steps, pulseSeconds, attemptsPerSecond, BlindBounds.leastKelvin(datasheet, coolestKelvin));
        // the floor goes as the square of the steps, whose counting noise is that of the jumps
        double u = steps > 0 && jumpsCounted ? floor * 2 * Math.sqrt(jumps) / steps : 0;
        return BoundResult.compare(
                id,
                segment,
                name,
                BoundStatus.CONDITIONAL,
                new BoundResult.Quantity(floor, u),
                heat.quantity(),
                String.format(
                        Locale.ROOT,
                        "if no cell attempts more than %.3g times a second: %.4g net steps read back over %.4g s of"
                                + " pulses; beside the tilt heat",
                        attemptsPerSecond,
                        steps,
                        pulseSeconds));
    }

    BoundResult perStep(Segment segment) {
        return estimate(
                segment,
                "M1",
                "heat per step",
                stepJoules,
                "tilt times net steps read back; of updates not read back, jumps times tanh(tilt/2), or the steps"
                        + " commanded where jumps are not counted");
    }

    BoundResult schedule(Segment segment) {
        if (heldByEnds && datasheet.barrier() != null) {
            return BoundResult.notApplicable(
                    "M2",
                    segment,
                    "schedule",
                    BoundStatus.ESTIMATE,
                    heat.joules(),
                    "a pulse of this schedule would move a cell from end to end of its levels, so the ends decide how far"
                            + " cells go");
        }
        return estimate(
                segment,
                "M2",
                "schedule",
                scheduleJoules,
                "2 kT asinh(r e^barrier / 2 Gamma0) for each net step commanded, at the nominal attempt rate");
    }

    private BoundResult estimate(Segment segment, String id, String name, double joules, @Nullable String because) {
        if (datasheet.barrier() == null) {
            return absent(segment, id, name, BoundStatus.ESTIMATE);
        }
        return BoundResult.compare(
                id,
                segment,
                name,
                BoundStatus.ESTIMATE,
                new BoundResult.Quantity(joules, 0),
                heat.quantity(),
                because + "; beside the tilt heat");
    }

    private BoundResult absent(Segment segment, String id, String name, BoundStatus status) {
        return BoundResult.notApplicable(
                id,
                segment,
                name,
                status,
                heat.joules(),
                "speaks of tilt and barrier; this device is driven by voltage");
    }
}
