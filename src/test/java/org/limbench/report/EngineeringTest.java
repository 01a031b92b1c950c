package org.limbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineeringTest {
    @ParameterizedTest
    @CsvSource({
        "1.49e-17, 14.9 aJ",
        "-1.49e-17, -14.9 aJ",
        "0, 0 J",
        "1, 1 J",
        "999.6, 1 kJ",
        "1000, 1 kJ",
        "9.996e-19, 1 aJ",
        "0.02, 20 mJ",
        "1e-30, 1 qJ",
        "2.5e-33, 0.0025 qJ",
        "4.141947e-21, 4.14 zJ",
        "123456, 123 kJ",
        "2e25, 20000000 EJ",
        "NaN, not measured",
        "Infinity, Infinity J"
    })
    void joulesTakeThePrefixThatFits(double value, String expected) {
        assertThat(Engineering.of(value, "J")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.9616, 0.962",
        "-40.25, -40.2",
        "2181, 2180",
        "123456, 123 000",
        "1234567, 1.23e6",
        "0.00012, 1.2e-4",
        "0.9999, 1",
        "240000, 240 000"
    })
    void pureNumbersKeepThreeDigits(double value, String expected) {
        assertThat(Engineering.plain(value)).isEqualTo(expected);
    }
}
