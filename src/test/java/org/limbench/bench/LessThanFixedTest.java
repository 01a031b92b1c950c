package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limbench.ledger.RunRecord;
import org.limbench.ledger.RunRecord.Arm;
import org.limbench.ledger.RunRecord.Relative;
import org.limbench.ledger.RunRecord.Relative.Why;

final class LessThanFixedTest {
    private static final RunRecord.Task DIGITS = new RunRecord.Task("digits", "accuracy", false);
    private static final List<RunRecord.Input> INPUTS =
            List.of(new RunRecord.Input("table", "digits.csv.gz", "00", 1L, Map.of("classes", 10L, "examples", 1797L)));
    private static final double U = 1e-21;

    private static Arm arm(String name, double trained, double aged, long jumps, double core, double allIn) {
        return new Arm(
                name,
                Map.of("accuracyTrained", trained, "accuracyAged", aged),
                null,
                new RunRecord.Updates(100, 100, 0, 0, 1000, jumps),
                new RunRecord.PerUpdate(core, allIn, U, U),
                null,
                new RunRecord.Energy("emulated", 1, 1, 1, Map.of()),
                List.of(),
                null,
                null);
    }

    private static Relative relative(Arm arm, Arm fixed) {
        return LessThanFixed.of(List.of(arm, fixed), DIGITS, INPUTS).get(0).relativeToFixed();
    }

    private static final Arm FIXED = arm("fixed", 0.97, 0.97, 500, 1e-18, 4e-18);

    @Test
    void aRatioIsTheQuotientOfResolvedEnergiesOfArmsThatAreAsGood() {
        assertThat(relative(arm("lim", 0.96, 0.96, 700, 5e-19, 1e-18), FIXED)).isEqualTo(new Relative(2, 4));
        assertThat(relative(FIXED, FIXED)).isEqualTo(new Relative(1, 1));
    }

    @Test
    void anEnergyWithinTwoStandardUncertaintiesOfZeroIsNotDividedNorDividedBy() {
        assertThat(relative(arm("lim", 0.96, 0.96, 700, 1.9e-21, 1e-18), FIXED))
                .isEqualTo(new Relative(Double.NaN, 4, Why.UNRESOLVED, null));
        assertThat(relative(arm("lim", 0.96, 0.96, 700, -5e-18, 1e-18), FIXED))
                .isEqualTo(new Relative(Double.NaN, 4, Why.UNRESOLVED, null));
        assertThat(relative(arm("lim", 0.96, 0.96, 700, 5e-19, 1e-18), arm("fixed", 0.97, 0.97, 500, 1e-18, -4e-21)))
                .isEqualTo(new Relative(2, Double.NaN, null, Why.UNRESOLVED));
        assertThat(relative(arm("lim", 0.96, 0.96, 700, Double.NaN, 1e-18), FIXED)
                        .coreUnknown())
                .isEqualTo(Why.UNMEASURED);
    }

    @Test
    void armsThatDidNotDoTheSameAreNotCompared() {
        assertThat(relative(arm("lim", 0.96, 0.96, 700, 5e-19, 1e-18), arm("fixed", 0.97, 0.97, 0, 1e-18, 4e-18)))
                .isEqualTo(new Relative(Why.NO_JUMPS, Why.NO_JUMPS));
        assertThat(relative(arm("lim", 0.12, 0.12, 700, 5e-19, 1e-18), FIXED))
                .isEqualTo(new Relative(Why.AT_CHANCE, Why.AT_CHANCE));
        assertThat(relative(arm("lim", 0.789, 0.789, 700, 5e-19, 1e-18), FIXED))
                .isEqualTo(new Relative(Why.WORSE, Why.WORSE));
        assertThat(relative(arm("unconsolidated", 0.97, 0.08, 700, 5e-19, 1e-18), FIXED))
                .isEqualTo(new Relative(Why.FORGETS, Why.FORGETS));
    }

    @Test
    void aJumpNobodyCountsIsNoReason() {
        assertThat(relative(arm("lim", 0.96, 0.96, -1, 5e-19, 1e-18), arm("fixed", 0.97, 0.97, -1, 1e-18, 4e-18)))
                .isEqualTo(new Relative(2, 4));
    }

    @Test
    void withoutFixedThereIsNothingToCompareWith() {
        assertThat(LessThanFixed.of(List.of(arm("lim", 1, 1, 1, 1, 1)), DIGITS, INPUTS))
                .allSatisfy(arm -> assertThat(arm.relativeToFixed()).isNull());
    }
}
