package org.limbench.driver.rcn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BitLines;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.Rank1Update;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;

/** However a command is cut into pulses of crossing lines, each cell gets the pulses it was meant to get. */
final class PhasesTest {
    private static final ArrayGeometry GEOMETRY = new ArrayGeometry(5, 4);
    private static final Drive DRIVE = new Drive.Barrier(1e-20, 4e-20);

    private static int[] counts(ArrayCommand command) {
        int[] counts = new int[GEOMETRY.cells()];
        Phases phases = Phases.of(command, GEOMETRY);
        for (Phases.Phase phase : phases.once()) {
            for (int row = 0; row < GEOMETRY.rows(); row++) {
                for (int column = 0; column < GEOMETRY.columns(); column++) {
                    if (phase.rows().get(row) && phase.columns().get(column)) {
                        counts[row * GEOMETRY.columns() + column] += phase.sign() * phases.repeats();
                    }
                }
            }
        }
        return counts;
    }

    @Test
    void anOuterProductFiresTheCoincidencesOfItsBitLines() {
        Tile tile = new Tile(1, 1, 4, 3);
        Rank1Update update = new Rank1Update(
                tile, DRIVE, new byte[] {127, -90, 0, 44}, 50_000, new byte[] {-127, 100, 60}, 60_000, 64, 1e-5, 9);
        int[] expected = new int[GEOMETRY.cells()];
        int[] inTile = BitLines.of(update).signedCounts();
        for (int at = 0; at < inTile.length; at++) {
            expected[(1 + at / 3) * 4 + 1 + at % 3] = inTile[at];
        }
        assertThat(counts(update)).isEqualTo(expected);
        assertThat(Arrays.stream(expected).summaryStatistics().getMax()).isGreaterThan(5);
        assertThat(Arrays.stream(expected).summaryStatistics().getMin()).isLessThan(-5);
    }

    @Test
    void denseAndSparseUpdatesFireTheirCounts() {
        byte[] signed = {3, -2, 0, 1, -128, 127};
        assertThat(counts(new DenseUpdate(new Tile(2, 2, 3, 2), DRIVE, signed, 1e-5)))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, -2, 0, 0, 0, 1, 0, 0, -128, 127);
        assertThat(counts(new SparseUpdate(GEOMETRY, DRIVE, new int[] {0, 7, 19}, new byte[] {1, -4, 2}, 1e-5)))
                .containsExactly(1, 0, 0, 0, 0, 0, 0, -4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
    }
}
