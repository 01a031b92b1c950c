package org.limbench.protocol.rcn;

import java.util.Locale;

/**
 * Voltages as the station has them: commanded in volts, answered as whole numbers of 0.1 mV, whatever unit a reply prints.
 * The station computes in single precision and cuts off what is behind the point; so do the methods here, bit for bit.
 */
public final class StationVolts {
    /** Whole numbers of a volt. */
    public static final int PER_VOLT = 10_000;
    /** Top of the output converters, V. */
    public static final double MOST_DAC = 5;
    /** Reference of the precision converters, V: full scale is plus and minus this. */
    public static final double ADS_REFERENCE = 4;
    /** Top of the fast converter, V. */
    public static final double MOST_FAST = 3.3;
    /** Largest code of the fast converter. */
    public static final int MOST_FAST_CODE = 65_535;

    private static final int MOST_DAC_CODE = 65_535;

    private StationVolts() {}

    /** Nearest whole number of 0.1 mV. */
    public static int tenths(double volts) {
        return (int) Math.rint(volts * PER_VOLT);
    }

    /** Volts of a whole number of 0.1 mV. */
    public static double volts(long tenths) {
        return tenths / (double) PER_VOLT;
    }

    /** A voltage as a command carries it, four digits behind the point. */
    public static String text(int tenths) {
        return String.format(Locale.ROOT, "%d.%04d", tenths / PER_VOLT, tenths % PER_VOLT);
    }

    /** What the station answers to a commanded voltage. */
    public static long echo(float volts) {
        return (long) (volts * 10_000f);
    }

    /** What comes out of a converter told a voltage, V: one of 65,536 steps, never above what was asked. */
    public static double made(float volts) {
        int code = (int) ((volts / 5f) * 65_535f);
        return MOST_DAC * code / MOST_DAC_CODE;
    }

    /** What the station prints of a voltage it has read, V. */
    public static long printed(float volts) {
        return (long) (volts * 10_000f);
    }

    /** Volts behind a code of the fast converter. */
    public static double fast(int code) {
        return code * MOST_FAST / MOST_FAST_CODE;
    }
}
