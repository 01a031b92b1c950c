package org.limbench.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Spins in classes none of which holds two neighbours: what may be updated at once.
 *
 * <p>Why no two neighbours: a heat bath sets spin i up with probability 1/(1 + exp(-2 h_i/T)), h_i from the spins around it.
 * That leaves the Boltzmann law as it is because, the others fixed, it is the law's own conditional. Spins without an edge
 * between them do not enter each other's field, so their joint conditional is the product of the single ones and updating them
 * together is still exact. Two neighbours updated together each use the other's old value: for one pair of coupling J the new
 * values then are independent given the old ones, P(s, s') = P(s | old s') P(s' | old s), whose stationary law is uniform
 * instead of proportional to exp(J s s'/T); at T = 0 an antiparallel pair swaps for ever (derived).
 *
 * <p>Greedy in the order of falling degree: at most one class more than the largest degree. Welsh and Powell, Comput. J. 10, 85
 * (1967), doi:10.1093/comjnl/10.1.85.
 */
final class GraphColouring {
    private GraphColouring() {}

    /** The classes; every spin is in one, in rising order. */
    static List<int[]> classes(IsingProblem problem) {
        int spins = problem.spins();
        Integer[] order = new Integer[spins];
        for (int i = 0; i < spins; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Integer.compare(problem.degree(b), problem.degree(a)));
        int[] colour = new int[spins];
        int[] size = new int[spins + 1];
        int[] seenBy = new int[spins + 1];
        Arrays.fill(colour, -1);
        Arrays.fill(seenBy, -1);
        int colours = 0;
        for (int spin : order) {
            for (int k = 0; k < problem.degree(spin); k++) {
                int taken = colour[problem.neighbour(spin, k)];
                if (taken >= 0) {
                    seenBy[taken] = spin;
                }
            }
            int free = 0;
            while (seenBy[free] == spin) {
                free++;
            }
            colour[spin] = free;
            size[free]++;
            colours = Math.max(colours, free + 1);
        }
        return gather(colour, size, colours);
    }

    private static List<int[]> gather(int[] colour, int[] size, int colours) {
        List<int[]> classes = new ArrayList<>();
        for (int c = 0; c < colours; c++) {
            classes.add(new int[size[c]]);
        }
        int[] used = new int[colours];
        for (int spin = 0; spin < colour.length; spin++) {
            classes.get(colour[spin])[used[colour[spin]]++] = spin;
        }
        return List.copyOf(classes);
    }
}
