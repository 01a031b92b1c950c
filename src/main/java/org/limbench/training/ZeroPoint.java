package org.limbench.training;

/** Where the weight 0 of a cell driven by voltage is. */
public enum ZeroPoint {
    /** At each cell's own symmetry point, found by pulses and reads and kept as that cell's reference. */
    SYMMETRY_POINT("symmetry-point"),
    /** In the middle of the datasheet's range, the same for every cell. */
    MID_RANGE("mid-range");

    private final String label;

    ZeroPoint(String label) {
        this.label = label;
    }

    /** Name on the command line. */
    public String label() {
        return label;
    }

    /** The zero of a name; the message of a failure lists what exists. */
    public static ZeroPoint named(String label) {
        for (ZeroPoint zero : values()) {
            if (zero.label.equals(label)) {
                return zero;
            }
        }
        throw new IllegalArgumentException(
                "zero is \"" + label + "\"; allowed: " + SYMMETRY_POINT.label + ", " + MID_RANGE.label);
    }
}
