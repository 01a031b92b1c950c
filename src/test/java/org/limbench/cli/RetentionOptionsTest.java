package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class RetentionOptionsTest {
    private static double age(String device, String... arguments) {
        return CommandLine.populateCommand(new RetentionOptions(), arguments).ageSeconds(device);
    }

    @ParameterizedTest
    @CsvSource({
        "emulated:lim-chain, 315576000",
        "emulated:gain-cell, 77e-6",
        "emulated:fn-dam?rows=65, 86400",
        "emulated:sonos, 315576000",
        "serial:/dev/ttyACM0, 315576000"
    })
    void arrayAgesAsLongAsItsKindIsPublishedToKeepAndAtMostTenYears(String device, double seconds) {
        assertThat(age(device)).isCloseTo(seconds, within(1e-9 * seconds));
    }

    @Test
    void whatIsAskedForComesFirst() {
        assertThat(age("emulated:fn-dam", "--retention", "1 h")).isEqualTo(3600);
        assertThat(age("emulated:fn-dam", "--age", "30 d")).isEqualTo(30 * 86_400);
        assertThat(age("emulated:lim-chain", "--age", "3 s", "--retention", "1 a"))
                .isEqualTo(3);
        assertThatThrownBy(() -> age("emulated:fn-dam", "--age", "soon")).hasMessageStartingWith("--age is \"soon\"");
    }
}
