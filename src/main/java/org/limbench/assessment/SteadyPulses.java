package org.limbench.assessment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.thermodynamics.ActivatedJumps;
import org.limbench.thermodynamics.PhysicalConstants;
import org.limbench.thermodynamics.UncertaintyRelation;

/**
 * B4 where its conditions hold: runs of pulses of one tilt, one barrier and one width, told by their read-back.
 *
 * <p>A run counts when at least 30 cells that were pulsed started clear of the ends (by six standard deviations of the
 * expected move and five levels: our margin). The mean per pulse is taken at its lower and the variance per pulse at its
 * upper 97.5 % limit, read noise left in; cells with c pulses enter with mean c mu and variance c v. Cells that do not
 * qualify add nothing to the bound, their heat stays in the comparison. The chi-square limit is Wilson and Hilferty's
 * (doi:10.1073/pnas.17.12.684), within 0.2 % from 29 degrees of freedom; Student's quantile is that of 29, above all
 * later ones.
 */
final class SteadyPulses {
    /** Fewest nominally identical pulses. */
    static final int FEWEST = 30;

    private static final double NORMAL_975 = 1.959963984540054;
    private static final double STUDENT_975_29 = 2.045229642132703;

    private final Datasheet datasheet;
    private CellHeat runHeat = CellHeat.tilt();
    private Drive.@Nullable Barrier runDrive;
    private double runSeconds;
    private double temperatureKelvin;
    private int cells;
    private double pulses;
    private double moved;
    private double squares;

    private int mostCells;
    private int runs;
    private double boundJoules;
    private double heatJoules;
    private double heatVariance;

    SteadyPulses(Datasheet datasheet) {
        this.datasheet = datasheet;
    }

    /**
     * Takes an update whose read-backs before and after are known.
     *
     * @param before levels of the tile's cells before
     * @param change levels moved
     */
    void observe(CommandedPulses asked, Receipt receipt, EnergyMeasurement energy, double[] before, double[] change) {
        BarrierLimits limits = datasheet.barrier();
        if (limits == null || datasheet.levels() < 3 || !(asked.drive() instanceof Drive.Barrier drive)) {
            return;
        }
        if (!drive.equals(runDrive) || asked.pulseSeconds() != runSeconds) {
            closeRun();
            runDrive = drive;
            runSeconds = asked.pulseSeconds();
        }
        temperatureKelvin = receipt.temperatureKelvin();
        runHeat.add(asked, receipt, energy);
        double margin = margin(asked, limits, drive);
        double top = datasheet.levels() - 1 - margin;
        for (int i = 0; i < change.length; i++) {
            int count = Math.abs(asked.signed()[i]);
            if (count > 0 && before[i] >= margin && before[i] <= top) {
                double along = Integer.signum(asked.signed()[i]) * change[i];
                cells++;
                pulses += count;
                moved += along;
                squares += along * along / count;
            }
        }
    }

    private double margin(CommandedPulses asked, BarrierLimits limits, Drive.Barrier drive) {
        int most = 0;
        for (int count : asked.signed()) {
            most = Math.max(most, Math.abs(count));
        }
        double kt = PhysicalConstants.thermalEnergyJoules(temperatureKelvin);
        double jumps = most
                * asked.pulseSeconds()
                * ActivatedJumps.activityRate(
                        limits.attemptsPerSecond(), drive.barrierJoules() / kt, drive.tiltJoules() / kt);
        return 5 + 6 * Math.sqrt(jumps) + most * asked.netStepsPerPulse(datasheet, temperatureKelvin);
    }

    private void closeRun() {
        mostCells = Math.max(mostCells, cells);
        if (cells >= FEWEST) {
            double variance = (squares - moved * moved / pulses) / (cells - 1);
            double upper = (cells - 1) * variance / lowerChiSquare(cells - 1);
            double lower = moved / pulses - STUDENT_975_29 * Math.sqrt(Math.max(0, variance) / pulses);
            if (lower > 0 && upper > 0) {
                boundJoules += pulses
                        * UncertaintyRelation.floorJoules(
                                lower, upper, BlindBounds.leastKelvin(datasheet, temperatureKelvin));
            }
            runs++;
            BoundResult.Quantity heat = runHeat.quantity();
            heatJoules += heat.joules();
            // gain and offset are common to all runs; taken as independent here, which makes the verdict stricter
            heatVariance += heat.standardUncertaintyJoules() * heat.standardUncertaintyJoules();
        }
        runHeat = CellHeat.tilt();
        cells = 0;
        pulses = 0;
        moved = 0;
        squares = 0;
    }

    /** The 2.5 % quantile of chi-square. */
    static double lowerChiSquare(int degrees) {
        double a = 2.0 / (9.0 * degrees);
        double root = 1 - a - NORMAL_975 * Math.sqrt(a);
        return degrees * root * root * root;
    }

    /** The bound over all runs that counted. */
    BoundResult finish(Segment segment, double segmentHeatJoules) {
        closeRun();
        String name = "uncertainty relation";
        if (datasheet.barrier() == null || datasheet.levels() < 3) {
            return BoundResult.notApplicable(
                    "B4",
                    segment,
                    name,
                    BoundStatus.CONDITIONAL,
                    segmentHeatJoules,
                    "needs rates that do not depend on the level; this device declares no such chain of levels");
        }
        if (runs == 0) {
            return BoundResult.notApplicable(
                    "B4",
                    segment,
                    name,
                    BoundStatus.CONDITIONAL,
                    segmentHeatJoules,
                    "needs " + FEWEST
                            + " cells clear of the ends with pulses of one tilt, barrier and width, read before"
                            + " and after; most in a run: " + mostCells);
        }
        return BoundResult.compare(
                "B4",
                segment,
                name,
                BoundStatus.CONDITIONAL,
                new BoundResult.Quantity(boundJoules, 0),
                new BoundResult.Quantity(heatJoules, Math.sqrt(heatVariance)),
                String.format(
                        Locale.ROOT,
                        "%d runs of identical pulses, clear of the ends; mean low and variance high at 97.5 %%, so no"
                                + " uncertainty of its own; beside the tilt heat of those runs",
                        runs));
    }
}
