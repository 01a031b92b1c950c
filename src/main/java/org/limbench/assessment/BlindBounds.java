package org.limbench.assessment;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.RandomStream;
import org.limbench.device.Readout;
import org.limbench.thermodynamics.InformationBound;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * B1, B2 and B3 on a blind segment read once before and once after.
 *
 * <p>B2 is entropy production, B1 is what of it the state's entropy takes away, so they add: heat is at least kT [H(before)
 * - H(after)] + kT x (floor on entropy production). B1 enters that sum as it is, also below zero; only the sum is clipped.
 */
final class BlindBounds {
    /** By how much a chip's thermometer may read high, K: our assumption, no datasheet states it. */
    static final double THERMOMETER_KELVIN = 5;

    private final Datasheet datasheet;
    private final Segment segment;
    private final BoundResult.Quantity heat;
    private final double kelvin;

    /**
     * @param heat of the cells alone, with its uncertainty
     * @param coolestKelvin lowest temperature the device reported
     */
    BlindBounds(Datasheet datasheet, Segment segment, BoundResult.Quantity heat, double coolestKelvin) {
        this.datasheet = datasheet;
        this.segment = segment;
        this.heat = heat;
        this.kelvin = leastKelvin(datasheet, coolestKelvin);
    }

    /** Temperature at its lower limit, K: an emulator states its own exactly. */
    static double leastKelvin(Datasheet datasheet, double reportedKelvin) {
        return datasheet.emulated() ? reportedKelvin : Math.max(1, reportedKelvin - THERMOMETER_KELVIN);
    }

    /** How far B1 may be trusted on a device. */
    static BoundStatus status(Datasheet datasheet) {
        return datasheet.levels() > 1 && datasheet.emulated() ? BoundStatus.STRICT : BoundStatus.CONDITIONAL;
    }

    /** What it rests on where it is not strict; empty where it is. */
    static String condition(Datasheet datasheet) {
        return (datasheet.levels() > 1 ? "" : "; if the state is smooth on the scale of one code")
                + (datasheet.emulated()
                        ? ""
                        : "; if the cells start alike and share nothing but rows and columns, and the thermometer reads at"
                                + " most " + (int) THERMOMETER_KELVIN + " K high");
    }

    /**
     * All three.
     *
     * @param poolable whether the cells before are one population
     * @param jumps counted over the segment; negative where the device cannot count
     */
    List<BoundResult> of(Readout from, Readout to, boolean poolable, double jumps, long seed) {
        InformationTrace trace = new InformationTrace(datasheet);
        int cells = from.tile().cells();
        double nats;
        double u = 0;
        String words;
        if (poolable) {
            InformationTrace.Nats perCell = trace.nats(from, to, RandomStream.of(seed, "assessment.bootstrap"));
            double shared = sharedNats(from, cells * perCell.before());
            nats = cells * (perCell.before() - perCell.after()) - shared;
            u = cells * perCell.standardUncertainty();
            words = String.format(
                    Locale.ROOT,
                    "blind, K the target only: %d cells, %s, %.4g K; %s",
                    cells,
                    perCell.words(),
                    kelvin,
                    independence(shared));
        } else {
            nats = -cells * trace.mostAfter(to);
            words =
                    "the cells before are not one population (start unknown or driven apart), so their read-backs may not"
                            + " be pooled and only H before >= 0 can be said";
        }
        return List.of(information(nats, u, words), jumpLimit(from, to, nats, u, jumps), overdamped());
    }

    private double sharedNats(Readout before, double most) {
        return datasheet.emulated() ? 0 : Math.min(most, RowColumnCorrelation.mostNats(before));
    }

    private static String independence(double shared) {
        return shared > 0
                ? String.format(
                        Locale.ROOT,
                        "total correlation of rows and columns before, at most %.3g nat, subtracted",
                        shared)
                : "cells start and jump independently, so no total correlation is subtracted";
    }

    BoundResult information(double nats, double standardUncertaintyNats, String words) {
        double kt = PhysicalConstants.thermalEnergyJoules(kelvin);
        return BoundResult.compare(
                "B1",
                segment,
                "information",
                status(datasheet),
                new BoundResult.Quantity(InformationBound.joules(nats, 0, 0, kelvin), kt * standardUncertaintyNats),
                heat,
                words + BESIDE + condition(datasheet));
    }

    /** What {@link #heat} is. */
    static final String BESIDE = "; beside all heat of the cells, of pulses and of barriers moved";

    private BoundResult jumpLimit(Readout from, Readout to, double nats, double u, double jumps) {
        int cells = from.tile().cells();
        return jumpLimit(
                nats,
                u,
                JumpDistance.least(from, to, 1, datasheet),
                jumps < 0 ? -1 : JumpDistance.mostJumps(jumps, cells, datasheet.levels()),
                cells);
    }

    /**
     * B2 added to B1.
     *
     * @param nats of B1, not clipped
     * @param distance summed over cells, at its lower limit, levels
     * @param jumps over all cells, at their upper limit; negative where not counted
     */
    BoundResult jumpLimit(double nats, double u, double distance, double jumps, int cells) {
        BoundStatus status = status(datasheet);
        String name = "jump speed limit";
        @Nullable
        String missing = datasheet.levels() < 2
                ? "speaks of jumps between levels; this device declares none"
                : jumps < 0
                        ? "needs the number of jumps, which this device cannot count"
                        : distance >= jumps && distance > 0
                                ? "the record contradicts itself: fewer jumps counted than levels moved"
                                : null;
        if (missing != null) {
            return BoundResult.notApplicable("B2", segment, name, status, heat.joules(), missing);
        }
        double production = JumpDistance.nats(distance, jumps);
        double kt = PhysicalConstants.thermalEnergyJoules(kelvin);
        return BoundResult.compare(
                "B2",
                segment,
                name,
                status,
                new BoundResult.Quantity(kt * (nats + production), kt * u),
                heat,
                String.format(
                                Locale.ROOT,
                                "B1, not clipped (%.4g nat), and %.4g nat for moving the level distributions by at least %.3g"
                                        + " levels a cell in at most %.4g jumps a cell",
                                nats,
                                production,
                                distance / cells,
                                jumps / cells)
                        + BESIDE
                        + condition(datasheet));
    }

    /** B3, of which no device of ours states what it needs. */
    BoundResult overdamped() {
        return BoundResult.notApplicable(
                "B3",
                segment,
                "overdamped transport",
                BoundStatus.CONDITIONAL,
                heat.joules(),
                datasheet.levels() > 1
                        ? "speaks of a continuous coordinate; this device has levels, see B2"
                        : "needs an upper limit of the diffusion coefficient, which this device does not state");
    }
}
