package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** One mistake in the starter of each model gives one line with the key, what stands there and what may. */
final class BrokenStartersTest {
    private static final Object GONE = new Object();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();

    @TempDir
    Path folder;

    /** Model, where the mistake is, what stands there instead, then key path, value and allowed of the line. */
    static Stream<Arguments> defects() {
        return Stream.of(
                        // a barrier, or none
                        of("two-level-barrier", "barrier.biasExponent", "3", "2 or 1.5"),
                        of("two-level-barrier", "cell.mostConductance", "1 nS", "leastSiemens"),
                        of("two-level-barrier", "cell.leastConductance", "-1 nS", "0 S or more"),
                        of("two-level-barrier", "powerOn.mostLevel", "2", "0 to 1"),
                        of("two-level-barrier", "powerOn.leastLevel", "1.5", "a whole number"),
                        of("two-level-barrier", "drive.halfSelectFraction", "1.5", "0 to 1"),
                        of("two-level-barrier", "drive.mostTilt", "-1 kT", "0 J or more"),
                        of("two-level-barrier", "barrier.leverArm", "0 eV/V", "more than 0 J/V"),
                        of("two-level-barrier", "barrier.tiltLeverArm", "1 eV", "an energy per volt"),
                        of("two-level-barrier", "barrier.recovery", "2", "0 to 1"),
                        of("two-level-barrier", "barrier.capacitance", "-1 fF", "0 F or more"),
                        of("two-level-barrier", "barrier.attemptSpread", "6", "0 to 5"),
                        of("barrier-chain", "barrier.spread", "-1 kT", "0 J or more"),
                        of("barrier-chain", "drive.step", "-1 mV", "0 V or more"),
                        gone("barrier-chain", "barrier", "barrier", "tunable barrier"),
                        gone("barrier-chain", "drive.mostTilt", "drive.mostTilt", "largest tilt"),
                        at("barrier-chain", "barrier", "none", "barrier", "none", "the tunable barrier"),
                        at("soft-bounds", "barrier", "high", "barrier", "high", "none"),
                        // tunnelling
                        of("fowler-nordheim", "cell.gateCoupling", "0", "more than 0, at most 1"),
                        of("fowler-nordheim", "cell.midConductance", "0 S", "between leastSiemens"),
                        of("fowler-nordheim", "cell.k1", "-1 /s", "more than 0 1/s"),
                        of("fowler-nordheim", "cell.k2", "325 /s", "a voltage"),
                        of("fowler-nordheim", "cell.conductancePerVolt", "1 S", "a conductance per volt"),
                        of("fowler-nordheim", "powerOn.voltage", "0 V", "more than 0 V"),
                        at(
                                "fowler-nordheim",
                                "cell.shotNoise.value",
                                "yes",
                                "cell.shotNoise.value",
                                "yes",
                                "true or false"),
                        // charge
                        of("gain-cell", "cell.leastVoltage", "0.1 V", "0 V or less"),
                        of("gain-cell", "cell.packet", "1 C", "at most what fills the range"),
                        of("gain-cell", "cell.packet", "5 fJ", "a charge"),
                        of("gain-cell", "cell.packetSpread", "7", "0 to 5"),
                        of("gain-cell", "ageing.leak.lifetime", "0 s", "more than 0 s"),
                        of("gain-cell", "drive.potentiateVoltage", "0.1 V", "at least mostVolts"),
                        of("gain-cell", "powerOn.voltage", "2 V", "0.5 V"),
                        gone("gain-cell", "ageing", "ageing", "leak"),
                        gone("gain-cell", "ageing.leak.spread", "ageing.leak.spread", "logarithm"),
                        // pulses
                        of("constant-step", "cell.leastWeight", "1", "0 weight units or less"),
                        of("constant-step", "cell.mostWeight", "-2", "above leastWeight"),
                        of("constant-step", "cell.step", "5", "less than the span"),
                        of("constant-step", "cell.step", "0", "more than 0"),
                        of("constant-step", "cell.stepSpread", "3", "0.0 to 2.0 of the step"),
                        of("constant-step", "cell.asymmetry", "2", "-1.0 to 1.0 of the step"),
                        of("constant-step", "cell.cycleSpread", "-1", "0 steps or more"),
                        of("constant-step", "cell.writeNoise", "-1", "0 steps or more"),
                        of("constant-step", "cell.defects.stuck", "2", "0.0 to 1.0 of the cells"),
                        of("constant-step", "powerOn.weight", "4", "-1.0 to 1.0 weight units"),
                        of("linear-step", "cell.upDecrease", "20", "to 10.0"),
                        of("linear-step", "cell.downDecreaseSpread", "-1", "to 10.0"),
                        at("linear-step", "cell.mayIncrease.value", 3, "cell.mayIncrease.value", "3", "true or false"),
                        of("soft-bounds", "drive.mostVoltage", "1 V", "at least the nominal 1.6 V"),
                        of("soft-bounds", "drive.potentiateVoltage", "0 V", "more than 0 V"),
                        of("soft-bounds", "drive.updateLatency", "-1 s", "0 s or more"),
                        of("soft-bounds-reference", "cell.referenceSpread", "-1", "0 weight units or more"),
                        of("exponential-step", "cell.upRate", "99", "50"),
                        of("exponential-step", "cell.slope", "5", "3"),
                        of("exponential-step", "cell.weightNoise", "-1", "or more"),
                        of("power-step", "cell.exponent", "-1", "100"),
                        of("power-step", "cell.exponentAsymmetrySpread", "2", "1.0"),
                        at(
                                "piecewise-step",
                                "cell.downNodes.value",
                                List.of(1),
                                "cell.downNodes",
                                "[1]",
                                "that of upNodes"),
                        at(
                                "piecewise-step",
                                "cell.upNodes.value",
                                List.of(),
                                "cell.upNodes.value",
                                "[]",
                                "1 to 64 numbers"),
                        at(
                                "piecewise-step",
                                "cell.upNodes.value",
                                List.of(1, "x"),
                                "cell.upNodes.value.1",
                                "x",
                                "a number"),
                        at("piecewise-step", "cell.upNodes.value", 7, "cell.upNodes.value", "7", "1 to 64 numbers"),
                        of("saturating-step", "cell.upLabel", "12", "-9.0"),
                        of("saturating-step", "cell.upPulses", "0", "more than 0 pulses"),
                        of("saturating-step", "cell.upPulses", "0.5", "less than the span"),
                        of("saturating-step", "cell.labelSpread", "10", "9.0"),
                        gone("saturating-step", "cell.downLabel", "cell.downLabel", "below 0 saturating"),
                        // ageing, energy
                        of("soft-bounds", "ageing.publishedRetention", "0 s", "more than 0 s"),
                        of("soft-bounds", "ageing.publishedRetention", "10 y", "a time"),
                        of("soft-bounds", "ageing.leak.lifetimeSpread", "2", "1.0"),
                        of("soft-bounds", "ageing.diffusion.rate", "-1", "or more"),
                        of("soft-bounds", "ageing.drift.leastMean", "0.2", "0.1"),
                        of("soft-bounds", "ageing.drift.mostDeviation", "20", "10.0"),
                        of("soft-bounds", "ageing.drift.referenceTime", "0 s", "more than 0 s"),
                        of("soft-bounds", "ageing.endurance.pulsesPerCycle", "0.5", "1.0E9 pulses"),
                        of("soft-bounds", "ageing.endurance.shrinkCentre", "2", "1.0 of the range"),
                        of("soft-bounds", "energy.pulse.gateCapacitance", "-1 fF", "0 F or more"),
                        at(
                                "soft-bounds",
                                "energy.pulse.conduction.value",
                                "some",
                                "energy.pulse.conduction.value",
                                "some",
                                "before, mean or none"),
                        gone("soft-bounds", "energy.pulse", "energy.pulse", "what a pulse costs"),
                        at("soft-bounds", "ageing", "slow", "ageing", "slow", "what time and use do"),
                        // reads and meter
                        of("soft-bounds", "read.voltage", "0 V", "more than 0 V"),
                        of("soft-bounds", "read.inputBits", "9", "2 to 8"),
                        of("soft-bounds", "read.differentialNonlinearity", "1", "0 to 0.5"),
                        of("soft-bounds", "read.noise.flicker.exponent", "3", "0 to 2"),
                        of("soft-bounds", "read.noise.saturating.scale", "0 S", "more than 0 S"),
                        of("soft-bounds", "read.noise.bandwidth", "1 J", "a rate"),
                        gone("soft-bounds", "read.noise.constant", "read.noise.constant", "standard deviation"),
                        at("soft-bounds", "read.noise", "loud", "read.noise", "loud", "contributions to read noise"),
                        gone("soft-bounds", "read.noise.flicker.most", "read.noise.flicker.most", "largest relative"),
                        at("soft-bounds", "meter.update", new Object[0], "meter.update", "{}", "some of lsb"),
                        at("soft-bounds", "cell.levels", "2", "cell.levels", "an unknown key", "step"),
                        at("soft-bounds", "drive.mostTilt", "2", "drive.mostTilt", "an unknown key", "pulse"),
                        at("soft-bounds", "format", 2, "line 1", "format: 2", "format: 1"))
                .map(Arguments::of);
    }

    private static Object[] of(String model, String keyPath, String value, String allowed) {
        return new Object[] {model, keyPath + ".value", value, keyPath, value, allowed};
    }

    private static Object[] gone(String model, String at, String keyPath, String allowed) {
        return new Object[] {model, at, GONE, keyPath, "missing", allowed};
    }

    private static Object[] at(String model, String at, Object value, String keyPath, String shown, String allowed) {
        return new Object[] {model, at, value, keyPath, shown, allowed};
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("defects")
    void oneMistakeGivesOneLine(String model, String at, Object value, String keyPath, String shown, String allowed)
            throws IOException {
        ObjectNode tree = (ObjectNode) YAML.readTree(ProfileStarter.text(model, true));
        int dot = at.lastIndexOf('.');
        ObjectNode owner =
                (ObjectNode) tree.at(dot < 0 ? "" : "/" + at.substring(0, dot).replace('.', '/'));
        String key = at.substring(dot + 1);
        if (value == GONE) {
            assertThat(owner.remove(key)).isNotNull();
        } else {
            JsonNode node = value instanceof Object[] ? YAML.createObjectNode() : YAML.valueToTree(value);
            owner.set(key, node);
        }
        Path file = Files.writeString(folder.resolve("broken.yaml"), YAML.writeValueAsString(tree));
        ProfileCheck check = ProfileCheck.of(file.toString());
        assertThat(check.problems()).as(ProfileReport.validation(check)).hasSize(1);
        ProfileProblem problem = check.problems().get(0);
        assertThat(problem.keyPath()).as(problem.line()).isEqualTo(keyPath);
        assertThat(problem.value()).as(problem.line()).contains(shown);
        assertThat(problem.allowed()).as(problem.line()).contains(allowed);
    }
}
