package org.limbench.device;

/** What the lines do to a selected cell during a pulse. The direction comes from the {@link Polarity} of the pulse. */
public sealed interface Drive {
    /** The kind a device declares in its datasheet. */
    DriveKind kind();

    /**
     * Tilt and open barrier of a tunable-barrier cell.
     *
     * @param tiltJoules energy released per level moved in the direction of the pulse, J, 0 or more; at most twice the
     *     barrier (beyond it no barrier is left in the downhill direction)
     * @param barrierJoules barrier between levels while the pulse lasts, J, 0 or more; it returns to its rest value after
     */
    record Barrier(double tiltJoules, double barrierJoules) implements Drive {
        public Barrier {
            Require.atLeastZero("tiltJoules", tiltJoules, "J");
            Require.atLeastZero("barrierJoules", barrierJoules, "J");
            if (tiltJoules > 2 * barrierJoules) {
                throw new IllegalArgumentException("tiltJoules is " + tiltJoules
                        + " J; allowed: at most twice the barrier, " + 2 * barrierJoules + " J");
            }
        }

        @Override
        public DriveKind kind() {
            return DriveKind.BARRIER;
        }
    }

    /**
     * Amplitudes of voltage pulses, both as magnitudes.
     *
     * @param potentiateVolts amplitude of a potentiating pulse, V, more than 0
     * @param depressVolts amplitude of a depressing pulse, V, more than 0
     */
    record Voltage(double potentiateVolts, double depressVolts) implements Drive {
        public Voltage {
            Require.positive("potentiateVolts", potentiateVolts, "V");
            Require.positive("depressVolts", depressVolts, "V");
        }

        /** Amplitude for a polarity, V. */
        public double volts(Polarity polarity) {
            return polarity == Polarity.POTENTIATE ? potentiateVolts : depressVolts;
        }

        @Override
        public DriveKind kind() {
            return DriveKind.VOLTAGE;
        }
    }
}
