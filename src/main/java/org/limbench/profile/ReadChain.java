package org.limbench.profile;

import org.limbench.device.ReadConverter;
import org.limbench.device.Require;
import org.limbench.physics.ReadNoiseLaw;

/**
 * What a read goes through between a cell and its code, as it truly is. The host knows the {@link ReadConverter} alone.
 *
 * @param readVolts voltage across a cell while it is read, V, more than 0
 * @param noise what the read strays by
 * @param integralCodes integral nonlinearity of the converter, codes, either sign: it reads 4 u (1 - u) times this too
 *     high at the share u of its range (a second-order bow, right at both ends: our assumption)
 * @param differentialCodes differential nonlinearity, codes, 0 to 0.5: standard deviation of where each code begins
 * @param inputBits bits of the converter that puts voltages on the rows in a matrix-vector product, 2 to 8
 */
public record ReadChain(
        double readVolts, ReadNoiseLaw noise, double integralCodes, double differentialCodes, int inputBits) {
    /** Bits of an input on the wire: no converter behind it can have more. */
    public static final int MOST_INPUT_BITS = 8;

    public ReadChain {
        Require.positive("readVolts", readVolts, "V");
        Require.finite("integralCodes", integralCodes, "codes");
        if (!(differentialCodes >= 0 && differentialCodes <= 0.5)) {
            throw new IllegalArgumentException("differentialCodes is " + differentialCodes + "; allowed: 0 to 0.5");
        }
        Require.between("inputBits", inputBits, 2, MOST_INPUT_BITS);
    }

    /** A chain that does what its converter declares and nothing else. */
    public static ReadChain asDeclared(ReadConverter converter) {
        return new ReadChain(1, ReadNoiseLaw.constant(converter.noiseSiemens()), 0, 0, MOST_INPUT_BITS);
    }
}
