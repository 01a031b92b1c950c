package org.limbench.thermodynamics;

/**
 * M3: energy of a training run if every bit of every operation cost kT ln 2, beside that of an accelerator. A scaling
 * scenario: reversible logic may undercut it, and no law ties operations to parameters.
 *
 * @param bits erased per operation, more than 0, at most 1024
 * @param temperatureKelvin K
 */
public record TrainingProjection(ComputeScaling scaling, double bits, double temperatureKelvin) {
    /** 700 W (recalled: power limit of an H100 SXM) at 989 TFLOP/s (BF16, its datasheet). */
    public static final double ACCELERATOR_WATTS = 700;

    /** FLOP/s. */
    public static final double ACCELERATOR_OPERATIONS_PER_SECOND = 989e12;

    /** Size and energies the published figure speaks of: Chakrabartty and Cauwenberghs, arXiv:2402.14878. */
    public static final double PUBLISHED_PARAMETERS = 1e15;

    /** J. */
    public static final double PUBLISHED_LEAST_JOULES = 1e8;

    /** J. */
    public static final double PUBLISHED_MOST_JOULES = 1e9;

    public TrainingProjection {
        Domain.between("bits", Domain.positive("bits", bits), 0, 1024);
        Domain.positive("temperatureKelvin", temperatureKelvin);
    }

    /** What reproduces the published figure: operations grow in proportion to parameters, 32 bits, 300 K. */
    public static TrainingProjection scenario() {
        return new TrainingProjection(ComputeScaling.linear(), 32, 300);
    }

    /** M3, J: operations x bits x kT ln 2. */
    public static double erasureJoules(double operations, double bits, double temperatureKelvin) {
        return WideNumber.of(Domain.positive("operations", operations))
                .times(Domain.positive("bits", bits))
                .times(PhysicalConstants.landauerBitJoules(temperatureKelvin))
                .value();
    }

    /** Energy of an accelerator, J per operation at full use; real runs reach a third to a half of it (recalled). */
    public static double acceleratorJoulesPerOperation() {
        return ACCELERATOR_WATTS / ACCELERATOR_OPERATIONS_PER_SECOND;
    }

    /** Floating-point operations. */
    public double operations(double parameters) {
        return scaling.operations(parameters);
    }

    /** M3, J. */
    public double joules(double parameters) {
        return erasureJoules(operations(parameters), bits, temperatureKelvin);
    }

    /** The same operations on an accelerator, J. */
    public double acceleratorJoules(double parameters) {
        return operations(parameters) * acceleratorJoulesPerOperation();
    }

    /** How far M3 lies below the accelerator, decades. */
    public double decadesBelowAccelerator(double parameters) {
        return StrictMath.log10(acceleratorJoules(parameters) / joules(parameters));
    }

    /** Operations that an energy stands for. */
    public double operationsOf(double joules) {
        return Domain.positive("joules", joules) / erasureJoules(1, bits, temperatureKelvin);
    }
}
