package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitTextTest {
    @ParameterizedTest
    @CsvSource({
        "5 fJ, ENERGY, 5e-15",
        "0.1 zJ, ENERGY, 1e-22",
        "1 eV, ENERGY, 1.602176634e-19",
        "3 meV, ENERGY, 4.806529902e-22",
        "-24 kT, ENERGY, -9.9406728e-20",
        "20 kT/V, LEVER_ARM, 8.283894e-20",
        "1 eV/V, LEVER_ARM, 1.602176634e-19",
        "10 a, TIME, 315576000",
        "300 us, TIME, 3e-4",
        "27 Cel, TEMPERATURE, 300.15",
        "1e9 /s, RATE, 1e9",
        "2 GHz, RATE, 2e9",
        "3 1/s, RATE, 3",
        "2 %, NUMBER, 0.02",
        "+1.5e-3, NUMBER, 1.5e-3",
        "4 W2/Hz, POWER_DENSITY, 4",
        "1.1 mS/V, TRANSCONDUCTANCE, 1.1e-3",
        "2 W.s, ENERGY, 2",
        "0.625 fF, CAPACITANCE, 6.25e-16"
    })
    void textBecomesBaseUnits(String text, Dimension dimension, double expected) {
        assertThat(UnitText.parse(text, dimension, 300)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "J",
                "5J",
                "5  J",
                "5 j",
                "5 J J",
                "5 3",
                "5 10*",
                "5 J/",
                "5 (J",
                "5 J)",
                "5 eVs",
                "5 keV",
                "5 kT/",
                "5 kTkT",
                "5 T",
                "0x5 J",
                "1e J",
                "1e9999 J",
                "NaN J",
                "∞ J",
                "5 [e]",
                "5 J\u0000",
                "5 m",
                "5 V/kT"
            })
    void anythingElseIsNoEnergy(String text) {
        assertThat(UnitText.parse(text, Dimension.ENERGY, 300)).isEmpty();
    }
}
