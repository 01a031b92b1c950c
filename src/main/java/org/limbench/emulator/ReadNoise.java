package org.limbench.emulator;

import org.limbench.device.RandomStream;

/**
 * White noise of the read converter, keyed by the number of the read, so that the same reads give the same codes.
 *
 * <p>Normal numbers in pairs by Marsaglia's polar method, SIAM Rev. 6, 260 (1964), doi:10.1137/1006063, with
 * {@code StrictMath}. Single-threaded.
 */
final class ReadNoise {
    private final RandomStream stream;
    private long reads;

    ReadNoise(RandomStream stream) {
        this.stream = stream;
    }

    /** Reads made so far. */
    long reads() {
        return reads;
    }

    /** Goes on as after {@code count} reads. */
    void resume(long count) {
        reads = count;
    }

    /** Adds the noise of one more read: to every value one of its own deviation, in the same unit. */
    void add(double[] values, double[] deviations) {
        RandomStream draws = stream.split(reads++);
        long k = 0;
        int i = 0;
        while (i < values.length) {
            double u = 2 * draws.uniform(k++) - 1;
            double v = 2 * draws.uniform(k++) - 1;
            double s = u * u + v * v;
            if (s >= 1 || s == 0) {
                continue;
            }
            double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
            values[i] += u * (deviations[i] * factor);
            i++;
            if (i < values.length) {
                values[i] += v * (deviations[i] * factor);
                i++;
            }
        }
    }
}
