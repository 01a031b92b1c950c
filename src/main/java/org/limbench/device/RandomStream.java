package org.limbench.device;

import java.nio.charset.StandardCharsets;

/**
 * A named, counter-based random stream: draw k depends on (seed, name, k) alone, so that a new stream shifts no other and
 * the result does not depend on thread count or order.
 *
 * <p>Draws are SplitMix64's output function over a counter (Steele, Lea, Flood, OOPSLA 2014, doi:10.1145/2660193.2660195),
 * keyed by the seed and the FNV-1a hash of the name. Not for cryptography. Immutable; safe from any thread.
 */
public final class RandomStream {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    private final long key;

    private RandomStream(long key) {
        this.key = key;
    }

    /** The stream of a recorded seed and a name such as {@code physics.cycle-noise}. */
    public static RandomStream of(long seed, String name) {
        long hash = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return new RandomStream(mix(mix(seed + GOLDEN_GAMMA) ^ hash));
    }

    /** The sub-stream of an index: one per command, per cell, per epoch. */
    public RandomStream split(long index) {
        return new RandomStream(splitKey(index));
    }

    private long splitKey(long index) {
        return mix(key ^ mix(index * GOLDEN_GAMMA + 0x632BE59BD9B4E019L));
    }

    /** Draw number {@code k}, all 64 bits. */
    public long bits(long k) {
        return mix(key + (k + 1) * GOLDEN_GAMMA);
    }

    /** Draw number {@code k}, uniform on [0, 1). */
    public double uniform(long k) {
        return (bits(k) >>> 11) * TWO_TO_MINUS_53;
    }

    /** A cursor over this stream from draw 0. */
    public Cursor cursor() {
        return new Cursor(this);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Takes the draws of a stream one after the other. Single-threaded. */
    public static final class Cursor {
        /** Counter of the draw just taken, scaled and keyed as {@link RandomStream#bits} has it. */
        private long state;

        private Cursor(RandomStream stream) {
            this.state = stream.key;
        }

        /** Moves to draw 0 of the sub-stream of an index, as a new cursor over {@code parent.split(index)} would stand. */
        public void restart(RandomStream parent, long index) {
            state = parent.splitKey(index);
        }

        /** Next 64 bits. */
        public long nextBits() {
            state += GOLDEN_GAMMA;
            return mix(state);
        }

        /** Next uniform number on [0, 1). */
        public double nextUniform() {
            return (nextBits() >>> 11) * TWO_TO_MINUS_53;
        }

        /** Next whole number on 0..bound-1, without bias (rejection). */
        public int nextBelow(int bound) {
            Require.between("bound", bound, 1, Integer.MAX_VALUE);
            long limit = (1L << 31) / bound * bound;
            long draw = nextBits() >>> 33;
            while (draw >= limit) {
                draw = nextBits() >>> 33;
            }
            return (int) (draw % bound);
        }

        /** Next standard normal number; Marsaglia's polar method, one of the pair. SIAM Rev. 6, 260 (1964). */
        public double nextGaussian() {
            while (true) {
                double u = 2 * nextUniform() - 1;
                double v = 2 * nextUniform() - 1;
                double s = u * u + v * v;
                if (s > 0 && s < 1) {
                    return u * Math.sqrt(-2 * StrictMath.log(s) / s);
                }
            }
        }
    }
}
