package org.limbench.physics;

import org.limbench.device.ArrayGeometry;
import org.limbench.device.RandomStream;
import org.limbench.device.Tile;

/**
 * Jumps of tunable-barrier cells at zero tilt: half-selected, at rest, along a ramp of the rest barrier. They cost nothing.
 * Single-threaded.
 */
final class Diffusion {
    private final ArrayGeometry geometry;
    private final BarrierState state;
    private final ReflectingWalk walk;

    Diffusion(ArrayGeometry geometry, BarrierState state, ReflectingWalk walk) {
        this.geometry = geometry;
        this.state = state;
        this.walk = walk;
    }

    /** Jumps of half-selected cells, at zero tilt: one Poisson count for the tile, spread by rate x time, or cell by cell. */
    void halfSelected(Stimulus stimulus, double openFactor, long command) {
        Tile tile = stimulus.tile;
        double[] means = new double[tile.cells()];
        double[] cumulative = new double[tile.cells()];
        double sum = 0;
        for (int row = 0, at = 0; row < tile.rows(); row++) {
            int base = (tile.row() + row) * geometry.columns() + tile.column();
            for (int column = 0; column < tile.columns(); column++, at++) {
                double seconds = stimulus.halfSlots[at] * stimulus.pulseSeconds;
                means[at] = seconds * state.halfRate(base + column, openFactor);
                sum += 2 * means[at];
                cumulative[at] = sum;
            }
        }
        RandomStream stream = RandomStream.of(state.seed, "physics.half-select").split(command);
        if (sum > tile.cells()) {
            for (int at = 0; at < means.length; at++) {
                diffuse(arrayIndex(tile, at), means[at], stream);
            }
            return;
        }
        RandomStream.Cursor cursor = stream.cursor();
        for (long left = PoissonSampler.next(cursor, sum); left > 0; left--) {
            int cell = arrayIndex(tile, choose(cumulative, cursor.nextUniform() * sum));
            state.levels[cell] = walk.step(state.levels[cell], cursor.nextBits() < 0);
        }
    }

    private int arrayIndex(Tile tile, int at) {
        return (tile.row() + at / tile.columns()) * geometry.columns() + tile.column() + at % tile.columns();
    }

    /** First entry above a target, or the last. */
    private static int choose(double[] cumulative, double target) {
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Jumps of cells at their rest barrier over a command, at zero tilt. Time a cell spent pulsed or half-selected is no
     * rest: proposals falling into it are thinned out.
     */
    void rest(double seconds, Stimulus stimulus, long command) {
        double[] cumulative = state.restCumulative;
        double rate = cumulative[cumulative.length - 1];
        RandomStream stream = RandomStream.of(state.seed, "physics.rest").split(command);
        if (rate * seconds > cumulative.length) {
            for (int cell = 0; cell < cumulative.length; cell++) {
                diffuse(cell, state.restRates[cell] * seconds * restShare(stimulus, cell), stream);
            }
            return;
        }
        RandomStream.Cursor cursor = stream.cursor();
        for (long left = PoissonSampler.next(cursor, rate * seconds); left > 0; left--) {
            int cell = choose(cumulative, cursor.nextUniform() * rate);
            boolean up = cursor.nextBits() < 0;
            if (cursor.nextUniform() < restShare(stimulus, cell)) {
                state.levels[cell] = walk.step(state.levels[cell], up);
            }
        }
    }

    /** Share of a stimulus that a cell spends at rest. */
    private double restShare(Stimulus stimulus, int cell) {
        int row = cell / geometry.columns() - stimulus.tile.row();
        int column = cell % geometry.columns() - stimulus.tile.column();
        if (row < 0 || column < 0 || row >= stimulus.tile.rows() || column >= stimulus.tile.columns()) {
            return 1;
        }
        int at = row * stimulus.tile.columns() + column;
        int busy = Math.abs(stimulus.pulses[at]) + stimulus.halfSlots[at];
        return busy == 0 ? 1 : Math.max(0, 1 - busy * stimulus.pulseSeconds / stimulus.elapsedSeconds);
    }

    /** Zero-tilt motion of one cell; {@code mean} proposals in each direction. */
    private void diffuse(int cell, double mean, RandomStream stream) {
        if (mean > 0) {
            state.levels[cell] = walk.after(
                    state.levels[cell], mean, mean, 0, stream.split(cell).cursor());
        }
    }

    /** Moves the cells of a tile along a linear ramp of their rest barrier, and all others at rest meanwhile. */
    void ramp(Tile tile, double toJoules, double seconds, long command) {
        RandomStream stream = RandomStream.of(state.seed, "physics.ramp").split(command);
        for (int cell = 0; cell < state.restRates.length; cell++) {
            int row = cell / geometry.columns() - tile.row();
            int column = cell % geometry.columns() - tile.column();
            boolean outside = row < 0 || column < 0 || row >= tile.rows() || column >= tile.columns();
            double rate = outside ? state.restRates[cell] : state.rampRate(cell, toJoules);
            diffuse(cell, rate * seconds, stream);
        }
    }

    /** Lets every cell move at its rest barrier. */
    void age(double seconds, long command) {
        RandomStream stream = RandomStream.of(state.seed, "physics.age").split(command);
        for (int cell = 0; cell < state.restRates.length; cell++) {
            diffuse(cell, state.restRates[cell] * seconds, stream);
        }
    }
}
