package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;

/** One arm of annealing on chain cells. */
final class AnnealingRunTest {
    private static final String FIXTURES = "maxcut:test-fixtures/maxcut/";

    private static TrainingPlan plan() {
        return TrainingPlan.builder().holdKt(40).agePoints(3).build();
    }

    private static AnnealingPlan annealing(int sweeps) {
        return new AnnealingPlan(sweeps, List.of(), Cooling.standard(), 4, 0.4, 20);
    }

    private static ArmOutcome run(CellsDriver device, String task, AnnealingPlan annealing, AnnealingArm arm) {
        return new Annealing(IsingProblems.named(task, 1), plan(), annealing)
                .run(device, arm.plan(), RunListener.none());
    }

    /** Small problems of which every annealer worth the name finds the optimum, checked by enumeration elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"petersen", "complete-7", "signed-16"})
    void annealingFindsTheOptimumOfSmallProblems(String name) {
        Map<String, Double> metrics = run(
                        new CellsDriver(2, 4, 4, 7), FIXTURES + name + ".txt", annealing(200), AnnealingArm.ANNEALED)
                .metrics();

        assertThat(metrics.get("cutBest")).isEqualTo(metrics.get("bestKnown"));
        assertThat(metrics.get("ratioBest")).isEqualTo(1);
        assertThat(metrics.get("cutAged")).isEqualTo(metrics.get("cutFinal"));
    }

    @Test
    void aReportedCutIsTheCutOfTheSpinsInTheCells() {
        CellsDriver device = new CellsDriver(2, 12, 12, 7);
        ArmOutcome outcome = run(device, FIXTURES + "grid-144.txt", annealing(60), AnnealingArm.ANNEALED);
        int[] codes = device.execute(
                        new ReadRequest(device.datasheet().geometry().whole(), 1))
                .readout()
                .codes();
        int cut = 0;
        for (int i = 0; i < 144; i++) {
            cut += i % 12 < 11 && codes[i] != codes[i + 1] ? 1 : 0;
            cut += i < 132 && codes[i] != codes[i + 12] ? 1 : 0;
        }

        assertThat(outcome.metrics().get("cutAged")).isEqualTo(cut);
        assertThat(outcome.metrics().get("cutBest")).isBetween(outcome.metrics().get("cutFinal"), 264.0);
        assertThat(outcome.metrics().get("flipAttempts")).isEqualTo(60.0 * 144);
        assertThat(outcome.retention()).hasSize(3);
    }

    @Test
    void theWriteBarrierOfAnAnnealedArmRisesAndThatOfOthersDoesNot() {
        CellsDriver annealed = new CellsDriver(2, 12, 12, 7);
        ArmOutcome rising = run(annealed, FIXTURES + "grid-144.txt", annealing(50), AnnealingArm.ANNEALED);
        CellsDriver lowered = new CellsDriver(2, 12, 12, 7);
        ArmOutcome constant = run(lowered, FIXTURES + "grid-144.txt", annealing(50), AnnealingArm.LOWERED);

        BarriersKt rise = rising.barriers();
        BarriersKt level = constant.barriers();
        assertThat(rise).isNotNull();
        assertThat(level).isNotNull();
        // ln(4/0.4), by which the rates fall
        assertThat(rise.lastWrite() - rise.firstWrite()).isCloseTo(Math.log(10), within(1e-9));
        assertThat(level.lastWrite()).isEqualTo(level.firstWrite()).isEqualTo(rise.firstWrite());
        assertThat(zeroFieldBarriers(annealed)).isSorted().doesNotHaveDuplicates();
        assertThat(zeroFieldBarriers(lowered)).hasSize(1);
    }

    /** Barriers of pulses without tilt, as they come. */
    private static List<Double> zeroFieldBarriers(CellsDriver device) {
        List<Double> barriers = new ArrayList<>();
        for (ArrayCommand command : device.commands) {
            if (command instanceof DenseUpdate update
                    && update.drive() instanceof Drive.Barrier drive
                    && drive.tiltJoules() == 0
                    && !barriers.contains(drive.barrierJoules())) {
                barriers.add(drive.barrierJoules());
            }
        }
        return barriers;
    }

    /** Zero temperature goes downhill or stays, so the cut after each sweep never falls but for a wrong turn in e^20. */
    @Test
    void aQuenchOnlyTurnsSpinsTowardsTheirFields() {
        IsingProblem problem = IsingProblems.named("ising", 3);
        CellsDriver device = new CellsDriver(2, 24, 24, 5);
        List<Long> cuts = new ArrayList<>();
        RunListener counting = new RunListener() {
            @Override
            public void progress(long done, long total) {
                int[] codes = device.execute(new ReadRequest(new Tile(0, 0, 24, 24), 1))
                        .readout()
                        .codes();
                boolean[] up = new boolean[codes.length];
                for (int i = 0; i < codes.length; i++) {
                    up[i] = codes[i] > 0;
                }
                cuts.add(problem.cut(up));
            }
        };
        new AnnealingRun(device, problem, plan(), annealing(15), AnnealingArm.QUENCHED, counting).run();

        assertThat(cuts).isSorted();
        assertThat(cuts.get(14)).isGreaterThan(cuts.get(0));
    }

    @Test
    void aChainOfManyLevelsAnnealsToo() {
        Map<String, Double> metrics = run(
                        new CellsDriver(256, 4, 4, 7), FIXTURES + "petersen.txt", annealing(200), AnnealingArm.ANNEALED)
                .metrics();

        assertThat(metrics.get("cutBest")).isEqualTo(12);
        assertThat(metrics.get("cutAged")).isEqualTo(metrics.get("cutFinal"));
    }

    @ParameterizedTest
    @EnumSource(AnnealingArm.class)
    void theSameSeedSendsTheSameCommands(AnnealingArm arm) {
        CellsDriver one = new CellsDriver(2, 4, 4, 7);
        CellsDriver other = new CellsDriver(2, 4, 4, 7);
        run(one, FIXTURES + "signed-16.txt", annealing(20), arm);
        run(other, FIXTURES + "signed-16.txt", annealing(20), arm);

        assertThat(one.commands).isEqualTo(other.commands);
        assertThat(one.commands.get(0)).isInstanceOf(BarrierChange.class);
        assertThat(one.commands.stream().filter(Consolidation.class::isInstance))
                .hasSize(1);
    }

    @Test
    void anUpdateLostToARestartIsNotSentAgain() {
        CellsDriver device = new CellsDriver(2, 4, 4, 7);
        device.failAt(9);
        ArmOutcome outcome = run(device, FIXTURES + "petersen.txt", annealing(50), AnnealingArm.ANNEALED);

        assertThat(outcome.restarts()).isEqualTo(1);
        assertThat(outcome.updates().indeterminate()).isEqualTo(1);
        assertThat(outcome.updates().applied()).isEqualTo(outcome.updates().commanded() - 1);
        assertThat(device.commands.stream().filter(BarrierChange.class::isInstance))
                .as("the hold barrier is set again")
                .hasSize(2);
    }

    /** Closed form: seven classes and rows, the barrier at (24 + ln(2000/4))/2 kT: 1e3 exp(-15.107) x 49 = 0.0135. */
    @Test
    void aHoldBarrierThatLetsHalfSelectedSpinsTurnIsNoted() {
        TrainingPlan low = TrainingPlan.builder().holdKt(24).ageSeconds(0).build();
        ArmOutcome outcome = new Annealing(IsingProblems.named(FIXTURES + "complete-7.txt", 1), low, annealing(2))
                .run(new CellsDriver(2, 7, 1, 1), AnnealingArm.LOWERED.plan(), RunListener.none());

        assertThat(outcome.notes())
                .singleElement()
                .asString()
                .contains("24.0 kT")
                .contains("0.013 times a sweep");
        assertThat(run(new CellsDriver(2, 7, 1, 1), FIXTURES + "complete-7.txt", annealing(2), AnnealingArm.LOWERED)
                        .notes())
                .isEmpty();
    }

    @Test
    void whatADeviceCannotDoIsSaidInOneLine() {
        IsingProblem petersen = IsingProblems.named(FIXTURES + "petersen.txt", 1);
        assertThatThrownBy(() ->
                        run(new CellsDriver(2, 3, 3, 1), FIXTURES + "petersen.txt", annealing(5), AnnealingArm.LOWERED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 10 cells, one for each spin; chain-2 has 3 x 3 = 9");
        assertThatThrownBy(() ->
                        run(new CellsDriver(5, 4, 4, 1), FIXTURES + "petersen.txt", annealing(5), AnnealingArm.LOWERED))
                .hasMessageContaining("even number of levels")
                .hasMessageContaining("chain-5 has 5");
        DirectArray pulsed = new DirectArray(new ArrayGeometry(4, 4), 1, DriveKind.VOLTAGE);
        assertThatThrownBy(() -> new Annealing(petersen, plan(), annealing(5))
                        .requireFeasible(pulsed, AnnealingArm.LOWERED.plan()))
                .hasMessageContaining("tunable barrier")
                .hasMessageContaining("voltage pulses");
        TrainingPlan high = TrainingPlan.builder().holdKt(90).build();
        assertThatThrownBy(() -> new Annealing(petersen, high, annealing(5))
                        .requireFeasible(new CellsDriver(2, 4, 4, 1), AnnealingArm.LOWERED.plan()))
                .hasMessageContaining("rest barrier of 90.00 kT");
        assertThatThrownBy(() -> new AnnealingPlan(5, List.of("lim"), Cooling.standard(), 4, 0.4, 20))
                .hasMessageContaining("annealed, lowered, quenched");
    }

    /** Width: a single run scatters by under 0.01, so means of four by 0.005; they lie 0.05 apart. */
    @Test
    void annealingCutsMoreThanAQuenchOfTheSameLength() {
        double annealed = 0;
        double quenched = 0;
        for (int seed = 0; seed < 4; seed++) {
            annealed += run(new CellsDriver(2, 24, 24, seed), "ising", annealing(150), AnnealingArm.LOWERED)
                    .metrics()
                    .get("ratioFinal");
            quenched += run(new CellsDriver(2, 24, 24, seed), "ising", annealing(150), AnnealingArm.QUENCHED)
                    .metrics()
                    .get("ratioFinal");
        }

        assertThat(annealed / 4 - quenched / 4).isGreaterThan(0.03);
    }
}
