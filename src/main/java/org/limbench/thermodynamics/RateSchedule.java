package org.limbench.thermodynamics;

/**
 * How a learning rate falls: shares m_n = eta_n / eta_1 with n from 1, and the rise of the barrier that tracks it at
 * fixed tilt, kT (derived from net rate proportional to exp(-barrier)).
 */
public sealed interface RateSchedule {
    /** eta_n / eta_1, n = 1, 2, …; 1 at n = 1. */
    double share(double n);

    /** Barrier at update n above that at the first, kT: -ln of the share unless said otherwise. */
    default double barrierRiseKt(double n) {
        return -StrictMath.log(share(n));
    }

    /** The same rate throughout. */
    record Constant() implements RateSchedule {
        @Override
        public double share(double n) {
            requireUpdate(n);
            return 1;
        }

        @Override
        public double barrierRiseKt(double n) {
            requireUpdate(n);
            return 0;
        }
    }

    /**
     * 1 / (1 + (n-1)/offset).
     *
     * @param offset updates until the rate has halved, more than 0; 1 gives 1/n
     */
    record Harmonic(double offset) implements RateSchedule {
        public Harmonic {
            Domain.positive("offset", offset);
        }

        @Override
        public double share(double n) {
            return shareAfter(requireUpdate(n) - 1, offset);
        }

        @Override
        public double barrierRiseKt(double n) {
            return logGrowth(requireUpdate(n) - 1, offset);
        }
    }

    /**
     * 1 / sqrt(1 + (n-1)/offset).
     *
     * @param offset more than 0; 1 gives 1/sqrt(n)
     */
    record InverseRoot(double offset) implements RateSchedule {
        public InverseRoot {
            Domain.positive("offset", offset);
        }

        @Override
        public double share(double n) {
            return Math.sqrt(shareAfter(requireUpdate(n) - 1, offset));
        }

        @Override
        public double barrierRiseKt(double n) {
            return 0.5 * logGrowth(requireUpdate(n) - 1, offset);
        }
    }

    /**
     * exp(-(n-1)/decay): a barrier that rises linearly.
     *
     * @param decayUpdates updates per factor e, more than 0
     */
    record Exponential(double decayUpdates) implements RateSchedule {
        public Exponential {
            Domain.positive("decayUpdates", decayUpdates);
        }

        @Override
        public double share(double n) {
            return StrictMath.exp(-barrierRiseKt(n));
        }

        @Override
        public double barrierRiseKt(double n) {
            return (requireUpdate(n) - 1) / decayUpdates;
        }
    }

    /**
     * 1 / [(n+n0) ln^2(n+n0)], the decay of a Fowler-Nordheim node (slope of k2/ln(k1 t + k0)). Its barrier rise counts
     * from n = 0, where the node starts.
     *
     * @param offset n0, more than 1
     */
    record FowlerNordheimDecay(double offset) implements RateSchedule {
        public FowlerNordheimDecay {
            Domain.inside("offset", offset, 1, Double.POSITIVE_INFINITY);
        }

        @Override
        public double share(double n) {
            return StrictMath.exp(-fall(1 + offset, requireUpdate(n) - 1));
        }

        @Override
        public double barrierRiseKt(double n) {
            return fall(offset, Domain.atLeastZero("n", n));
        }

        /** ln of x ln^2 x at from + steps over that at from: sums of what grew, so that little growth keeps its digits. */
        private static double fall(double from, double steps) {
            double growth = logGrowth(steps, from);
            return growth + 2 * StrictMath.log1p(growth / StrictMath.log1p(from - 1));
        }
    }

    /** offset / (offset + steps), also where the sum is more than a double holds. */
    private static double shareAfter(double steps, double offset) {
        double sum = offset + steps;
        return sum < Double.POSITIVE_INFINITY ? offset / sum : offset / 2 / (offset / 2 + steps / 2);
    }

    /** ln(1 + steps/offset), also where the quotient is more than a double holds. */
    private static double logGrowth(double steps, double offset) {
        double quotient = steps / offset;
        return quotient < Double.POSITIVE_INFINITY
                ? StrictMath.log1p(quotient)
                : StrictMath.log(steps) - StrictMath.log(offset);
    }

    private static double requireUpdate(double n) {
        return Domain.between("n", n, 1, Double.MAX_VALUE);
    }
}
