package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.CellAddress;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FrameFault;
import org.limbench.transport.faults.LineTiming;
import org.limbench.transport.faults.LinkDirection;
import org.limbench.transport.faults.LinkFaults;
import org.limbench.transport.faults.ScriptedFault;

final class FaultPlanFileTest {
    @Test
    void readsEveryKindOfFault() {
        FaultPlan plan = FaultPlanFile.parse("f.yaml", """
                format: 1
                seed: 7
                link: {loss: 0.01, flips: 0.001, duplication: 0.002, reordering: 0.003, delay: 0.004, delayCalls: 5}
                reboots:
                  - {atUpdate: 100, moment: commit}
                  - {atUpdate: 200}
                stuckCells: [{row: 0, column: 3, fraction: 0.5}]
                meterGaps: [{fromUpdate: 10, updates: 4}]
                """);
        assertThat(plan)
                .isEqualTo(new FaultPlan(
                        List.of(
                                new FaultPlan.Reboot(100, FaultPlan.Moment.COMMIT),
                                new FaultPlan.Reboot(200, FaultPlan.Moment.BEFORE)),
                        List.of(new FaultPlan.StuckCell(new CellAddress(0, 3), 0.5)),
                        List.of(new FaultPlan.MeterGap(10, 4)),
                        new FaultProbabilities(0.01, 0.001, 0.002, 0.003, 0.004, 0, 5),
                        7));
    }

    @Test
    void directionsAndAScriptAreReadAsForAnyLink() {
        FaultPlan plan = FaultPlanFile.parse("f.yaml", """
                format: 1
                toHost: {loss: 0.5}
                script: [{do: drop, direction: toHost, frame: 3}]
                """);
        assertThat(plan.link())
                .isEqualTo(new LinkFaults(
                        FaultProbabilities.NONE,
                        new FaultProbabilities(0.5, 0, 0, 0, 0, 0, 3),
                        List.of(ScriptedFault.once(LinkDirection.TO_HOST, 3, new FrameFault.Drop())),
                        LineTiming.NONE));
    }

    @Test
    void aFormatAloneIsNoFault() {
        assertThat(FaultPlanFile.parse("f.yaml", "format: 1")).isEqualTo(FaultPlan.none());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'seed: 1' | format is missing",
                "'format: 2' | format is 2; allowed: 1",
                "'{format: 1, los: 3}' | los is there; allowed: keys format",
                "'{format: 1, link: {loss: 2}}' | link: loss is 2.0; allowed: 0 to 1",
                "'{format: 1, link: {loss: high}}' | link.loss is \"high\"; allowed: a number",
                "'{format: 1, reboots: [{atUpdate: 0}]}' | reboots[0]: atUpdate is 0; allowed: 1 or more",
                "'{format: 1, reboots: [{atUpdate: 1, moment: never}]}' | reboots[0].moment is never; allowed: before",
                "'{format: 1, stuckCells: [{row: -1, column: 0, fraction: 1}]}' | stuckCells[0].row is -1; allowed: 0 to",
                "'{format: 1, meterGaps: 3}' | meterGaps is 3; allowed: a list",
                "'{format: 1, line: {baud: 9600}}' | script or line is asking for a clock or an outage; allowed: faults by",
                "'{format: 1, script: [{do: freeze, frame: 1, millis: 5}]}' | script or line is asking for a clock",
                "'[1, 2]' | the document is",
                "'{format: 1' | well-formed YAML"
            })
    void aMistakeIsNamedWithFileKeyValueAndWhatIsAllowed(String text, String said) {
        assertThatThrownBy(() -> FaultPlanFile.parse("f.yaml", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("f.yaml")
                .hasMessageContaining(said);
    }
}
