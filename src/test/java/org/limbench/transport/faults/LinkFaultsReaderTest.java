package org.limbench.transport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkFaultsReaderTest {
    private static final Set<LinkDirection> BOTH = Set.of(LinkDirection.TO_DEVICE, LinkDirection.TO_HOST);
    private static final Set<LinkDirection> TO_HOST = Set.of(LinkDirection.TO_HOST);

    @Test
    void readsEveryKindOfFault() {
        LinkFaults faults = read("""
                link: {loss: 0.1, truncation: 0.2}
                toHost: {delay: 0.3, delayCalls: 4}
                script:
                  - {do: drop, direction: toHost, frame: 4, frames: 2, every: 10}
                  - {do: keepAndDrop, keep: 20, drop: 1, frame: 5}
                  - {do: flip, frame: 1, bits: [3, 4]}
                  - {do: flip, every: 6, count: 2}
                  - {do: truncate, frame: 2, bytes: 9}
                  - {do: duplicate, frame: 3}
                  - {do: transpose, frame: 4}
                  - {do: freeze, frame: 5, frames: 7}
                  - {do: freeze, frame: 6, millis: 70}
                  - {do: cut, frame: 7}
                  - {do: cut, frame: 8, refuse: {attempts: 2}}
                  - {do: cut, frame: 9, silent: {millis: 80}}
                  - {do: fail, direction: toHost, frame: 10}
                line: {baud: 9600, latencyTimerMillis: 16, latencyMillis: 1.5, jitterMillis: 2}
                """);
        assertThat(faults.toDevice()).isEqualTo(new FaultProbabilities(0.1, 0, 0, 0, 0, 0, 0.2, 3));
        assertThat(faults.toHost()).isEqualTo(new FaultProbabilities(0, 0, 0, 0, 0.3, 0, 0, 4));
        assertThat(faults.timing()).isEqualTo(new LineTiming(960, 16, 1.5, 2));
        assertThat(faults.script())
                .containsExactly(
                        new ScriptedFault(TO_HOST, 4, 10, 2, new FrameFault.Drop()),
                        new ScriptedFault(BOTH, 25, 21, 1, new FrameFault.Drop()),
                        new ScriptedFault(BOTH, 1, 0, 1, new FrameFault.Flip(List.of(3, 4), 1)),
                        new ScriptedFault(BOTH, 6, 6, 1, new FrameFault.Flip(List.of(), 2)),
                        new ScriptedFault(BOTH, 2, 0, 1, new FrameFault.Truncate(9)),
                        new ScriptedFault(BOTH, 3, 0, 1, new FrameFault.Duplicate(1)),
                        new ScriptedFault(BOTH, 4, 0, 1, new FrameFault.Transpose()),
                        new ScriptedFault(BOTH, 5, 0, 7, new FrameFault.Freeze()),
                        new ScriptedFault(BOTH, 6, 0, 1, new FrameFault.Stall(70)),
                        new ScriptedFault(BOTH, 7, 0, 1, new FrameFault.Cut(Outage.NONE)),
                        new ScriptedFault(BOTH, 8, 0, 1, new FrameFault.Cut(new Outage(Outage.Manner.REFUSE, 2, 0))),
                        new ScriptedFault(BOTH, 9, 0, 1, new FrameFault.Cut(new Outage(Outage.Manner.SILENT, 0, 80))),
                        new ScriptedFault(TO_HOST, 10, 0, 1, new FrameFault.Fail()));
    }

    @Test
    void aDocumentWithoutLinkBreaksNothing() {
        assertThat(read("format: 1")).isEqualTo(LinkFaults.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{link: {los: 0.1}}' | link.los is there; allowed: keys delay, delayCalls, disconnection",
                "'{toHost: {truncation: 2}}' | toHost: truncation is 2.0; allowed: 0 to 1",
                "'{script: [{frame: 3}]}' | script[0].do is missing; allowed: drop, keepAndDrop",
                "'{script: [{do: explode, frame: 3}]}' | script[0].do is explode; allowed: drop",
                "'{script: [{do: drop}]}' | script[0].frame is missing; allowed: a whole number",
                "'{script: [{do: drop, frame: 0}]}' | script[0]: frame is 0; allowed: 1 or more",
                "'{script: [{do: drop, every: 4, frames: 5}]}' | script[0]: frames is 5; allowed: 1 to 4",
                "'{script: [{do: drop, frame: 1, bytes: 5}]}' | script[0].bytes is there; allowed: keys direction, do",
                "'{script: [{do: drop, frame: 1, direction: up}]}' | script[0].direction is up; allowed: toDevice, toHost",
                "'{script: [{do: keepAndDrop, keep: 3}]}' | script[0].drop is missing",
                "'{script: [{do: flip, frame: 1, bits: [-1]}]}' | script[0].bits[0] is -1; allowed: 0 to",
                "'{script: [{do: flip, frame: 1, count: 9}]}' | script[0].count is 9; allowed: 1 to 3",
                "'{script: [{do: truncate, frame: 1}]}' | script[0].bytes is missing",
                "'{script: [{do: duplicate, frame: 1, copies: 0}]}' | script[0].copies is 0; allowed: 1 to 100",
                "'{script: [{do: freeze, frame: 1, frames: 1001}]}' | script[0]: frames is 1001; allowed: 1 to 1000",
                "'{script: [{do: freeze, frame: 1, millis: 0}]}' | script[0].millis is 0; allowed: 1 to 600000",
                "'{script: [{do: cut, frame: 1, frames: 2}]}' | script[0]: frames is 2; allowed: 1 to 1",
                "'{script: [{do: cut, frame: 1, refuse: {attempts: 1, millis: 1}}]}' | script[0].refuse: attempts is 1 and",
                "'{script: [{do: cut, frame: 1, refuse: {}, silent: {}}]}' | script[0].silent is there beside refuse",
                "'{script: 3}' | script is 3; allowed: a list",
                "'{line: {baud: 0}}' | line.baud is 0; allowed: 1 to 12000000",
                "'{line: {baud: 9600, bytesPerSecond: 1}}' | line.baud is there beside bytesPerSecond; allowed: one",
                "'{line: {latencyTimerMillis: 300}}' | line.latencyTimerMillis is 300; allowed: 0 to 255",
                "'{line: {jitterMillis: -1}}' | line: jitterMillis is -1.0 ms; allowed: 0 to 60000 ms"
            })
    void aMistakeIsNamedWithFileKeyValueAndWhatIsAllowed(String text, String said) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("f.yaml, line ")
                .hasMessageContaining(said);
    }

    private static LinkFaults read(String text) {
        return LinkFaultsReader.read(FaultSection.parse("f.yaml", text));
    }
}
