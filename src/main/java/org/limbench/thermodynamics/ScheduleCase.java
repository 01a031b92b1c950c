package org.limbench.thermodynamics;

/**
 * A schedule of updates and the cell that is to make it. Update n makes m_n net steps, 1 at n = 1.
 *
 * @param updates N, 1 to 1,000,000
 * @param attemptsPerSecond Gamma0, 1/s
 * @param pulseSeconds t_p, s; at least 1.01/Gamma0, since no cell makes the first update's one step sooner
 * @param tiltKt of approach B, kT, at most 20
 * @param barrierKt of approach A, set by retention, kT, at most 600
 * @param temperatureKelvin K
 */
public record ScheduleCase(
        RateSchedule schedule,
        int updates,
        Contraction contraction,
        double attemptsPerSecond,
        double pulseSeconds,
        double tiltKt,
        double barrierKt,
        double temperatureKelvin) {
    /** Longest schedule compared. */
    public static final int MOST_UPDATES = 1_000_000;

    /** Steeper tilts stand at the Poisson floor within rounding, and nothing can be compared at their variance. */
    static final double MOST_TILT_KT = 20;

    /** Attempts in a pulse; at 1 the first update would need an endless tilt. */
    private static final double LEAST_ATTEMPTS = 1.01;

    public ScheduleCase {
        if (updates < 1 || updates > MOST_UPDATES) {
            throw new OutOfDomainException("updates", Integer.toString(updates), "1 to " + MOST_UPDATES);
        }
        Domain.positive("attemptsPerSecond", attemptsPerSecond);
        Domain.positive("pulseSeconds", pulseSeconds);
        if (!(attemptsPerSecond * pulseSeconds >= LEAST_ATTEMPTS)) {
            throw new OutOfDomainException(
                    "pulseSeconds",
                    Double.toString(pulseSeconds),
                    "at least " + LEAST_ATTEMPTS / attemptsPerSecond
                            + ", for no cell makes the first update's one net step within its attempt time");
        }
        Domain.between("tiltKt", Domain.positive("tiltKt", tiltKt), 0, MOST_TILT_KT);
        Domain.between("barrierKt", Domain.positive("barrierKt", barrierKt), 0, 600);
        Domain.positive("temperatureKelvin", temperatureKelvin);
        double most = -attemptsPerSecond * pulseSeconds * StrictMath.expm1(-2 * barrierKt);
        if (most < 1) {
            throw new OutOfDomainException(
                    "barrierKt",
                    Double.toString(barrierKt),
                    "enough for the first update: at twice its barrier as tilt the pulse makes " + most
                            + " net steps instead of 1");
        }
    }

    /** Gamma0 t_p. */
    double attemptsPerPulse() {
        return attemptsPerSecond * pulseSeconds;
    }
}
