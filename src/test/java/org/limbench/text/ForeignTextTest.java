package org.limbench.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ForeignTextTest {
    @Test
    void whatActsIsAQuestionMarkAndTheRestStays() {
        assertThat(ForeignText.oneLine("lim\u001b[2J\u0007\r\n\tchain\u009b\u202e\u2028\ufeff\ud800"))
                .isEqualTo("lim?[2J????chain?????");
        String plain = "kT ± 40 µm, 例, \uD83D\uDD0B <b>";
        assertThat(ForeignText.oneLine(plain)).isSameAs(plain);
    }

    @Test
    void nothingGetsLonger() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character += 7) {
            String text = Character.toString(character);
            assertThat(ForeignText.oneLine(text).getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(Math.max(1, text.getBytes(StandardCharsets.UTF_8).length));
        }
    }
}
