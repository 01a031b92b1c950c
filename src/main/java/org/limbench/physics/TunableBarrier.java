package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;

/**
 * A cell of integer levels in a row whose neighbours are separated by a barrier that the drive sets: thermally activated
 * jumps with exact local detailed balance, ln(k+/k-) = tilt/kT.
 *
 * <p>What the kinds differ in is how a tilt lowers the barrier, {@link #alongBarrierKt}. The rate along the tilt is
 * Gamma0 exp(-that), never above Gamma0; the rate against it is smaller by exp(-tilt/kT), whatever the kind.
 */
public sealed interface TunableBarrier extends CellModel permits BarrierChain, TwoLevelBarrier {
    /** Range, hold barrier, largest tilt, nominal attempt rate, half-select fraction. */
    BarrierLimits barrier();

    /** Device-to-device standard deviation of ln(attempt rate). */
    double attemptSpread();

    /** Device-to-device standard deviation of an offset added to every barrier of a cell, along and against alike, J. */
    double barrierSpreadJoules();

    /** Power-on levels are uniform from this one. */
    int leastPowerOnLevel();

    /** To this one. */
    int mostPowerOnLevel();

    /**
     * Barrier that a jump in the direction of the tilt meets, in kT.
     *
     * @param openKt barrier at zero tilt, kT, 0 or more
     * @param tiltKt energy released per jump, kT, 0 to twice the barrier
     * @return 0 or more up to rounding; openKt at zero tilt
     */
    double alongBarrierKt(double openKt, double tiltKt);

    @Override
    default DriveKind driveKind() {
        return DriveKind.BARRIER;
    }

    /** Conductance between neighbouring levels, S. */
    @Override
    default double minimumStepSiemens() {
        return (mostSiemens() - leastSiemens()) / (levels() - 1);
    }

    @Override
    default BarrierLimits barrierLimits() {
        return barrier();
    }

    @Override
    default Drive.@Nullable Voltage voltage() {
        return null;
    }

    @Override
    default long bytesPerCell() {
        return BarrierState.BYTES_PER_CELL;
    }

    @Override
    default CellArray newArray(
            ArrayGeometry geometry, double temperatureKelvin, ArrayEnergetics energetics, long seed) {
        return new TunableBarrierArray(this, geometry, temperatureKelvin, energetics, seed);
    }
}
