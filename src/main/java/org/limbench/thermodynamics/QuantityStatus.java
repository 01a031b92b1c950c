package org.limbench.thermodynamics;

import java.util.Locale;

/** What a number claims. */
public enum QuantityStatus {
    /** True by definition or algebra, whatever the device. */
    IDENTITY,
    /** A lower bound that follows from the second law for the case described. */
    STRICT,
    /** A lower bound that needs more: a kind of dynamics, or a limit nobody measures. */
    CONDITIONAL,
    /** A model's figure, which nature may undercut. */
    ESTIMATE,
    /** What a design must keep to; no energy bound. */
    CONSTRAINT;

    /** Lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
