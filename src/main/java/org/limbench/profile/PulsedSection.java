package org.limbench.profile;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.physics.Ageing;
import org.limbench.physics.CellDefects;
import org.limbench.physics.NonlinearityLabel;
import org.limbench.physics.PulseEnergy;
import org.limbench.physics.PulseNoise;
import org.limbench.physics.PulseResponse;
import org.limbench.physics.PulseStep;
import org.limbench.physics.PulsedCell;
import org.limbench.physics.Wear;
import org.limbench.physics.WeightRange;

/** Reads a pulsed cell; {@code cell.model} names the shape of its response. */
record PulsedSection(QuantityReader in) {
    PulsedCell read() {
        WeightRange range = new WeightRange(
                cell("leastWeight", "leastWeight"),
                cell("mostWeight", "mostWeight"),
                cell("leastSpread", "leastSpread"),
                cell("mostSpread", "mostSpread"));
        boolean saturating = in.text("cell.model").equals("saturating-step");
        PulseStep step = saturating ? stepOfPulses(range) : step();
        PulsedCell cell = PulsedCell.of(
                        range,
                        step,
                        response(),
                        in.number("cell.leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                        in.number("cell.mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                        CellSection.voltage(in),
                        in.number("drive.pulse", "pulseSeconds", Dimension.TIME))
                .withNoise(noise(saturating, range, step))
                .withEnergy(energy());
        return cell.withPowerOn(
                        in.number("powerOn.weight", "powerOnWeight", Dimension.NUMBER),
                        in.number("powerOn.spread", "powerOnSpread", Dimension.NUMBER))
                .withDecline(new Ageing(leak(), diffusion(), drift()), wear(), defects());
    }

    private double cell(String key, String component) {
        return in.number("cell." + key, component, Dimension.NUMBER);
    }

    private PulseStep step() {
        PulseStep step = new PulseStep(
                cell("step", "weight"),
                cell("stepSpread", "spread"),
                in.has("cell.stepLogNormal") && in.flag("cell.stepLogNormal", "logNormal"),
                cell("asymmetry", "asymmetry"),
                cell("asymmetrySpread", "asymmetrySpread"));
        in.alsoCalled("step.weight", "weight");
        return step;
    }

    private PulseStep stepOfPulses(WeightRange range) {
        double up = cell("upPulses", "upPulses");
        PulseStep step = PulseStep.ofPulses(range, up, cell("downPulses", "downPulses"));
        in.alsoCalled("step.weight", "upPulses");
        return step.withSpread(cell("stepSpread", "spread"));
    }

    private PulseNoise noise(boolean ofRange, WeightRange range, PulseStep step) {
        double cycleSpread = cell("cycleSpread", "cycleSpread");
        in.alsoCalled("ofRange", "cycleSpread");
        double cycles = ofRange ? PulseNoise.ofRange(cycleSpread, range, step).cycleSpread() : cycleSpread;
        return new PulseNoise(cycles, cell("writeNoise", "writeNoise"));
    }

    private PulseResponse response() {
        return switch (in.text("cell.model")) {
            case "constant-step" -> new PulseResponse.Constant();
            case "linear-step" -> linear();
            case "soft-bounds" -> new PulseResponse.SoftBounds(multiplicativeNoise());
            case "soft-bounds-reference" ->
                new PulseResponse.SoftBoundsReference(
                        multiplicativeNoise(),
                        in.flag("cell.subtractSymmetryPoint", "subtractSymmetryPoint"),
                        cell("referenceWeight", "referenceWeight"),
                        cell("referenceSpread", "referenceSpread"));
            case "exponential-step" -> exponential();
            case "power-step" ->
                new PulseResponse.Power(
                        cell("exponent", "exponent"),
                        cell("exponentSpread", "exponentSpread"),
                        cell("exponentAsymmetry", "asymmetry"),
                        cell("exponentAsymmetrySpread", "asymmetrySpread"));
            case "piecewise-step" ->
                new PulseResponse.Piecewise(
                        in.numbers("cell.upNodes", "upNodes"), in.numbers("cell.downNodes", "downNodes"));
            case "saturating-step" -> saturating();
            default -> throw new IllegalStateException("the schema lets no other model pass");
        };
    }

    private boolean multiplicativeNoise() {
        return in.flag("cell.multiplicativeNoise", "multiplicativeNoise");
    }

    private PulseResponse.Linear linear() {
        return new PulseResponse.Linear(
                cell("upDecrease", "upDecrease"),
                cell("downDecrease", "downDecrease"),
                cell("upDecreaseSpread", "upSpread"),
                cell("downDecreaseSpread", "downSpread"),
                multiplicativeNoise(),
                in.flag("cell.meanBound", "meanBound"),
                in.flag("cell.mayIncrease", "mayIncrease"));
    }

    private PulseResponse.Exponential exponential() {
        return new PulseResponse.Exponential(
                cell("upFactor", "upFactor"),
                cell("downFactor", "downFactor"),
                cell("upRate", "upRate"),
                cell("downRate", "downRate"),
                cell("slope", "slope"),
                cell("offset", "offset"),
                cell("additiveNoise", "additiveNoise"),
                cell("weightNoise", "weightNoise"));
    }

    private PulseResponse.Saturating saturating() {
        double up = cell("upLabel", "upLabel");
        in.alsoCalled("label", "upLabel");
        double upConstant = NonlinearityLabel.constant(up);
        double down = cell("downLabel", "downLabel");
        in.alsoCalled("label", "downLabel");
        // published labels are below 0 where depression saturates
        double downConstant = NonlinearityLabel.constant(-down);
        return new PulseResponse.Saturating(upConstant, downConstant, cell("labelSpread", "labelSpread"));
    }

    private PulseEnergy energy() {
        return new PulseEnergy(
                PulseEnergy.Conduction.valueOf(
                        in.choice("energy.pulse.conduction", "conduction").toUpperCase(Locale.ROOT)),
                in.number("energy.pulse.gateCapacitance", "gateFarads", Dimension.CAPACITANCE),
                in.number("energy.pulse.stated", "joulesPerPulse", Dimension.ENERGY));
    }

    private Ageing.@Nullable Leak leak() {
        return !in.has("ageing.leak")
                ? null
                : new Ageing.Leak(
                        in.number("ageing.leak.lifetime", "lifetimeSeconds", Dimension.TIME),
                        in.number("ageing.leak.lifetimeSpread", "lifetimeSpread", Dimension.NUMBER),
                        in.number("ageing.leak.restWeight", "restWeight", Dimension.NUMBER),
                        in.number("ageing.leak.restSpread", "restSpread", Dimension.NUMBER));
    }

    private Ageing.@Nullable Diffusion diffusion() {
        return !in.has("ageing.diffusion")
                ? null
                : new Ageing.Diffusion(
                        in.number("ageing.diffusion.rate", "weightPerRootSecond", Dimension.NUMBER),
                        in.number("ageing.diffusion.spread", "spread", Dimension.NUMBER));
    }

    private Ageing.@Nullable Drift drift() {
        return !in.has("ageing.drift")
                ? null
                : new Ageing.Drift(
                        in.number("ageing.drift.referenceTime", "referenceSeconds", Dimension.TIME),
                        drift("meanSlope"),
                        drift("meanOffset"),
                        drift("leastMean"),
                        drift("mostMean"),
                        drift("deviationSlope"),
                        drift("deviationOffset"),
                        drift("leastDeviation"),
                        drift("mostDeviation"));
    }

    private double drift(String key) {
        return in.number("ageing.drift." + key, key, Dimension.NUMBER);
    }

    private @Nullable Wear wear() {
        return !in.has("ageing.endurance")
                ? null
                : new Wear(
                        wear("medianCycles"),
                        wear("cyclesSpread"),
                        wear("pulsesPerCycle"),
                        wear("shrinkExponent"),
                        wear("shrinkCentre"));
    }

    private double wear(String key) {
        return in.number("ageing.endurance." + key, key, Dimension.NUMBER);
    }

    private CellDefects defects() {
        return !in.has("cell.defects")
                ? CellDefects.NONE
                : new CellDefects(
                        cell("defects.stuck", "stuckFraction"),
                        cell("defects.corrupt", "corruptFraction"),
                        cell("defects.corruptRange", "corruptRange"));
    }
}
