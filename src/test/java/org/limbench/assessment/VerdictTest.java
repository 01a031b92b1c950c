package org.limbench.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "STRICT, 2.001, CONSISTENT",
        "STRICT, 2, INDISTINGUISHABLE",
        "STRICT, -3, INDISTINGUISHABLE",
        "STRICT, -3.001, MEASUREMENT_FAULT",
        "CONDITIONAL, -3.001, CONDITION_VIOLATED",
        "ESTIMATE, -3.001, UNDERCUT",
        "ESTIMATE, Infinity, CONSISTENT",
        "STRICT, -Infinity, MEASUREMENT_FAULT"
    })
    void segmentThresholdsFollowTheBoundsStatus(BoundStatus status, double z, Verdict expected) {
        assertThat(Verdict.ofSegment(status, z)).isEqualTo(expected);
    }

    @Test
    void singleRowsAreMarkedOnlyAtTheFamilyWiseThreshold() {
        assertThat(Verdict.ofRow(BoundStatus.STRICT, -4.7)).isEqualTo(Verdict.INDISTINGUISHABLE);
        assertThat(Verdict.ofRow(BoundStatus.STRICT, -4.701)).isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void zCombinesBothUncertainties() {
        assertThat(Verdict.z(10, 3, 0, 4)).isEqualTo(2);
        assertThat(Verdict.z(1, 0, 1, 0)).isZero();
        assertThat(Verdict.z(0, 0, 1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> Verdict.ofSegment(BoundStatus.STRICT, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readingBelowAStrictBoundIsAMeasurementFault() {
        BoundResult result = compare(1e-17, 1e-19, 1e-18, 1e-19);

        assertThat(result.verdict()).isEqualTo(Verdict.MEASUREMENT_FAULT);
        assertThat(result.ratio()).isEqualTo(0.1);
    }

    @Test
    void negativeBoundDoesNotBindAndIsNeverDividedBy() {
        BoundResult result = compare(-1e-17, 1e-19, 1e-18, 1e-19);

        assertThat(result.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(result.ratio()).isNull();
        assertThat(result.joules()).isZero();
    }

    @Test
    void energyClearlyUnderANegativeBoundIsStillAFault() {
        assertThat(compare(-1e-17, 1e-19, -2e-17, 1e-19).verdict()).isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void ratioIsRefusedWhereTheBoundDoesNotBind() {
        assertThatThrownBy(() -> new BoundResult(
                        "B1",
                        Segment.TRAINING,
                        "information",
                        BoundStatus.STRICT,
                        0.0,
                        0,
                        1,
                        null,
                        3.0,
                        Verdict.DOES_NOT_BIND,
                        ""))
                .hasMessageContaining("ratio");
    }

    @Test
    void labelsAreThoseOfTheRunRecord() {
        assertThat(Verdict.values())
                .extracting(Verdict::label)
                .containsExactly(
                        "consistent",
                        "indistinguishable",
                        "measurement-fault",
                        "condition-violated",
                        "undercut",
                        "does-not-bind",
                        "not-applicable");
    }

    private static BoundResult compare(double bound, double uBound, double energy, double uEnergy) {
        return BoundResult.compare(
                "B1",
                Segment.RESET,
                "information",
                BoundStatus.STRICT,
                new BoundResult.Quantity(bound, uBound),
                new BoundResult.Quantity(energy, uEnergy),
                "");
    }
}
