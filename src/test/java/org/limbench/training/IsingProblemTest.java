package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems, the packaged instance and its known optimum, and colourings. */
final class IsingProblemTest {
    /** Largest cut over every assignment; the last spin stays where it is, since turning all spins changes nothing. */
    static long mostCut(IsingProblem problem) {
        boolean[] up = new boolean[problem.spins()];
        long most = Long.MIN_VALUE;
        for (int state = 0; state < 1 << (problem.spins() - 1); state++) {
            for (int i = 0; i < up.length; i++) {
                up[i] = (state >> i & 1) == 1;
            }
            most = Math.max(most, problem.cut(up));
        }
        return most;
    }

    /** Oracle: all 2^15 cuts of the lattice of 16 spins. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 43})
    void thePlantedOptimumIsTheOptimum(long seed) {
        IsingProblem torus = PlantedTorus.of("torus", 4, seed);

        assertThat(torus.bestKnown()).isEqualTo(mostCut(torus));
    }

    @Test
    void thePackagedInstanceIsAFunctionOfItsSeed() {
        IsingProblem one = IsingProblems.named("ising", 43);
        IsingProblem same = IsingProblems.named("ising", 43);
        IsingProblem other = IsingProblems.named("ising", 44);
        boolean[] up = new boolean[576];
        for (int i = 0; i < up.length; i++) {
            up[i] = i * i % 7 < 3;
        }

        assertThat(one.spins()).isEqualTo(576);
        for (int i = 0; i < 576; i++) {
            assertThat(one.degree(i)).isEqualTo(4);
        }
        assertThat(one.cut(up)).isEqualTo(same.cut(up)).isNotEqualTo(other.cut(up));
        assertThat(one.bestKnown()).isEqualTo(same.bestKnown());
    }

    @Test
    void anEvenTorusTakesTwoClasses() {
        List<int[]> classes = GraphColouring.classes(IsingProblems.named("ising", 1));

        assertThat(classes).hasSize(2);
        assertThat(classes.get(0)).hasSize(288);
    }

    @ParameterizedTest
    @ValueSource(strings = {"petersen", "complete-7", "signed-16", "grid-144", "ring-101"})
    void noClassHoldsNeighboursAndEverySpinIsInOne(String name) {
        IsingProblem problem = IsingProblems.named("maxcut:test-fixtures/maxcut/" + name + ".txt", 1);
        List<int[]> classes = GraphColouring.classes(problem);
        int[] in = new int[problem.spins()];
        int mostDegree = 0;
        for (int c = 0; c < classes.size(); c++) {
            for (int spin : classes.get(c)) {
                in[spin] += c + 1;
            }
        }

        assertThat(classes.stream().mapToInt(members -> members.length).sum()).isEqualTo(problem.spins());
        for (int spin = 0; spin < in.length; spin++) {
            assertThat(in[spin]).isPositive();
            mostDegree = Math.max(mostDegree, problem.degree(spin));
            for (int k = 0; k < problem.degree(spin); k++) {
                assertThat(in[problem.neighbour(spin, k)]).isNotEqualTo(in[spin]);
            }
        }
        assertThat(classes.size()).isLessThanOrEqualTo(mostDegree + 1);
    }

    @Test
    void parallelEdgesAddUp() {
        List<IsingProblem.Edge> twice = List.of(new IsingProblem.Edge(0, 1, 2), new IsingProblem.Edge(1, 0, 3));

        assertThat(IsingProblem.of("pair", 2, twice, null).cut(new boolean[] {true, false}))
                .isEqualTo(5);
    }

    @Test
    void anEdgeToNowhereIsRefused() {
        assertThatThrownBy(() -> IsingProblem.of("x", 2, List.of(new IsingProblem.Edge(0, 2, 1)), null))
                .hasMessage("other is 2; allowed: 0 to 1");
        assertThatThrownBy(() -> new IsingProblem.Edge(3, 3, 1)).hasMessageContaining("another spin");
    }
}
