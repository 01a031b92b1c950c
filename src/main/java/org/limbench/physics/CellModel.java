package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;

/**
 * The parameters of one kind of cell, hidden truth included; makes arrays of it.
 *
 * <p>Implementations are immutable, validated records named by mechanism. What a host may know of them is in the methods
 * below, which fill a {@link org.limbench.device.Datasheet}.
 */
public sealed interface CellModel permits TunableBarrier, FowlerNordheim, GainCell, PulsedCell {
    /** How cells of this kind are driven. */
    DriveKind driveKind();

    /** Levels per cell; 0 where the state is continuous. */
    int levels();

    /** Nominal lowest conductance, S. */
    double leastSiemens();

    /** Nominal highest conductance, S; above the lowest. */
    double mostSiemens();

    /** Nominal mean change of one pulse (one level where there are levels), S, more than 0. */
    double minimumStepSiemens();

    /** Limits of the tunable barrier; null for {@link DriveKind#VOLTAGE}. */
    @Nullable
    BarrierLimits barrierLimits();

    /** Nominal pulse amplitudes; null for {@link DriveKind#BARRIER}. */
    Drive.@Nullable Voltage voltage();

    /** Nominal pulse width, s. */
    double pulseSeconds();

    /** Memory that the state and the parameters of one cell take in an array, bytes. */
    long bytesPerCell();

    /**
     * An array of such cells, fresh from power-on.
     *
     * @param temperatureKelvin bath temperature, K, more than 0
     * @param energetics what lines, actuators and periphery cost
     * @param seed of every random stream of the array: variation, power-on state, noise
     */
    CellArray newArray(ArrayGeometry geometry, double temperatureKelvin, ArrayEnergetics energetics, long seed);
}
