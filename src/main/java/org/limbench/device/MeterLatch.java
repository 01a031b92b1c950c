package org.limbench.device;

import java.util.Arrays;

/**
 * The device's energy accumulators at one instant: monotone unsigned counts per {@link EnergyAccount}, in units of the
 * channel's {@link MeterChannel#lsbJoules()}. Energy that came back to the supply (a cell that jumped uphill) is counted
 * in its own register, since a monotone counter cannot go down.
 *
 * @param delivered counts delivered to the array, one per account; owned by the record
 * @param returned counts returned by the array, one per account; owned by the record
 * @param losses how often the meter has missed something since power-on, modulo 2^32
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
public record MeterLatch(long[] delivered, long[] returned, int losses) {
    public MeterLatch {
        if (delivered.length != EnergyAccount.count() || returned.length != EnergyAccount.count()) {
            throw new IllegalArgumentException("latch has " + delivered.length + " and " + returned.length
                    + " channels; allowed: one per account, " + EnergyAccount.count());
        }
    }

    /** Of a meter that has missed nothing. */
    public MeterLatch(long[] delivered, long[] returned) {
        this(delivered, returned, 0);
    }

    /** All registers at zero. */
    public static MeterLatch zero() {
        return new MeterLatch(new long[EnergyAccount.count()], new long[EnergyAccount.count()]);
    }

    /**
     * Whether registers that stood here can have come to stand there without a power cut: they only grow, and wrap at 2^64,
     * so that a difference beyond 2^63 is a step back.
     */
    public boolean canReach(MeterLatch later) {
        for (int i = 0; i < delivered.length; i++) {
            if (later.delivered[i] - delivered[i] < 0 || later.returned[i] - returned[i] < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MeterLatch that
                && Arrays.equals(delivered, that.delivered)
                && Arrays.equals(returned, that.returned)
                && losses == that.losses;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(delivered) + Arrays.hashCode(returned)) + losses;
    }

    @Override
    public String toString() {
        return "MeterLatch[delivered=" + Arrays.toString(delivered) + ", returned=" + Arrays.toString(returned)
                + ", losses=" + Integer.toUnsignedString(losses) + "]";
    }
}
