package org.limbench.physics;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;

/** Models and energetics for the tests of this package. */
final class TestModels {
    static final double KT = 1.380649e-23 * 300;
    static final double MICROSECOND = 1e-6;
    static final double ELEMENTARY_CHARGE = 1.602176634e-19;

    private TestModels() {}

    /** Limits with an attempt rate of 1e9/s, barriers 0..150 kT, tilts to 120 kT. */
    static BarrierLimits limits(double holdKt, double halfSelectFraction) {
        return new BarrierLimits(0, 150 * KT, holdKt * KT, 120 * KT, 1e9, 1e15, halfSelectFraction);
    }

    static BarrierChain chain(int levels, double holdKt, int leastLevel, int mostLevel) {
        return new BarrierChain(
                levels, 1e-6, 1e-6 * levels, limits(holdKt, 0.5), MICROSECOND, 0, 0, leastLevel, mostLevel);
    }

    static BarrierChain variedChain() {
        return new BarrierChain(64, 1e-6, 64e-6, limits(24, 0.5), MICROSECOND, 1.0, 0.5 * KT, 0, 63);
    }

    /** A two-level cell with the hold barrier given, powering on in levels leastLevel to mostLevel. */
    static TwoLevelBarrier twoLevel(
            TwoLevelBarrier.Bifurcation bifurcation, double holdKt, int leastLevel, int mostLevel) {
        return new TwoLevelBarrier(
                1e-6, 2e-6, bifurcation, limits(holdKt, 0.5), MICROSECOND, 0, 0, leastLevel, mostLevel);
    }

    static TwoLevelBarrier variedTwoLevel() {
        return new TwoLevelBarrier(
                1e-6, 2e-6, TwoLevelBarrier.Bifurcation.SADDLE_NODE, limits(24, 0.5), MICROSECOND, 1.0, 0.5 * KT, 0, 1);
    }

    /** A gain cell of 1 fF and 400 packets of 15.6 electrons over 1 V. */
    static GainCell gainCell(boolean noise, double spread, double leakSeconds) {
        return new GainCell(
                1e-15,
                0,
                1,
                2.5e-18,
                spread,
                leakSeconds,
                spread,
                noise,
                0.5,
                spread,
                5e-6,
                50e-6,
                new Drive.Voltage(1.2, 0.2),
                100e-9);
    }

    /** The ReRamSB preset of aihwkit on 5 to 50 uS. */
    static PulsedCell softBounds() {
        return pulsed(new PulseResponse.SoftBounds(false))
                .withNoise(new PulseNoise(3.75, 56))
                .withPowerOn(0, 0.05);
    }

    /** A varied cell of -0.75..1.25 in 1000 steps with the given response and noise per pulse. */
    static PulsedCell pulsed(PulseResponse response) {
        return PulsedCell.of(
                        new WeightRange(-0.75, 1.25, 0.1, 0.08),
                        new PulseStep(0.002, 0.3, false, 0.1, 0.01),
                        response,
                        5e-6,
                        50e-6,
                        new Drive.Voltage(1.5, 1.4),
                        100e-9)
                .withNoise(new PulseNoise(0.5, 0))
                .withPowerOn(0, 0.05);
    }

    /** One cell of every pulsed family, and one with everything that time and use do. */
    static List<CellModel> pulsedFamilies() {
        return List.of(
                softBounds(),
                pulsed(new PulseResponse.Constant()),
                pulsed(new PulseResponse.Linear(0.4, 0.7, 0.05, 0.05, true, true, false)),
                pulsed(new PulseResponse.SoftBoundsReference(true, true, 0, 0.05)),
                pulsed(new PulseResponse.Exponential(-1.18, -0.08, 5, 5, -0.5, -0.5, 0.001, 0.01)),
                pulsed(new PulseResponse.Power(2, 0.1, 0.2, 0.05)),
                pulsed(new PulseResponse.Piecewise(List.of(1.0, 0.8, 0.2), List.of(0.1, 0.9, 1.0))),
                pulsed(new PulseResponse.Saturating(0.5, -0.8, 0.2)),
                worn());
    }

    /** Leaks, diffuses, drifts, wears out; some cells are stuck, some corrupt; gated, with stated energy per pulse. */
    static PulsedCell worn() {
        return pulsed(new PulseResponse.SoftBounds(true))
                .withNoise(new PulseNoise(0.5, 2))
                .withDecline(
                        new Ageing(
                                new Ageing.Leak(1e4, 0.3, 0, 0.05),
                                new Ageing.Diffusion(1e-5, 0.1),
                                new Ageing.Drift(20, -0.0155, 0.0244, 0.049, 0.1, -0.0125, -0.0059, 0.008, 0.045)),
                        new Wear(30, 0.5, 2, 0.5, 0.5),
                        new CellDefects(0.1, 0.1, 0.3))
                .withEnergy(new PulseEnergy(PulseEnergy.Conduction.MEAN, 1e-16, 1e-15));
    }

    /** A cell that wanders over its whole range in a day, with a leak or without. */
    static PulsedCell wandering(boolean leaks) {
        Ageing.Leak leak = leaks ? new Ageing.Leak(1e5, 0.3, 0, 0.05) : null;
        return pulsed(new PulseResponse.Constant())
                .withDecline(new Ageing(leak, new Ageing.Diffusion(3e-3, 0.1), null), null, CellDefects.NONE);
    }

    static FowlerNordheim fowlerNordheim(boolean shotNoise) {
        return new FowlerNordheim(
                325,
                1e16,
                7.5,
                0.01,
                0.1,
                0.5,
                1e-12,
                shotNoise,
                10e-6,
                20e-6,
                0,
                20e-6,
                new Drive.Voltage(4, 4),
                1e-3);
    }

    /** Every cell model, plain and varied: the list over which invariants run. */
    static List<CellModel> all() {
        List<CellModel> all = new ArrayList<>(List.of(
                chain(256, 24, 0, 255),
                chain(2, 30, 0, 1),
                variedChain(),
                twoLevel(TwoLevelBarrier.Bifurcation.PITCHFORK, 24, 0, 1),
                twoLevel(TwoLevelBarrier.Bifurcation.SADDLE_NODE, 30, 0, 1),
                variedTwoLevel(),
                gainCell(false, 0.1, 10),
                gainCell(true, 0, 10),
                fowlerNordheim(false),
                fowlerNordheim(true)));
        all.addAll(pulsedFamilies());
        all.add(wandering(false));
        all.add(wandering(true));
        return all;
    }

    /** No capacitance, nothing recovered, no periphery: the cells alone, slow openings. */
    static ArrayEnergetics cellsAlone(double recovery) {
        return new ArrayEnergetics(
                new ArrayEnergetics.Lines(0, 0, 0.5, ELEMENTARY_CHARGE, recovery),
                new ArrayEnergetics.BarrierActuator(0, ELEMENTARY_CHARGE, 1, false),
                new ArrayEnergetics.Periphery(0, 0, 0, 0));
    }

    /** Everything costs something. */
    static ArrayEnergetics everything() {
        return new ArrayEnergetics(
                new ArrayEnergetics.Lines(1e-16, 2e-16, 0.5, ELEMENTARY_CHARGE, 0.25),
                new ArrayEnergetics.BarrierActuator(1e-17, ELEMENTARY_CHARGE, 0.1, true),
                new ArrayEnergetics.Periphery(1e-15, 1e-16, 1e-17, 1e-9));
    }

    static double[] conductances(CellArray array) {
        double[] into = new double[array.geometry().cells()];
        array.conductancesSiemens(array.geometry().whole(), into);
        return into;
    }

    /** Levels of a chain whose steps are 1e-6 S from 1e-6 S, as {@link #chain} makes them. */
    static int[] levels(CellArray array) {
        double[] siemens = conductances(array);
        int[] levels = new int[siemens.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (int) Math.rint(siemens[i] * 1e6 - 1);
        }
        return levels;
    }

    static ArrayGeometry square(int side) {
        return new ArrayGeometry(side, side);
    }
}
