package org.limbench.protocol.rcn;

import java.util.List;

/**
 * How long the station is busy with a line: the emulated station's virtual time, and the device time a driver books, since
 * the station tells none. Nominal: the firmware's own delays and sample counts, without the host's and the bus's share, so
 * real time is never less (our assumption for every line not named here: one packet of the bus).
 */
public final class StationTiming {
    /** Oversampling ratios the precision converters take. */
    public static final List<Integer> OVERSAMPLINGS = List.of(32, 64, 128, 256, 400, 512, 1024, 2048, 4096);
    /** The ratio after power-on. */
    public static final int FIRST_OVERSAMPLING = 400;

    /** Clock of the capture timer, Hz. Assumed by the station's makers, not measured by them. */
    public static final double TIMER_HERTZ = 240e6;
    /** Fewest timer clocks from sample to sample: 3.2 MS/s. */
    public static final int FEWEST_TICKS = 75;

    /** From the start of a DAC_SET to the moment its output moves, s: 24 bits of 150 us through five chips, two waits of 1 ms. */
    public static final double DAC_LATENCY_SECONDS = 20e-3;
    /** How long after the output has moved the station is busy, s. */
    public static final double DAC_HOLD_SECONDS = 1e-3;
    /** One DAC_SET, s. */
    public static final double DAC_SECONDS = DAC_LATENCY_SECONDS + DAC_HOLD_SECONDS;

    /** From the start of a capture to its first sample, s: pin PD9 is low for so long. */
    public static final double CAPTURE_LATENCY_SECONDS = 1e-3;

    /** How long the station waits for the samples before a step, and as long again for those behind it, s. */
    public static final double CAPTURE_PATIENCE_SECONDS = 3;

    /** Time from reading to reading of a stream of the fast converter, s. */
    public static final double FAST_STREAM_SECONDS = 1e-3;

    private static final double MODULATOR_HERTZ = 2e6;
    private static final double PACKET_SECONDS = 125e-6;
    private static final double CONFIG_SECONDS = 2e-3;
    private static final int SETTLING_FRAMES = 4;
    /** Frames an offset calibration averages. */
    public static final int CALIBRATION_FRAMES = 500;

    private StationTiming() {}

    /** Time from reading to reading of a precision converter, s. */
    public static double frameSeconds(int oversampling) {
        return oversampling / MODULATOR_HERTZ;
    }

    /** Time from sample to sample of a capture, s. */
    public static double sampleSeconds(long prescaler, long period) {
        return (prescaler + 1.0) * (period + 1.0) / TIMER_HERTZ;
    }

    /**
     * Time a line takes, s; of a stream, the line that starts it.
     *
     * @param oversampling of the chip it reads or sets
     */
    public static double seconds(RcnCommand command, int oversampling) {
        if (command instanceof RcnCommand.DacSet) {
            return DAC_SECONDS;
        }
        if (command instanceof RcnCommand.DacSetAll) {
            return RcnCommand.DAC_CHIPS * RcnCommand.DAC_CHANNELS * DAC_SECONDS;
        }
        if (command instanceof RcnCommand.DacClear) {
            return RcnCommand.DAC_CHANNELS * (DAC_SECONDS + DAC_HOLD_SECONDS);
        }
        if (command instanceof RcnCommand.CaptureStep capture) {
            return CAPTURE_LATENCY_SECONDS + capture.samples() * sampleSeconds(capture.prescaler(), capture.period());
        }
        if (command instanceof RcnCommand.FastCapture capture) {
            return capture.samples() * sampleSeconds(capture.prescaler(), capture.period());
        }
        if (command instanceof RcnCommand.AdsRead read) {
            return frameSeconds(oversampling) * (read.chip() == 0 ? 2 : 1);
        }
        if (command instanceof RcnCommand.AdsConfig) {
            return CONFIG_SECONDS + SETTLING_FRAMES * frameSeconds(oversampling);
        }
        if (command instanceof RcnCommand.AdsCalibrate) {
            return CALIBRATION_FRAMES * frameSeconds(oversampling);
        }
        return PACKET_SECONDS;
    }
}
