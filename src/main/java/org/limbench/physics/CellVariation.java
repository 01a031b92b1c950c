package org.limbench.physics;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.limbench.device.RandomStream;

/**
 * What differs from cell to cell of an array of {@link PulsedCell}: bounds, steps, references, defects. Drawn from named
 * streams, one per cell; arrays are row-major and owned by whoever holds this.
 */
final class CellVariation {
    /** Current bounds; {@link WearState} may narrow them. */
    final double[] least;

    final double[] most;

    /** Up and down step, both as magnitudes. */
    final double[] up;

    final double[] down;

    /** Cells that pulses do not move; null where all move. */
    final boolean @Nullable [] frozen;

    /** Weight taken off the hidden one on reading; null where none is. */
    final double @Nullable [] reference;

    private final @Nullable Long seed;

    /** Bounds and steps, and what only some models have. */
    static long bytesPerCell(PulsedCell model) {
        boolean defects = model.defects().stuckFraction() + model.defects().corruptFraction() > 0;
        boolean reference = model.response() instanceof PulseResponse.SoftBoundsReference;
        return 4L * Double.BYTES + (defects ? 1 : 0) + (reference ? Double.BYTES : 0);
    }

    private CellVariation(PulsedCell model, int cells, @Nullable Long seed) {
        this.seed = seed;
        least = new double[cells];
        most = new double[cells];
        up = new double[cells];
        down = new double[cells];
        CellDefects defects = model.defects();
        boolean anyDefects = seed != null && defects.stuckFraction() + defects.corruptFraction() > 0;
        frozen = anyDefects ? new boolean[cells] : null;
        reference = model.response() instanceof PulseResponse.SoftBoundsReference ? new double[cells] : null;
        for (int cell = 0; cell < cells; cell++) {
            drawBounds(model.range(), cell);
            drawSteps(model.step(), cell);
            if (anyDefects) {
                drawDefects(defects, cell);
            }
            if (reference != null) {
                drawReference((PulseResponse.SoftBoundsReference) model.response(), cell);
            }
        }
    }

    /** The cells of a seed. */
    static CellVariation draw(PulsedCell model, int cells, long seed) {
        return new CellVariation(model, cells, seed);
    }

    /** One cell with nominal values throughout. */
    static CellVariation nominal(PulsedCell model) {
        return new CellVariation(model, 1, null);
    }

    /** Standard normal numbers of one cell for one purpose; zeros for a nominal cell. */
    Normals normals(String purpose, int cell) {
        return new Normals(
                seed == null
                        ? null
                        : RandomStream.of(seed, "physics.variation." + purpose)
                                .split(cell)
                                .cursor());
    }

    /** As {@link #normals}. Single-threaded. */
    record Normals(RandomStream.@Nullable Cursor cursor) {
        double next() {
            return cursor == null ? 0 : GaussianSampler.next(cursor);
        }
    }

    private void drawBounds(WeightRange range, int cell) {
        Normals normals = normals("bounds", cell);
        most[cell] = Math.abs(range.mostWeight() * (1 + range.mostSpread() * normals.next()));
        least[cell] = -Math.abs(range.leastWeight() * (1 + range.leastSpread() * normals.next()));
    }

    private void drawSteps(PulseStep step, int cell) {
        Normals normals = normals("step", cell);
        double deviation = step.spread() * normals.next();
        double gain = step.logNormal() ? StrictMath.exp(deviation) : 1 + deviation;
        double imbalance = step.asymmetrySpread() * normals.next();
        up[cell] = step.weight() * Math.abs(Math.min(0, step.asymmetry()) + gain + imbalance);
        down[cell] = step.weight() * Math.abs(-Math.max(0, step.asymmetry()) + gain - imbalance);
    }

    private void drawDefects(CellDefects defects, int cell) {
        RandomStream.Cursor cursor = RandomStream.of(Objects.requireNonNull(seed), "physics.variation.defects")
                .split(cell)
                .cursor();
        boolean stuck = cursor.nextUniform() < defects.stuckFraction();
        boolean corrupt = cursor.nextUniform() < defects.corruptFraction();
        if (corrupt) {
            double low = Math.max(least[cell], -defects.corruptRange());
            double high = Math.min(most[cell], defects.corruptRange());
            least[cell] = low + (high - low) * cursor.nextUniform();
            most[cell] = least[cell];
            up[cell] = 0;
            down[cell] = 0;
        }
        Objects.requireNonNull(frozen)[cell] = stuck || corrupt;
    }

    private void drawReference(PulseResponse.SoftBoundsReference response, int cell) {
        double weight = response.referenceWeight()
                + response.referenceSpread() * normals("reference", cell).next();
        if (response.subtractSymmetryPoint() && most[cell] > 0 && least[cell] < 0 && up[cell] + down[cell] > 0) {
            weight += (up[cell] - down[cell]) / (up[cell] / most[cell] - down[cell] / least[cell]);
        }
        Objects.requireNonNull(reference)[cell] = weight;
    }

    int cells() {
        return least.length;
    }

    boolean isFrozen(int cell) {
        return frozen != null && frozen[cell];
    }

    double clip(int cell, double weight) {
        return Math.max(least[cell], Math.min(most[cell], weight));
    }
}
