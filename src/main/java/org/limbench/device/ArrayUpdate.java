package org.limbench.device;

/** A relative, open-loop change of many cells: what a gradient becomes. */
public sealed interface ArrayUpdate extends ArrayCommand permits Rank1Update, DenseUpdate, SparseUpdate {
    /** The drive of every pulse of this update. */
    Drive drive();

    /** Width of one pulse, s. */
    double pulseSeconds();
}
