package org.limbench.protocol.rcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wiring is read whole or refused in one line that names file, key, value and what is allowed. */
final class WiringFileTest {
    private static final Path SHIPPED = Path.of("device-profiles", "wiring", "rcn-16x4.yaml");

    private static String shipped() throws IOException {
        return Files.readString(SHIPPED);
    }

    @Test
    void theShippedWiringIsPackedAndSound() throws IOException {
        Wiring wiring = WiringFile.load("rcn-16x4");
        assertThat(wiring).isEqualTo(WiringFile.parse("rcn-16x4", shipped()));
        assertThat(wiring.lines().geometry().cells()).isEqualTo(64);
        assertThat(wiring.barrier().volts(40)).isEqualTo(2.5);
        assertThat(wiring.barrier().kt(2.5, 4.5)).isEqualTo(24);
        assertThat(wiring.barrier().kt(0, 0)).isEqualTo(80);
        assertThat(wiring.read().mask(2)).isEqualTo(0b10);
        assertThat(wiring.ktJoules()).isEqualTo(4.141947e-21, within(1e-27)); // golden number G01
        assertThat(wiring.numbers()).hasSize(22).allMatch(SourcedNumber::doubtful);
        assertThat(wiring.sha256()).hasSize(64);
    }

    @Test
    void thePulseIsMadeOfSamples() throws IOException {
        CaptureSetting setting = WiringFile.load("rcn-16x4").pulse().setting();
        RcnCommand.CaptureStep capture = setting.of(20e-6);
        assertThat(capture.line()).isEqualTo("CAPTURE_STEP 40 0 149 20");
        assertThat(capture.pretriggerSamples())
                .isEqualTo(setting.baselineSamples())
                .isEqualTo(8);
        assertThat(setting.of(1).prescaler()).isPositive();
        for (double seconds : new double[] {1e-6, 3, Double.MIN_VALUE}) {
            assertThatThrownBy(() -> setting.of(seconds))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("allowed: what 32 samples make, 1.0E-5 to 2.0 s");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format: 1|format: 2|format is 2",
                "summary:|sumary:|sumary is there; allowed: keys format",
                "samples: 40|samples: 4|pulse: samples is 4; allowed: 8",
                "samples: 40|samples: many|pulse.samples is \"many\"; allowed: a whole number",
                "pretriggerPercent: 20|pretriggerPercent: 60|pulse: pretriggerPercent is 60",
                "gate: [5, 4]|gate: [5, 3]|columns[3].gate is DAC5.3, as is columns[2].gate",
                "gate: [5, 4]|gate: [6, 4]|lines.columns[3].gate: chip is 6; allowed: 1 to 5",
                "gate: [5, 4]|gate: 5.4|lines.columns[3].gate is 5.4; allowed: [chip",
                "gateRest: [5, 6]|gateRest: [5, 5]|gateRest is DAC5.5, as is columns[3].drive",
                "muxPins: [0, 1]|muxPins: [0]|read.muxPins is [0]; allowed: different pins",
                "muxPins: [0, 1]|muxPins: [0, 0]|read.muxPins is [0,0]",
                "range: 20K|range: 30K|read.range is B 30K; allowed: A 2K",
                "range: 20K|range: OFF|read: range is OFF",
                "converter: [2, 4]|converter: [3, 4]|read: chip is 3; allowed: 1 to 2",
                "oversampling: 4096|oversampling: 100|read: oversampling is 100",
                "{value: 2.5,|{value: 5.5,|lines: restVolts is 5.5 V; allowed: 0.0 to 5.0 V",
                "{value: 2.5,|{value: high,|lines.restVolts.value is \"high\"; allowed: a number",
                "{value: 40, source|{value: 90, source|barrier: leastKt, holdKt, mostKt",
                "{value: 256e-6,|{value: 1e-7,|cell: mostSiemens is 1.0E-7 S",
                "{value: 8, source|{value: 120, source|wiring: drive.mostTiltKt takes 3.1",
                "{value: 1.65, source|{value: 1.65, sourc|capture.restVolts.sourc is there"
            })
    void aMistakeIsNamed(String from, String to, String message) throws IOException {
        String text = shipped();
        assertThat(text).contains(from);
        int at = text.lastIndexOf(from);
        String broken = text.substring(0, at) + to + text.substring(at + from.length());
        assertThatThrownBy(() -> WiringFile.parse("my.yaml", broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("my.yaml")
                .hasMessageContaining(message)
                .hasMessageContaining("allowed:")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aWiringThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> WiringFile.load("rcn-9x9"))
                .hasMessageContaining("wiring is 'rcn-9x9'; allowed: rcn-16x4");
        assertThatThrownBy(() -> WiringFile.load("./none.yaml")).hasMessageContaining("./none.yaml");
    }
}
