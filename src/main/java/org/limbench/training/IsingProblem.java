package org.limbench.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Require;

/**
 * Spins on a weighted graph, to be cut in two: maximise the weight of the edges between spins of different sign.
 *
 * <p>cut(s) = sum over edges of w (1 - s_i s_j) / 2 = (W - H(s)) / 2 with W the sum of all weights and H(s) = sum of w s_i s_j:
 * the ground state of an Ising model with couplings J = -w and no outer field is a maximum cut, and the reverse (derived). The
 * local field of a spin is h_i = -sum of w_ij s_j; turning it over changes H by 2 h_i s_i. Weights are whole numbers, so that
 * fields take few values and every sum is exact. A weight with a fraction is a whole number of units of 1, 0.1 … 1e-6, whichever
 * the finest weight needs.
 *
 * <p>The couplings live with the host; an array holds the spins. Immutable.
 */
public final class IsingProblem {
    /** Most spins. */
    public static final int MOST_SPINS = 32_767;
    /** Most edges. */
    public static final int MOST_EDGES = 1_000_000;
    /** Largest magnitude of a weight. */
    public static final int MOST_WEIGHT = 1_000_000;
    /** Most digits of a weight behind the point: a million edges of the largest weight then still sum exactly. */
    public static final int MOST_DECIMALS = 6;

    private static final long[] UNITS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private final String name;
    private final int[] first;
    private final int[] neighbours;
    private final long[] weights;
    private final int decimals;
    private final @Nullable Long bestKnown;
    private final long positiveWeight;

    private IsingProblem(
            String name,
            int[] first,
            int[] neighbours,
            long[] weights,
            int decimals,
            @Nullable Long bestKnown,
            long positiveWeight) {
        this.name = name;
        this.first = first;
        this.neighbours = neighbours;
        this.weights = weights;
        this.decimals = decimals;
        this.bestKnown = bestKnown;
        this.positiveWeight = positiveWeight;
    }

    /**
     * An edge.
     *
     * @param one spin, from 0
     * @param other spin, from 0, not the same
     * @param weight in units of the problem, whose size is -1,000,000 to 1,000,000
     */
    public record Edge(int one, int other, long weight) {
        public Edge {
            Require.between("one", one, 0, MOST_SPINS - 1);
            Require.between("other", other, 0, MOST_SPINS - 1);
            if (Math.abs(weight) > MOST_WEIGHT * UNITS[MOST_DECIMALS]) {
                throw new IllegalArgumentException("weight is " + weight + " units; allowed: at most " + MOST_WEIGHT);
            }
            if (one == other) {
                throw new IllegalArgumentException("other is " + other + "; allowed: another spin than one");
            }
        }
    }

    /**
     * A problem out of its edges; two edges between the same spins add up.
     *
     * @param spins 1 to {@value #MOST_SPINS}
     * @param bestKnown largest cut anybody knows of; null where nobody said
     */
    public static IsingProblem of(String name, int spins, List<Edge> edges, @Nullable Long bestKnown) {
        return of(name, spins, edges, 0, bestKnown);
    }

    /**
     * The same with weights in units of 10^-decimals.
     *
     * @param decimals 0 to {@value #MOST_DECIMALS}
     * @param bestKnown in the same units
     */
    public static IsingProblem of(String name, int spins, List<Edge> edges, int decimals, @Nullable Long bestKnown) {
        Require.between("decimals", decimals, 0, MOST_DECIMALS);
        Require.between("spins", spins, 1, MOST_SPINS);
        Require.between("edges", edges.size(), 0, MOST_EDGES);
        int[] first = new int[spins + 1];
        long positive = 0;
        for (Edge edge : edges) {
            Require.between("one", edge.one(), 0, spins - 1);
            Require.between("other", edge.other(), 0, spins - 1);
            first[edge.one() + 1]++;
            first[edge.other() + 1]++;
            positive += Math.max(0, edge.weight());
        }
        for (int i = 0; i < spins; i++) {
            first[i + 1] += first[i];
        }
        int[] next = first.clone();
        int[] neighbours = new int[2 * edges.size()];
        long[] weights = new long[2 * edges.size()];
        for (Edge edge : edges) {
            neighbours[next[edge.one()]] = edge.other();
            weights[next[edge.one()]++] = edge.weight();
            neighbours[next[edge.other()]] = edge.one();
            weights[next[edge.other()]++] = edge.weight();
        }
        return new IsingProblem(name, first, neighbours, weights, decimals, bestKnown, positive);
    }

    /** Name of the task. */
    public String name() {
        return name;
    }

    /** Number of spins. */
    public int spins() {
        return first.length - 1;
    }

    /** Weight of so many units. */
    public double weight(long units) {
        return units / (double) UNITS[decimals];
    }

    /** Largest cut anybody knows of, in units; null where nobody said. */
    public @Nullable Long bestKnown() {
        return bestKnown;
    }

    /** Sum of the weights above 0, in units: no cut is larger. */
    public long positiveWeight() {
        return positiveWeight;
    }

    /** Edges of a spin. */
    public int degree(int spin) {
        return first[spin + 1] - first[spin];
    }

    /** The spin at the other end of edge k of a spin, k from 0 to degree - 1. */
    public int neighbour(int spin, int k) {
        return neighbours[first[spin] + k];
    }

    /**
     * The local field h_i in units; a spin of its sign has the lower energy.
     *
     * @param up whether each spin is +1
     */
    public long field(int spin, boolean[] up) {
        long sum = 0;
        for (int k = first[spin]; k < first[spin + 1]; k++) {
            sum += up[neighbours[k]] ? -weights[k] : weights[k];
        }
        return sum;
    }

    /** Largest local field any spin can see, in units. */
    public long mostField() {
        long most = 0;
        for (int spin = 0; spin < spins(); spin++) {
            long sum = 0;
            for (int k = first[spin]; k < first[spin + 1]; k++) {
                sum += Math.abs(weights[k]);
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    /** Weight of the edges between spins of different sign, in units. */
    public long cut(boolean[] up) {
        long twice = 0;
        for (int spin = 0; spin < spins(); spin++) {
            for (int k = first[spin]; k < first[spin + 1]; k++) {
                twice += up[spin] == up[neighbours[k]] ? 0 : weights[k];
            }
        }
        return twice / 2;
    }
}
