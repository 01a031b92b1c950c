package org.limbench.assessment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One bound on one segment beside the energy measured, as a run record carries it.
 *
 * @param id of the bound: B0 cycle, B1 information, B2 jump speed limit, B3 overdamped transport, B4 uncertainty relation,
 *     B5 kinetic floor (B5n at the nominal attempt rate), M1 heat per step, M2 schedule
 * @param segment it speaks of
 * @param name of the bound in words
 * @param status how far it may be trusted
 * @param joules the bound, J, clipped at 0 as the last step; null where the record does not meet its conditions
 * @param standardUncertaintyJoules standard uncertainty of the bound, J
 * @param comparedJoules the measured energy it is compared with, J; NaN where it was not measured
 * @param comparedStandardUncertaintyJoules its standard uncertainty, thermal spread included, J; null where not told
 * @param ratio compared energy over bound; null where the bound does not bind or does not apply
 * @param verdict what follows
 * @param because conditions, accounts and reasons, for people
 */
public record BoundResult(
        String id,
        Segment segment,
        String name,
        BoundStatus status,
        @Nullable Double joules,
        double standardUncertaintyJoules,
        double comparedJoules,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double comparedStandardUncertaintyJoules,

        @Nullable Double ratio,
        Verdict verdict,
        String because) {
    private static final String NOT_MEASURED =
            "not measured: the meter did not see every command of it, or nothing meters the account; ";

    public BoundResult {
        boolean binds =
                joules != null && joules > 0 && verdict != Verdict.DOES_NOT_BIND && verdict != Verdict.NOT_APPLICABLE;
        if (ratio != null && !binds) {
            throw new IllegalArgumentException(
                    id + " has ratio " + ratio + "; allowed: null where the bound does not bind");
        }
        if (joules == null && verdict != Verdict.NOT_APPLICABLE) {
            throw new IllegalArgumentException(id + " has no joules; allowed only with the verdict not-applicable");
        }
    }

    /** Whether the energy is known to differ from zero: by more than two standard uncertainties, where those are told. */
    @JsonIgnore
    public boolean isResolved() {
        Double u = comparedStandardUncertaintyJoules;
        return u == null || Math.abs(comparedJoules) > 2 * u;
    }

    /** The bound, where the record does not meet its conditions. */
    public static BoundResult notApplicable(
            String id, Segment segment, String name, BoundStatus status, double comparedJoules, String because) {
        return new BoundResult(
                id, segment, name, status, null, 0, comparedJoules, null, null, Verdict.NOT_APPLICABLE, because);
    }

    /** The same, not applied for a reason. */
    BoundResult withheld(String why) {
        return notApplicable(id, segment, name, status, comparedJoules, why);
    }

    /**
     * A bound beside an energy. A bound at or below zero does not bind, unless the energy lies clearly under it even so.
     *
     * @param bound value not clipped, J, and its standard uncertainty
     * @param compared energy, J, and its standard uncertainty, thermal spread included
     */
    public static BoundResult compare(
            String id,
            Segment segment,
            String name,
            BoundStatus status,
            Quantity bound,
            Quantity compared,
            String because) {
        if (Double.isNaN(compared.joules())) {
            return notApplicable(id, segment, name, status, Double.NaN, NOT_MEASURED + because);
        }
        double z = Verdict.z(
                compared.joules(),
                compared.standardUncertaintyJoules(),
                bound.joules(),
                bound.standardUncertaintyJoules());
        Verdict verdict = Verdict.ofSegment(status, z);
        boolean positive = bound.joules() > 0;
        if (!positive && z >= Verdict.UNDER_BELOW) {
            verdict = Verdict.DOES_NOT_BIND;
        }
        return new BoundResult(
                id,
                segment,
                name,
                status,
                Math.max(0.0, bound.joules()),
                bound.standardUncertaintyJoules(),
                compared.joules(),
                compared.standardUncertaintyJoules(),
                positive ? compared.joules() / bound.joules() : null,
                verdict,
                verdict == Verdict.INDISTINGUISHABLE && z < Verdict.WARNED_BELOW ? because + warning(z) : because);
    }

    private static String warning(double z) {
        return String.format(Locale.ROOT, "; WARNING: %.1f standard uncertainties under it", -z);
    }

    /**
     * An energy with its standard uncertainty.
     *
     * @param joules J, of either sign
     * @param standardUncertaintyJoules J, 0 or more
     */
    public record Quantity(double joules, double standardUncertaintyJoules) {}
}
