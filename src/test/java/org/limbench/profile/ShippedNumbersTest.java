package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped numbers against their sources, typed off these by hand. */
final class ShippedNumbersTest {
    /** aihwkit, simulator/presets/devices.py: dw_min, w_min, w_max, the relative spreads, cycle noise, write noise. */
    @ParameterizedTest
    @CsvSource({
        "idealized,       0.0002,    -1,      1,      0.3,    0.3,    0.3,    0.3,    0,        0,    0",
        "gokmen-vlasov,   0.0016,    -1,      1,      0.3,    0.3,    0.3,    0.3,    0,        0.01, 0",
        "reram-es,        0.00135,   -1,      1,      0.2,    0.3,    0.3,    5,      0.259359, 0.05, 75",
        "reram-sb,        0.002,     -0.75,   1.25,   0.3,    0.4,    0.24,   3.75,   0,        0.01, 56",
        "reram-array-om,  0.0949,    -1,      1,      0.7829, 0.5695, 0.3499, 0.4158, 0,        0.01, 1.4113",
        "reram-array-hfo2,0.4622,    -1,      1,      0.7125, 0.599,  0.4295, 0.2174, 0,        0.01, 0.5841",
        "capacitor,       0.005,     -1,      1,      0.1,    0.07,   0.07,   0.3,    0,        0.06, 0",
        "ecram,           0.002,     -0.8276, 1.1724, 0.1,    0.05,   0.05,   0.3,    0,        0.01, 0",
        "ecram-mo,        2.8214e-4, -0.8286, 1.1714, 0.1,    0.05,   0.05,   2,      0,        0.01, 0",
        "pcm,             0.01,      0,       2,      0.2,    0,      0.1,    0.6,    0,        0.05, 0"
    })
    void presetsAreThoseOfAihwkit(
            String name,
            double step,
            double least,
            double most,
            double stepSpread,
            double leastSpread,
            double mostSpread,
            double cycleSpread,
            double asymmetry,
            double asymmetrySpread,
            double writeNoise) {
        Map<String, Quantity> cell = quantities(name);
        holds(cell, "cell.step", step);
        holds(cell, "cell.leastWeight", least);
        holds(cell, "cell.mostWeight", most);
        holds(cell, "cell.stepSpread", stepSpread);
        holds(cell, "cell.leastSpread", leastSpread);
        holds(cell, "cell.mostSpread", mostSpread);
        holds(cell, "cell.cycleSpread", cycleSpread);
        holds(cell, "cell.asymmetry", asymmetry);
        holds(cell, "cell.asymmetrySpread", asymmetrySpread);
        holds(cell, "cell.writeNoise", writeNoise);
        assertThat(cell.get("cell.step").source()).startsWith("repo:IBM/aihwkit");
        assertThat(cell.get("cell.step").confidence()).isEqualTo(Confidence.FITTED);
    }

    /** MLP NeuroSim V3.0, manual, Table II: states, labels, R_on, on/off, volts, pulse, noise over the range. */
    @ParameterizedTest
    @CsvSource({
        "taox-hfox, 128, 128, 0.04, -0.63, 100e3,    10,   1.6,  1.6,  50e-9,  0.037",
        "ag-asi,    97,  100, 2.4,  -4.88, 26e6,     12.5, 3.2,  2.8,  300e-6, 0.035",
        "epiram,    64,  64,  0.5,  -0.5,  81e3,     50.2, 5,    3,    5e-6,   0.02",
        "fefet-hzo, 32,  32,  1.75, 1.46,  559.28e3, 45,   3.65, 2.95, 75e-9,  0.005"
    })
    void benchmarkDevicesAreThoseOfNeuroSim(
            String name,
            double up,
            double down,
            double upLabel,
            double downLabel,
            double ohms,
            double onOff,
            double potentiate,
            double depress,
            double pulse,
            double noise) {
        Map<String, Quantity> cell = quantities(name);
        holds(cell, "cell.upPulses", up);
        holds(cell, "cell.downPulses", down);
        holds(cell, "cell.upLabel", upLabel);
        holds(cell, "cell.downLabel", downLabel);
        holds(cell, "drive.potentiateVoltage", potentiate);
        holds(cell, "drive.depressVoltage", depress);
        holds(cell, "drive.pulse", pulse);
        holds(cell, "cell.cycleSpread", noise);
        assertThat(cell.get("cell.mostConductance").value() * ohms).isCloseTo(1, within(1e-4));
        assertThat(cell.get("cell.mostConductance").value()
                        / cell.get("cell.leastConductance").value())
                .isCloseTo(onOff, within(1e-3));
    }

    /** Any other number of note: profile, key, SI value. */
    @ParameterizedTest
    @CsvSource({
        "reram-es,  cell.upFactor, -1.18445",
        "reram-es,  cell.downFactor, -0.081404",
        "reram-es,  cell.upRate, 5",
        "reram-es,  cell.slope, -0.5",
        "reram-es,  cell.offset, -0.5",
        "pcm,       cell.upFactor, -27.235",
        "pcm,       cell.downFactor, -2.235",
        "pcm,       cell.downRate, 2.5",
        "pcm,       cell.additiveNoise, 0.042",
        "pcm,       cell.weightNoise, 0.108",
        "pcm,       cell.mostConductance, 25e-6",
        "pcm,       ageing.drift.referenceTime, 20",
        "pcm,       ageing.drift.meanSlope, -0.0155",
        "pcm,       ageing.drift.mostMean, 0.1",
        "pcm,       ageing.drift.deviationOffset, -0.0059",
        "pcm,       read.noise.flicker.coefficient, 0.0088",
        "pcm,       read.noise.flicker.readTime, 250e-9",
        "ecram,     cell.upDecrease, 0.1153",
        "ecram,     cell.downDecrease, 0.5085",
        "ecram-mo,  cell.upDecrease, 0.4152",
        "ecram-mo,  cell.downDecrease, 0.7342",
        "capacitor, cell.upDecrease, 0.05",
        "capacitor, ageing.leak.lifetimeSpread, 0.3",
        "reram-array-om, cell.referenceSpread, 0.05",
        "reram-array-om, cell.defects.corrupt, 0",
        "sonos,     read.noise.saturating.amplitude, 125.8037e-9",
        "sonos,     cell.mostConductance, 16e-6",
        "gain-cell, ageing.publishedRetention, 77e-6",
        "smtj,      barrier.mostAttemptRate, 1e15",
        "smtj,      barrier.biasExponent, 2",
        "fn-dam,    cell.k2, 325",
        "fn-dam,    read.bits, 14"
    })
    void otherNumbersAreThoseOfTheirSources(String name, String key, double value) {
        holds(quantities(name), key, value);
    }

    @Test
    void numbersFromMemorySaySo() {
        assertThat(quantities("fn-dam").get("cell.k2").confidence()).isEqualTo(Confidence.RECALLED);
        assertThat(quantities("sonos").get("drive.potentiateVoltage").confidence())
                .isEqualTo(Confidence.RECALLED);
        assertThat(quantities("smtj").get("barrier.hold").confidence()).isEqualTo(Confidence.RECALLED);
        assertThat(quantities("gain-cell").get("cell.nodeCapacitance").confidence())
                .isEqualTo(Confidence.RECALLED);
    }

    @Test
    void hostIsToldTheNoiseOfMidRangeAlone() {
        // 125.8037 nS (1 - exp(-8 uS / 2.1536557 uS)), worked out by hand
        assertThat(ProfileLibrary.load("sonos").datasheet("f").converter().noiseSiemens())
                .isCloseTo(122.7385e-9, within(1e-12));
        // 1/f noise is not white: it is no part of the figure
        assertThat(ProfileLibrary.load("pcm").datasheet("f").converter().noiseSiemens())
                .isCloseTo(75e-9, within(1e-18));
    }

    @Test
    void meanPulseOfEveryBenchmarkDeviceDissipatesWhatItsSourceImplies() {
        // V^2 G t at mid-range: the benchmark's devices in joules, worked out by hand
        Map<String, Double> joules = Map.of("taox-hfox", 7.0e-13, "ag-asi", 6.4e-11, "epiram", 7.9e-10);
        joules.forEach((name, expected) -> assertThat(
                        EnergySplit.of(ProfileLibrary.load(name)).tilt())
                .as(name)
                .isCloseTo(expected, within(0.06 * expected)));
        // a gate of 2.17 aF at 3.65 V: no current
        assertThat(EnergySplit.of(ProfileLibrary.load("fefet-hzo")).tilt()).isCloseTo(2.89e-17, within(2e-19));
    }

    private static Map<String, Quantity> quantities(String name) {
        return ProfileLibrary.load(name).quantities().stream()
                .collect(Collectors.toMap(Quantity::keyPath, Function.identity()));
    }

    private static void holds(Map<String, Quantity> quantities, String key, double value) {
        assertThat(quantities).containsKey(key);
        assertThat(quantities.get(key).value()).as(key).isCloseTo(value, within(1e-9 * Math.abs(value)));
    }
}
