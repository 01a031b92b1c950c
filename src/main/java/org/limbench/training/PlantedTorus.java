package org.limbench.training;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.RandomStream;

/**
 * A frustrated square lattice on a torus whose ground state is known.
 *
 * <p>The edges of an even torus fall into the squares of one colour of a chessboard, each edge into one. Every such square is
 * given couplings of strengths 2, 2, 1, 1 at random sides, signed so that a random planted state satisfies all but one side of
 * strength 1. The product of its signs is then negative whatever the state (each spin enters it twice), so any state leaves at
 * least one side unsatisfied and cannot do better than the weakest, 1. The planted state does so in every square at once, so it
 * is a ground state, of energy -(2 + 2 + 1 - 1) per square (derived). That two sides tie for the weakest is what hides it from
 * plain descent.
 */
final class PlantedTorus {
    /** Spins along a side: 576 in all, which the 650 cells of the reference array hold. */
    static final int SIDE = 24;

    private final int side;
    private final boolean[] planted;
    private final List<IsingProblem.Edge> edges = new ArrayList<>();

    private PlantedTorus(int side, RandomStream.Cursor draws) {
        this.side = side;
        this.planted = new boolean[side * side];
        for (int i = 0; i < planted.length; i++) {
            planted[i] = draws.nextBits() < 0;
        }
        for (int row = 0; row < side; row++) {
            for (int column = row % 2; column < side; column += 2) {
                square(row, column, draws);
            }
        }
    }

    /**
     * The problem of a seed.
     *
     * @param side even, 4 or more
     * @param seed of the stream {@code training.planted-torus}
     */
    static IsingProblem of(String name, int side, long seed) {
        if (side < 4 || side % 2 != 0 || side > 180) {
            throw new IllegalArgumentException("side is " + side + "; allowed: an even number from 4 to 180");
        }
        PlantedTorus torus = new PlantedTorus(
                side, RandomStream.of(seed, "training.planted-torus").cursor());
        long total = 0;
        for (IsingProblem.Edge edge : torus.edges) {
            total += edge.weight();
        }
        // cut = (W - H) / 2 with H = -4 in each of the side^2 / 2 squares
        return IsingProblem.of(name, side * side, torus.edges, (total + 2L * side * side) / 2);
    }

    private void square(int row, int column, RandomStream.Cursor draws) {
        int below = (row + 1) % side;
        int right = (column + 1) % side;
        int[] corners = {row * side + column, row * side + right, below * side + right, below * side + column};
        int broken = draws.nextBelow(4);
        int weak = (broken + 1 + draws.nextBelow(3)) % 4;
        for (int k = 0; k < 4; k++) {
            int strength = k == broken || k == weak ? 1 : 2;
            int one = corners[k];
            int other = corners[(k + 1) % 4];
            // a satisfied edge is cut where its weight is positive
            boolean differ = planted[one] != planted[other];
            boolean positive = differ != (k == broken);
            edges.add(new IsingProblem.Edge(one, other, positive ? strength : -strength));
        }
    }
}
