package org.limbench.profile;

/**
 * One number of a profile, with where it comes from.
 *
 * @param keyPath where it stands, e.g. {@code cell.holdBarrier}
 * @param written as written, e.g. {@code 24 kT}
 * @param value in {@code unit}; 1 or 0 for a yes or no
 * @param unit base SI unit, e.g. {@code J}; {@code 1} for a pure number
 * @param source where it comes from
 * @param confidence how far it may be believed
 */
public record Quantity(
        String keyPath, String written, double value, String unit, String source, Confidence confidence) {}
