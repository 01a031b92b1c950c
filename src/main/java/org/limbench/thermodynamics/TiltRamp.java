package org.limbench.thermodynamics;

/**
 * Work of a two-level cell, in equilibrium at zero tilt, whose tilt rises in equal sudden steps, the level drawn anew from
 * its Boltzmann law after each: the exact law of the work, by summing over all paths. One step is a quench.
 *
 * <p>Levels lie at -+ half the tilt, so that the free energy change is -ln cosh(tilt/2) kT. The mean of exp(-W) is
 * exp(-Delta F): Jarzynski, doi:10.1103/PhysRevLett.78.2690.
 *
 * @param paths number of paths summed, 2^(steps + 1)
 * @param exponentialAverage mean of exp(-W/kT)
 * @param meanWorkKt mean work, kT
 * @param freeEnergyKt free energy change, kT
 */
public record TiltRamp(long paths, double exponentialAverage, double meanWorkKt, double freeEnergyKt) {
    /** Most steps summed: 2 million paths. */
    public static final int MOST_STEPS = 20;

    /**
     * Sums a ramp.
     *
     * @param endTiltKt any finite tilt
     * @param steps 1 to {@link #MOST_STEPS}
     */
    public static TiltRamp of(double endTiltKt, int steps) {
        Domain.between("endTiltKt", endTiltKt, -500, 500);
        Domain.between("steps", steps, 1, MOST_STEPS);
        long paths = 1L << (steps + 1);
        double average = 0;
        double mean = 0;
        for (long path = 0; path < paths; path++) {
            double probability = 0.5;
            double work = 0;
            for (int k = 1; k <= steps; k++) {
                // bit k-1 is the level while the tilt makes its k-th step, bit k the level drawn after it
                work -= side(path, k - 1) * (endTiltKt / steps) / 2;
                probability /= 1 + StrictMath.exp(-side(path, k) * endTiltKt * k / steps);
            }
            average += probability * StrictMath.exp(-work);
            mean += probability * work;
        }
        return new TiltRamp(paths, average, mean, -StrictMath.log(StrictMath.cosh(endTiltKt / 2)));
    }

    private static int side(long path, int k) {
        return (path >> k & 1) == 1 ? 1 : -1;
    }

    /** Mean dissipated work, kT: mean work less the free energy change. */
    public double dissipatedKt() {
        return meanWorkKt - freeEnergyKt;
    }
}
