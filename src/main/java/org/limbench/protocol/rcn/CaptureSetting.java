package org.limbench.protocol.rcn;

/**
 * From the width of a pulse to the capture that makes it.
 *
 * @param samples samples of the capture
 * @param pretriggerPercent share of them before the pulse, %
 */
public record CaptureSetting(int samples, int pretriggerPercent) {
    /** How far a width made may be from the one asked for, relative. */
    private static final double TOLERANCE = 0.01;
    /** The station gives a capture 3 s. */
    private static final double MOST_SECONDS = 2.5;

    private static final int MOST_DIVIDER = 65_536;

    /**
     * The capture of a pulse.
     *
     * @throws IllegalArgumentException when the station cannot make this width
     */
    public RcnCommand.CaptureStep of(double pulseSeconds) {
        long ticks = Math.round(pulseSeconds / pulseSamples() * StationTiming.TIMER_HERTZ);
        long prescaler = Math.max(0, (ticks - 1) / MOST_DIVIDER);
        long period = Math.round((double) ticks / (prescaler + 1)) - 1;
        double sample = StationTiming.sampleSeconds(prescaler, period);
        if (ticks < StationTiming.FEWEST_TICKS
                || samples * sample > MOST_SECONDS
                || Math.abs(pulseSamples() * sample / pulseSeconds - 1) > TOLERANCE) {
            double least = pulseSamples() * StationTiming.FEWEST_TICKS / StationTiming.TIMER_HERTZ;
            double most = MOST_SECONDS * pulseSamples() / samples;
            throw new IllegalArgumentException("pulse width is " + pulseSeconds + " s; allowed: what " + pulseSamples()
                    + " samples make, " + (float) least + " to " + (float) most + " s");
        }
        return new RcnCommand.CaptureStep(samples, prescaler, period, pretriggerPercent);
    }

    /** Samples before the pulse: the baseline. */
    public int baselineSamples() {
        return samples * pretriggerPercent / 100;
    }

    /** Samples of the pulse. */
    public int pulseSamples() {
        return samples - baselineSamples();
    }
}
