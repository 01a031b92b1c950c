package org.limbench.training;

/**
 * How what a fast array has gathered reaches the slow array that keeps it. Gradient pulses go to the fast array alone, which
 * forgets them towards its symmetry point; the slow one is pulsed by what is read of the fast one, row by row.
 *
 * <p>A buffered cell moves by one step at most each time its row is read. Published runs are a hundred times longer than ours
 * and read one row at a time, at the plan's learning rate. For runs of some thousand updates we read eight rows at a time at
 * ten times the rate (our choice, on the digits and the profile reram-sb: 0.88 instead of 0.28 for TTv2).
 */
public enum TransferRule {
    /** A row read is added to the slow array at once: Tiki-Taka, Gokmen and Haensch 2020, doi:10.3389/fnins.2020.00103. */
    DIRECT("tiki-taka", 1, 1, 1, 0),
    /**
     * Rows read are summed up in digital memory; what passes a threshold is one pulse: TTv2, Gokmen 2021,
     * doi:10.3389/frai.2021.699148.
     */
    BUFFERED("ttv2", 8, 0.5, 10, 0),
    /**
     * The same, and the sign with which a row of the fast array is written and read flips at random, so that what the array
     * adds of its own averages out: c-TTv2, Rasch, Carta, Fagbohungbe and Gokmen 2024, doi:10.1038/s41467-024-51221-z.
     */
    CHOPPED("chopped", 8, 0.5, 10, 0.01),
    /** Signs flip in step, and a row counts by how far it is from its mean of the period before: AGAD, ibid. */
    DYNAMIC("agad", 8, 0.5, 10, 0.02);

    private final String arm;
    private final int rows;
    private final double fastRate;
    private final double transferRate;
    private final double chopProbability;

    TransferRule(String arm, int rows, double fastRate, double transferRate, double chopProbability) {
        this.arm = arm;
        this.rows = rows;
        this.fastRate = fastRate;
        this.transferRate = transferRate;
        this.chopProbability = chopProbability;
    }

    /** Name of the arm that runs it. */
    public String arm() {
        return arm;
    }

    /** {@link TransferPlan#rows} unless the plan has one. */
    int standardRows() {
        return rows;
    }

    /** {@link TransferPlan#transferRate} unless the plan has one. */
    double standardTransferRate() {
        return transferRate;
    }

    /** {@link TransferPlan#fastRate} unless the plan has one; aihwkit's presets. */
    double standardFastRate() {
        return fastRate;
    }

    /** {@link TransferPlan#chopProbability} unless the plan has one; aihwkit's presets. */
    double standardChopProbability() {
        return chopProbability;
    }

    /** Whether the slow array gets whole pulses out of a digital buffer. */
    boolean buffered() {
        return this != DIRECT;
    }
}
