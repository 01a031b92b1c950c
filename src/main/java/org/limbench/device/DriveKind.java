package org.limbench.device;

/** How a device is driven. */
public enum DriveKind {
    /** Tilt and barrier are set, in joules ({@link Drive.Barrier}). */
    BARRIER,
    /** Voltage pulses of two polarities ({@link Drive.Voltage}); the device has no tunable barrier. */
    VOLTAGE
}
