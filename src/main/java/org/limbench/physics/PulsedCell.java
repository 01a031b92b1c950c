package org.limbench.physics;

import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.Require;

/**
 * A resistive or gated cell that every pulse moves by one step: resistive and phase-change memory, electrochemical and
 * ferroelectric cells, floating gates in their phenomenological form.
 *
 * <p>A hidden weight moves by {@link PulseStep}, shaped by a {@link PulseResponse}, within a {@link WeightRange}; what is
 * seen is that weight plus write noise, mapped linearly to a conductance. Amplitude and width of a pulse set its energy
 * alone: its step is that of the nominal pulse, and a half-selected cell does not move (both our assumptions).
 *
 * @param range hard bounds of the hidden weight
 * @param step how far a pulse moves it
 * @param response how that depends on the weight
 * @param noise cycle-to-cycle and write noise
 * @param powerOnWeight mean weight read at power-on, within the nominal bounds
 * @param powerOnSpread standard deviation of it, weight units, 0 or more; clipped to the cell's bounds
 * @param ageing what time does to it
 * @param wear what cycling does to it; null: nothing
 * @param defects cells that do not work
 * @param energy what a pulse costs
 * @param leastSiemens conductance of the nominal leastWeight, S, 0 or more
 * @param mostSiemens conductance of the nominal mostWeight, S, above leastSiemens; the map is linear, goes on beyond the
 *     nominal bounds, and a conductance below 0 reads 0
 * @param voltage nominal pulse amplitudes, V
 * @param pulseSeconds nominal pulse width, s, more than 0
 */
public record PulsedCell(
        WeightRange range,
        PulseStep step,
        PulseResponse response,
        PulseNoise noise,
        double powerOnWeight,
        double powerOnSpread,
        Ageing ageing,
        @Nullable Wear wear,
        CellDefects defects,
        PulseEnergy energy,
        double leastSiemens,
        double mostSiemens,
        Drive.Voltage voltage,
        double pulseSeconds)
        implements CellModel {
    public PulsedCell {
        if (step.weight() >= range.span()) {
            throw new IllegalArgumentException("step.weight is " + step.weight()
                    + " weight units; allowed: less than the span of the bounds, " + range.span());
        }
        Require.between("powerOnWeight", powerOnWeight, range.leastWeight(), range.mostWeight(), "weight units");
        Require.atLeastZero("powerOnSpread", powerOnSpread, "weight units");
        Require.atLeastZero("leastSiemens", leastSiemens, "S");
        Require.finite("mostSiemens", mostSiemens, "S");
        if (!(mostSiemens > leastSiemens)) {
            throw new IllegalArgumentException(
                    "mostSiemens is " + mostSiemens + " S; allowed: more than leastSiemens, " + leastSiemens + " S");
        }
        Require.positive("pulseSeconds", pulseSeconds, "s");
    }

    /** An ohmic cell without noise, ageing, wear or defects that wakes at weight 0. */
    public static PulsedCell of(
            WeightRange range,
            PulseStep step,
            PulseResponse response,
            double leastSiemens,
            double mostSiemens,
            Drive.Voltage voltage,
            double pulseSeconds) {
        return new PulsedCell(
                range,
                step,
                response,
                PulseNoise.NONE,
                0,
                0,
                Ageing.NONE,
                null,
                CellDefects.NONE,
                PulseEnergy.OHMIC,
                leastSiemens,
                mostSiemens,
                voltage,
                pulseSeconds);
    }

    /** This cell with other noise. */
    public PulsedCell withNoise(PulseNoise other) {
        return new PulsedCell(
                range,
                step,
                response,
                other,
                powerOnWeight,
                powerOnSpread,
                ageing,
                wear,
                defects,
                energy,
                leastSiemens,
                mostSiemens,
                voltage,
                pulseSeconds);
    }

    /** This cell with another weight at power-on. */
    public PulsedCell withPowerOn(double weight, double spread) {
        return new PulsedCell(
                range,
                step,
                response,
                noise,
                weight,
                spread,
                ageing,
                wear,
                defects,
                energy,
                leastSiemens,
                mostSiemens,
                voltage,
                pulseSeconds);
    }

    /** This cell with other ageing, wear and defects. */
    public PulsedCell withDecline(Ageing newAgeing, @Nullable Wear newWear, CellDefects newDefects) {
        return new PulsedCell(
                range,
                step,
                response,
                noise,
                powerOnWeight,
                powerOnSpread,
                newAgeing,
                newWear,
                newDefects,
                energy,
                leastSiemens,
                mostSiemens,
                voltage,
                pulseSeconds);
    }

    /** This cell with other pulse energy. */
    public PulsedCell withEnergy(PulseEnergy other) {
        return new PulsedCell(
                range,
                step,
                response,
                noise,
                powerOnWeight,
                powerOnSpread,
                ageing,
                wear,
                defects,
                other,
                leastSiemens,
                mostSiemens,
                voltage,
                pulseSeconds);
    }

    @Override
    public DriveKind driveKind() {
        return DriveKind.VOLTAGE;
    }

    /** 0: the state is continuous. */
    @Override
    public int levels() {
        return 0;
    }

    /**
     * Mean of the sizes of the nominal up and down step at weight 0, S; the step before its response where both vanish
     * there.
     */
    @Override
    public double minimumStepSiemens() {
        double mean = (Math.abs(meanStep(0, true)) + Math.abs(meanStep(0, false))) / 2;
        return (mean > 0 ? mean : step.weight()) * siemensPerWeight();
    }

    /** Signed mean change of the weight by one pulse of a nominal cell at a hidden weight, clipping left out. */
    public double meanStep(double weight, boolean up) {
        return PulseKernel.nominal(this).meanStep(0, up, weight);
    }

    /** Slope of the linear map from weight to conductance, S per weight unit. */
    public double siemensPerWeight() {
        return (mostSiemens - leastSiemens) / range.span();
    }

    @Override
    public @Nullable BarrierLimits barrierLimits() {
        return null;
    }

    @Override
    public long bytesPerCell() {
        return PulsedArray.bytesPerCell(this);
    }

    @Override
    public CellArray newArray(ArrayGeometry geometry, double temperatureKelvin, ArrayEnergetics energetics, long seed) {
        Require.positive("temperatureKelvin", temperatureKelvin, "K");
        return new PulsedArray(this, geometry, energetics, seed);
    }
}
