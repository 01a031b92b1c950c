package org.limbench.driver;

/**
 * What a device says of time.
 *
 * @param uptimeMillis since boot, ms
 * @param deviceSeconds device time, s
 */
public record DeviceTime(long uptimeMillis, double deviceSeconds) {}
