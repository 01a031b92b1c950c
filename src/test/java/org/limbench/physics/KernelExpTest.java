package org.limbench.physics;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.apache.commons.math3.dfp.DfpMath;
import org.junit.jupiter.api.Test;
import org.limbench.device.RandomStream;

/** The inner loops' exp against forty decimal digits. */
final class KernelExpTest {
    @Test
    void itIsTrueToABitAndAHalf() {
        DfpField field = new DfpField(40);
        RandomStream.Cursor cursor = RandomStream.of(1, "test.exp").cursor();
        for (int i = 0; i < 2000; i++) {
            double width = i % 2 == 0 ? 700 : 5;
            double x = width * (2 * cursor.nextUniform() - 1);
            Dfp expected = DfpMath.exp(field.newDfp(x));
            double error = field.newDfp(KernelExp.exp(x))
                    .subtract(expected)
                    .divide(expected)
                    .toDouble();
            assertThat(error).as("exp(%s)", x).isBetween(-3e-16, 3e-16);
        }
    }

    @Test
    void whatIsExactStaysExact() {
        assertThat(KernelExp.exp(0)).isEqualTo(1);
        assertThat(KernelExp.exp(-0.0)).isEqualTo(1);
    }
}
