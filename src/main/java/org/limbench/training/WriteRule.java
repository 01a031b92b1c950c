package org.limbench.training;

/** How the learning rate becomes pulses. */
public enum WriteRule {
    /** Fixed tilt; the barrier during a pulse follows the learning rate. */
    MODULATED_BARRIER,
    /** Tilt and barrier of a pulse both follow the learning rate, by what later updates leave of an error. */
    BOTH_MODULATED,
    /** A constant lowered barrier during a pulse; the tilt follows the learning rate. */
    LOWERED_BARRIER,
    /** The retention barrier all the time; the tilt does the work. */
    FIXED_BARRIER,
    /** Voltage pulses of one size; the learning rate is in the firing probabilities. For devices without a barrier. */
    STOCHASTIC_PULSES
}
