package org.limbench.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 ",
                " 1",
                "1d",
                "300f",
                "1D",
                "2F",
                "0x1p8",
                "0x10",
                "NaN",
                "Infinity",
                "-Infinity",
                "inf",
                "1_000",
                "1,5",
                "1.2.3",
                "1e",
                "e5",
                ".",
                "+",
                "--1",
                "١٢",
                "１",
                "1e400",
                "-1e400",
                "1e-400",
                "½",
                "1\n"
            })
    void whatOnlySomeReadersTakeForANumberIsNone(String text) {
        assertThat(PlainNumber.isReal(text)).isFalse();
        assertThatThrownBy(() -> PlainNumber.real(text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "+1", "1.", ".5", "0.1", "1e308", "4.9e-324", "1E-9", "007"})
    void decimalsAreRead(String text) {
        assertThat(PlainNumber.real(text)).isEqualTo(Double.parseDouble(text));
    }

    @Test
    void minusZeroIsZero() {
        assertThat(Double.doubleToRawLongBits(PlainNumber.real("-0.0e5"))).isZero();
    }

    @Test
    void wholeNumbersEndWhereALongDoes() {
        assertThat(PlainNumber.whole("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(PlainNumber.whole("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(() -> PlainNumber.whole("9223372036854775808")).hasMessageContaining("9223372036854775807");
        for (String text : new String[] {"", "1.0", "1e3", "1_0", "0x1", " 1", "１", "+-1"}) {
            assertThatThrownBy(() -> PlainNumber.whole(text)).as(text).hasMessage("not a whole number");
        }
    }
}
