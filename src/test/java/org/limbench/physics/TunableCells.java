package org.limbench.physics;

import static org.limbench.physics.TestModels.KT;
import static org.limbench.physics.TestModels.MICROSECOND;
import static org.limbench.physics.TestModels.limits;

import java.util.Arrays;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.util.FastMath;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.physics.TwoLevelBarrier.Bifurcation;

/**
 * Every kind of tunable-barrier cell: the list over which the statistical physics is tested. Attempt rate 1e9/s; varied
 * cells have a standard deviation of 1 in ln(attempt rate) and of kT/2 in the barrier.
 */
enum TunableCells {
    CHAIN(null, false),
    VARIED_CHAIN(null, true),
    PITCHFORK(Bifurcation.PITCHFORK, false),
    SADDLE_NODE(Bifurcation.SADDLE_NODE, false),
    VARIED_TWO_LEVEL(Bifurcation.SADDLE_NODE, true);

    static final double TEMPERATURE = 300;
    static final double ATTEMPTS = 1e9;
    /** Rest barrier at which nothing moves in a test. */
    static final double FROZEN_KT = 100;

    private final Bifurcation bifurcation;
    private final boolean varied;

    TunableCells(Bifurcation bifurcation, boolean varied) {
        this.bifurcation = bifurcation;
        this.varied = varied;
    }

    /** Whether all cells of an array have the same rates. */
    boolean homogeneous() {
        return !varied;
    }

    boolean chain() {
        return bifurcation == null;
    }

    /** The model, powering on evenly over some levels; a two-level cell has two whatever is asked, and its ends are 0 and 1. */
    TunableBarrier model(int chainLevels, double holdKt, int leastLevel, int mostLevel) {
        double attemptSpread = varied ? 1 : 0;
        double barrierSpread = varied ? KT / 2 : 0;
        if (chain()) {
            return new BarrierChain(
                    chainLevels,
                    1e-6,
                    1e-6 * chainLevels,
                    limits(holdKt, 0.5),
                    MICROSECOND,
                    attemptSpread,
                    barrierSpread,
                    leastLevel,
                    mostLevel);
        }
        return new TwoLevelBarrier(
                1e-6,
                2e-6,
                bifurcation,
                limits(holdKt, 0.5),
                MICROSECOND,
                attemptSpread,
                barrierSpread,
                FastMath.min(1, leastLevel),
                FastMath.min(1, mostLevel));
    }

    /** A square array of cells that power on evenly over all levels and rest frozen; tilt work all recovered. */
    CellArray even(int chainLevels, int side, long seed) {
        return model(chainLevels, FROZEN_KT, 0, chainLevels - 1)
                .newArray(TestModels.square(side), TEMPERATURE, TestModels.cellsAlone(1), seed);
    }

    /** The same, all cells powering on in one level. */
    CellArray at(int chainLevels, int level, int side, long seed) {
        return model(chainLevels, FROZEN_KT, level, level)
                .newArray(TestModels.square(side), TEMPERATURE, TestModels.cellsAlone(1), seed);
    }

    /**
     * Barriers along and against a tilt, kT, by the law itself: E -+ x/2 of a chain, E (1 -+ h)^n of a two-level cell with
     * the bias h solved for by Brent's method.
     */
    double[] barriersKt(double openKt, double tiltKt) {
        if (chain()) {
            return new double[] {openKt - tiltKt / 2, openKt + tiltKt / 2};
        }
        double n = bifurcation == Bifurcation.PITCHFORK ? 2 : 1.5;
        double h = tiltKt == 0
                ? 0
                : new BrentSolver(1e-15, 1e-15)
                        .solve(200, b -> openKt * (FastMath.pow(1 + b, n) - FastMath.pow(1 - b, n)) - tiltKt, 0, 1);
        return new double[] {openKt * FastMath.pow(1 - h, n), openKt * FastMath.pow(1 + h, n)};
    }

    /** Rates along and against a tilt of a homogeneous cell, 1/s. */
    double[] rates(double openKt, double tiltKt) {
        double[] barriers = barriersKt(openKt, tiltKt);
        return new double[] {ATTEMPTS * FastMath.exp(-barriers[0]), ATTEMPTS * FastMath.exp(-barriers[1])};
    }

    /** Pulses for a whole array; a negative tilt drives downward. */
    static Dissipation drive(CellArray array, double tiltKt, double openKt, double seconds, int count) {
        return array.apply(new PulseTrain(
                array.geometry().whole(),
                Operation.UPDATE,
                new Drive.Barrier(FastMath.abs(tiltKt) * KT, openKt * KT),
                tiltKt < 0 ? Polarity.DEPRESS : Polarity.POTENTIATE,
                seconds,
                seconds,
                count));
    }

    static int[] histogram(int[] levels, int bins) {
        int[] counts = new int[bins];
        for (int level : levels) {
            counts[level]++;
        }
        return counts;
    }

    /** Boltzmann weights exp(x j), normalised. */
    static double[] boltzmann(int levels, double tiltKt) {
        double[] weights = new double[levels];
        for (int j = 0; j < levels; j++) {
            weights[j] = FastMath.exp(tiltKt * j);
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(w -> w / sum).toArray();
    }

    static double mean(int[] levels) {
        return Arrays.stream(levels).average().orElseThrow();
    }
}
