package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.DriveKind;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;

class LayeredTrainingTest {
    private static final Tile LEFT = new Tile(0, 0, 6, 4);
    private static final Tile RIGHT = new Tile(0, 4, 8, 3);

    /** Two quadratics in one array, each with its own optimum and inputs, that share nothing but the example's number. */
    private static final class TwoBowls implements Workload {
        private final List<Layer> layers = List.of(new Layer(LEFT, 1, 1), new Layer(RIGHT, 1, 2, 0.5));
        private final double[][] optimum = {new double[LEFT.cells()], new double[RIGHT.cells()]};

        TwoBowls() {
            RandomStream.Cursor draws = RandomStream.of(9, "test.two-bowls").cursor();
            for (double[] layer : optimum) {
                for (int k = 0; k < layer.length; k++) {
                    layer[k] = 2 * draws.nextUniform() - 1;
                }
            }
        }

        @Override
        public String name() {
            return "two-bowls";
        }

        @Override
        public List<Layer> layers() {
            return layers;
        }

        @Override
        public int examples() {
            return 512;
        }

        @Override
        public void gradient(int example, double[][] weights, OuterProduct[] into) {
            for (int l = 0; l < into.length; l++) {
                RandomStream inputs =
                        RandomStream.of(example, "test.two-bowls.inputs").split(l);
                double[] error = into[l].error();
                Arrays.fill(error, 0);
                for (int i = 0; i < into[l].input().length; i++) {
                    double x = 2 * inputs.uniform(i) - 1;
                    into[l].input()[i] = x;
                    for (int j = 0; j < error.length; j++) {
                        int k = i * error.length + j;
                        error[j] += (optimum[l][k] - weights[l][k]) * x;
                    }
                }
            }
        }

        @Override
        public Score score() {
            return Score.DISTANCE_TO_OPTIMUM;
        }

        /** The worse of both layers. */
        @Override
        public double score(double[][] weights) {
            double worst = 0;
            for (int l = 0; l < weights.length; l++) {
                double sum = 0;
                for (int k = 0; k < weights[l].length; k++) {
                    sum += (weights[l][k] - optimum[l][k]) * (weights[l][k] - optimum[l][k]);
                }
                worst = Math.max(worst, Math.sqrt(sum / weights[l].length));
            }
            return worst;
        }
    }

    private static final Workload BOWLS = new TwoBowls();

    private static ArmOutcome run(DirectArray array, TrainingPlan plan, RunListener listener) {
        return Trainer.run(array, BOWLS, plan, listener).arms().get(0);
    }

    @Test
    void theLeastArrayHoldsEveryLayer() {
        assertThat(BOWLS.shape()).isEqualTo(new ArrayGeometry(8, 7));
    }

    /** Each starts about 0.58 from its optimum and ends within six levels of 4/255, as one alone does. */
    @Test
    void everyLayerOfAnArrayReachesItsOwnOptimum() {
        for (String arm : List.of("lim", "lowered", "fixed")) {
            TrainingPlan plan = TrainingPlan.builder()
                    .arms(List.of(arm))
                    .epochs(6)
                    .ageSeconds(0)
                    .build();
            ArmOutcome outcome = run(new DirectArray(BOWLS.shape(), 7), plan, RunListener.none());
            assertThat(outcome.metrics().get("distanceToOptimumTrained"))
                    .as(arm)
                    .isLessThan(6 * 4 / 255.0);
            assertThat(outcome.metrics().get("distanceToOptimumFloat")).isLessThan(1e-3);
        }
        TrainingPlan plan = TrainingPlan.builder().epochs(6).build();
        ArmOutcome pulsed = run(new DirectArray(BOWLS.shape(), 7, DriveKind.VOLTAGE), plan, RunListener.none());
        assertThat(pulsed.metrics().get("distanceToOptimumTrained")).isLessThan(6 * 4 / 255.0);
    }

    @Test
    void anExampleUpdatesEveryLayerAndReadsItRightBehind() {
        DirectArray array = new DirectArray(BOWLS.shape(), 3);
        List<UpdateStep> steps = new ArrayList<>();
        TrainingPlan plan = TrainingPlan.builder()
                .arms(List.of("lim"))
                .updates(20)
                .ageSeconds(0)
                .build();
        ArmOutcome outcome = run(array, plan, new RunListener() {
            @Override
            public void updateDone(UpdateStep step) {
                steps.add(step);
            }
        });
        List<ArrayCommand> commands = array.commands;
        int first = 0;
        while (!(commands.get(first) instanceof Rank1Update)) {
            first++;
        }
        for (int k = 0; k < 40; k++) {
            Tile tile = k % 2 == 0 ? LEFT : RIGHT;
            assertThat(commands.get(first + 2 * k))
                    .isInstanceOfSatisfying(
                            Rank1Update.class,
                            update -> assertThat(update.tile()).isEqualTo(tile));
            assertThat(commands.get(first + 2 * k + 1)).isEqualTo(new ReadRequest(tile, 1));
            UpdateStep step = steps.get(k);
            assertThat(step.number()).isEqualTo(k / 2);
            assertThat(step.layer()).isEqualTo(k % 2);
            assertThat(step.command()).isEqualTo(commands.get(first + 2 * k));
            if (k >= 2) {
                assertThat(step.before()).isEqualTo(steps.get(k - 2).after());
            }
        }
        assertThat(outcome.updates().commanded()).isEqualTo(40);
        assertThat(outcome.updates().applied()).isEqualTo(40);
        assertThat(steps.stream().map(step -> step.command().pulseSeed()).distinct())
                .hasSize(40);
        assertThat(steps.get(1).learningRate()).isEqualTo(steps.get(0).learningRate() / 2);
    }

    /** A window lost to a restart takes both layers' updates with it; they are read and not sent again. */
    @Test
    void aRestartWithinAWindowLeavesBothUpdatesUndecidedAndTrainingGoesOn() {
        DirectArray restarted = new DirectArray(BOWLS.shape(), 23).failingAfterUpdate(10);
        TrainingPlan plan = TrainingPlan.builder()
                .arms(List.of("lim"))
                .updates(30)
                .ageSeconds(0)
                .build();
        ArmOutcome outcome = run(restarted, plan, RunListener.none());
        assertThat(outcome.restarts()).isEqualTo(1);
        assertThat(outcome.updates().commanded()).isEqualTo(60);
        assertThat(outcome.updates().indeterminate()).isEqualTo(2);
        assertThat(outcome.updates().applied()).isEqualTo(58);
        assertThat(restarted.commands.stream()
                        .filter(Rank1Update.class::isInstance)
                        .map(command -> ((Rank1Update) command).pulseSeed()))
                .doesNotHaveDuplicates();
    }
}
