package org.limbench.device;

/**
 * The read converter: code = (conductance - offset) / lsb, clipped to 0..2^bits-1.
 *
 * @param bits 1..16
 * @param offsetSiemens conductance at code 0, S
 * @param lsbSiemens conductance per code, S, more than 0
 * @param noiseSiemens standard deviation of one read, S, 0 or more
 */
public record ReadConverter(int bits, double offsetSiemens, double lsbSiemens, double noiseSiemens) {
    public ReadConverter {
        Require.between("bits", bits, 1, 16);
        Require.finite("offsetSiemens", offsetSiemens, "S");
        Require.positive("lsbSiemens", lsbSiemens, "S");
        Require.atLeastZero("noiseSiemens", noiseSiemens, "S");
    }

    /** Largest code. */
    public int mostCode() {
        return (1 << bits) - 1;
    }

    /** Conductance a code stands for, S. */
    public double siemens(int code) {
        return offsetSiemens + code * lsbSiemens;
    }

    /** Nearest code of a conductance, clipped to the converter's range. */
    public int code(double conductanceSiemens) {
        double code = Math.rint((conductanceSiemens - offsetSiemens) / lsbSiemens);
        return (int) Math.max(0, Math.min(mostCode(), code));
    }
}
