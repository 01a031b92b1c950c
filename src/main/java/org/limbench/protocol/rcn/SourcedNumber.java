package org.limbench.protocol.rcn;

/**
 * A number of a wiring and where it comes from.
 *
 * @param key path in the file, e.g. barrier.holdKt
 * @param value in the unit the key ends with
 * @param source as written
 * @param confidence measured, fitted, recalled or assumed
 */
public record SourcedNumber(String key, double value, String source, String confidence) {
    /** Whether a reader has to be warned. */
    public boolean doubtful() {
        return confidence.equals("recalled") || confidence.equals("assumed");
    }
}
