package org.limbench.physics;

import org.limbench.device.Drive;
import org.limbench.device.RandomStream;

/**
 * Jump means of one pulse of a tunable-barrier cell, aimed at cell after cell of one command; exponentials are kept while the cell's
 * rate stays the same. Single-threaded.
 */
final class PulseLaw {
    /** exp(-barrier along the tilt / kT), at most 1 by the clamp of the drive. */
    final double alongFactor;

    private final double tiltJoules;
    private final double tiltKt;
    private final double pulseSeconds;
    private double rate = Double.NaN;
    private double alongMean;
    private double againstMean;
    private double expMinusAlong;
    private double expMinusAgainst;
    private boolean up;

    /** Tilt with the sign of the pulse aimed, J. */
    double signedTiltJoules;

    PulseLaw(TunableBarrier model, Drive.Barrier drive, double kt, double pulseSeconds) {
        this.tiltJoules = drive.tiltJoules();
        this.tiltKt = drive.tiltJoules() / kt;
        this.pulseSeconds = pulseSeconds;
        this.alongFactor = StrictMath.exp(-model.alongBarrierKt(drive.barrierJoules() / kt, tiltKt));
    }

    /** Takes a cell's rate along the tilt, 1/s, and the direction of its pulses. */
    void aim(double alongRate, boolean upward) {
        up = upward;
        signedTiltJoules = upward ? tiltJoules : -tiltJoules;
        if (alongRate != rate) {
            rate = alongRate;
            alongMean = alongRate * pulseSeconds;
            // local detailed balance: the two rates differ by exp(tilt/kT), whatever the cell
            againstMean = alongMean * StrictMath.exp(-tiltKt);
            expMinusAlong = StrictMath.exp(-alongMean);
            expMinusAgainst = StrictMath.exp(-againstMean);
        }
    }

    /** Level after one pulse. */
    int single(ReflectingWalk walk, int level, RandomStream.Cursor cursor) {
        return up
                ? walk.after(level, alongMean, againstMean, tiltKt, expMinusAlong, expMinusAgainst, cursor)
                : walk.after(level, againstMean, alongMean, -tiltKt, expMinusAgainst, expMinusAlong, cursor);
    }

    /** Level after several pulses in a row. */
    int several(ReflectingWalk walk, int level, int pulses, RandomStream.Cursor cursor) {
        double along = alongMean * pulses;
        double against = againstMean * pulses;
        return up
                ? walk.after(level, along, against, tiltKt, cursor)
                : walk.after(level, against, along, -tiltKt, cursor);
    }
}
