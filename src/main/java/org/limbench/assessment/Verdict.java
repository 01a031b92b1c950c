package org.limbench.assessment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a measured energy says beside a bound.
 *
 * <p>Thresholds on z = (E - B) / sqrt(uE^2 + uB^2) are our convention: above 2 consistent, -3 to 2 indistinguishable,
 * below -3 by the bound's status. A reading under a strict bound is a fault of the measurement, never a discovery.
 */
public enum Verdict {
    /** Above the bound by more than two standard uncertainties. */
    CONSISTENT,
    /** Within the uncertainty of the bound. */
    INDISTINGUISHABLE,
    /** Below a strict bound: the meter, the window, the temperature or the stated knowledge is wrong. */
    MEASUREMENT_FAULT,
    /** Below a conditional bound: one of its conditions does not hold. */
    CONDITION_VIOLATED,
    /** Below a model's estimate: a finding. */
    UNDERCUT,
    /** The bound is at or below zero: true, and of no use. */
    DOES_NOT_BIND,
    /** The record does not meet the bound's conditions. */
    NOT_APPLICABLE;

    /** z above which an energy is consistent with a bound. */
    public static final double CONSISTENT_ABOVE = 2;
    /** z below which an energy not yet under a bound is worth a warning. */
    public static final double WARNED_BELOW = -2;
    /** z below which the energy of a whole segment is under a bound. */
    public static final double UNDER_BELOW = -3;
    /** z below which one row among many is marked: about one false mark in a hundred runs of 1e4 rows. */
    public static final double ROW_UNDER_BELOW = -4.7;

    /** The verdict on a segment. */
    public static Verdict ofSegment(BoundStatus status, double z) {
        return of(status, z, UNDER_BELOW);
    }

    /** The verdict on a single row, at the family-wise threshold. */
    public static Verdict ofRow(BoundStatus status, double z) {
        return of(status, z, ROW_UNDER_BELOW);
    }

    /**
     * How far an energy lies above a bound, in standard uncertainties; infinite, with the sign of the difference, where
     * both are exact.
     */
    public static double z(double energyJoules, double energyU, double boundJoules, double boundU) {
        double difference = energyJoules - boundJoules;
        double u = Math.sqrt(energyU * energyU + boundU * boundU);
        return difference == 0 ? 0 : difference / u;
    }

    private static Verdict of(BoundStatus status, double z, double underBelow) {
        if (Double.isNaN(z)) {
            throw new IllegalArgumentException("z is NaN; allowed: a number");
        }
        if (z > CONSISTENT_ABOVE) {
            return CONSISTENT;
        }
        if (z >= underBelow) {
            return INDISTINGUISHABLE;
        }
        return switch (status) {
            case STRICT -> MEASUREMENT_FAULT;
            case CONDITIONAL -> CONDITION_VIOLATED;
            case ESTIMATE -> UNDERCUT;
        };
    }

    /** As written in run records and ledgers. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
