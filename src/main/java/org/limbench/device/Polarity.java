package org.limbench.device;

/** Direction of a pulse. */
public enum Polarity {
    /** Raises the conductance. */
    POTENTIATE(1),
    /** Lowers the conductance. */
    DEPRESS(-1);

    private final int sign;

    Polarity(int sign) {
        this.sign = sign;
    }

    /** +1 for {@link #POTENTIATE}, -1 for {@link #DEPRESS}. */
    public int sign() {
        return sign;
    }
}
