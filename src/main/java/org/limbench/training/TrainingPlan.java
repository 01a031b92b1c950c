package org.limbench.training;

import java.util.List;
import org.limbench.device.Rank1Update;
import org.limbench.device.Require;
import org.limbench.thermodynamics.Contraction;

/**
 * How to train: everything a run depends on besides workload, device and receipts. Built by {@link #builder()}, whose
 * defaults are the recipe of the training study.
 *
 * @param seed of the streams {@code training.shuffle} and {@code training.pulse-seed}; all arms share them, so that arms
 *     differ by their cells' noise only
 * @param epochs passes over the training examples, 1..10,000
 * @param updates number of updates instead of epochs, 0 (epochs decide) to 1e9
 * @param arms names of the arms, in order; empty for all the device can run
 * @param learningRate eta_n
 * @param approach of the arms lim and unconsolidated
 * @param contraction what later updates leave of an error, as {@link Contraction#of} reads it; empty where approach is not both
 * @param tiltKt tilt of fixed-tilt pulses, kT, 0.01..60
 * @param loweredTiltKt tilt of a lowered-barrier arm's first update, kT, 0.01..60; it falls from there
 * @param resetTiltKt tilt of reset pulses where the barrier is free, kT, 0.5..60 (lower, the bottom of the range is not a
 *     known start)
 * @param holdKt rest barrier while training, kT, 1..1,000
 * @param retention what fixed barrier and consolidation must meet
 * @param consolidateBy what is consolidated at once
 * @param slots bit-line length of an update by barrier pulses, 1..1024
 * @param bitLines bit lines of an update by voltage pulses
 * @param zero where the weight 0 of a cell driven by voltage is
 * @param transfer how arms with a fast and a slow array work
 * @param ageSeconds device time to age each arm, s; 0 for none
 * @param agePoints points of the retention curve, log-spaced from {@link #FIRST_AGE_SECONDS}, 1..1,000
 * @param readAverages reads averaged per cell, 1..1024
 * @param rampSeconds duration of rest-barrier ramps, s, 0 or more
 * @param mostRestarts device restarts and lost commands an arm survives, 0..1,000
 */
public record TrainingPlan(
        long seed,
        int epochs,
        int updates,
        List<String> arms,
        LearningRate learningRate,
        Approach approach,
        String contraction,
        double tiltKt,
        double loweredTiltKt,
        double resetTiltKt,
        double holdKt,
        RetentionSpecification retention,
        ConsolidationOrder consolidateBy,
        int slots,
        BitLineRule bitLines,
        ZeroPoint zero,
        TransferPlan transfer,
        double ageSeconds,
        int agePoints,
        int readAverages,
        double rampSeconds,
        int mostRestarts) {
    /** Youngest age of a retention curve, s. */
    public static final double FIRST_AGE_SECONDS = 0.1;

    /**
     * Bit-line length of the study's recipe. Derived: it fires 51 pulses per update for 20 net levels and 26.6 jumps, which
     * 7 slots reproduce on the digits (5 slots give 37 pulses, 10 give 73).
     */
    public static final int STANDARD_SLOTS = 7;

    public TrainingPlan {
        Require.between("epochs", epochs, 1, 10_000);
        Require.between("updates", updates, 0, 1_000_000_000);
        arms = List.copyOf(arms);
        for (int i = 0; i < arms.size(); i++) {
            Arms.named(arms.get(i), approach);
            if (arms.indexOf(arms.get(i)) != i) {
                throw new IllegalArgumentException("arms holds \"" + arms.get(i) + "\" twice; allowed: each arm once");
            }
        }
        contraction = contraction == null ? "" : contraction; // journals of before there was one
        if ((approach == Approach.BOTH) == contraction.isBlank()) {
            throw new IllegalArgumentException(
                    approach == Approach.BOTH
                            ? "contraction is missing; allowed with approach both: " + Contraction.ALLOWED
                            : "contraction is \"" + contraction + "\"; allowed with approach both alone");
        }
        if (!contraction.isBlank()) {
            Contraction.of(contraction);
        }
        requireKt("tiltKt", tiltKt, 0.01, 60);
        requireKt("loweredTiltKt", loweredTiltKt, 0.01, 60);
        requireKt("resetTiltKt", resetTiltKt, 0.5, 60);
        requireKt("holdKt", holdKt, 1, 1000);
        Require.between("slots", slots, 1, Rank1Update.MOST_SLOTS);
        Require.atLeastZero("ageSeconds", ageSeconds, "s");
        Require.between("agePoints", agePoints, 1, 1000);
        Require.between("readAverages", readAverages, 1, 1024);
        Require.atLeastZero("rampSeconds", rampSeconds, "s");
        Require.between("mostRestarts", mostRestarts, 0, 1000);
    }

    private static void requireKt(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + " is " + value + " kT; allowed: " + least + " to " + most + " kT");
        }
    }

    /** Updates of one arm. */
    public long updatesOf(Workload workload) {
        return updates > 0 ? updates : (long) epochs * workload.examples();
    }

    /** Ages at which an arm is read, s, rising; the last is {@link #ageSeconds}. */
    public double[] ages() {
        if (ageSeconds <= FIRST_AGE_SECONDS || agePoints == 1) {
            return ageSeconds > 0 ? new double[] {ageSeconds} : new double[0];
        }
        double[] ages = new double[agePoints];
        for (int i = 0; i < agePoints - 1; i++) {
            ages[i] = FIRST_AGE_SECONDS * StrictMath.pow(ageSeconds / FIRST_AGE_SECONDS, i / (double) (agePoints - 1));
        }
        ages[agePoints - 1] = ageSeconds;
        return ages;
    }

    /** A builder holding the recipe of the training study. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects a plan; {@link #build()} checks it. */
    public static final class Builder {
        private long seed = 1;
        private int epochs = 6;
        private int updates;
        private List<String> arms = List.of();
        private LearningRate learningRate = LearningRate.standard();
        private Approach approach = Approach.FIXED_TILT;
        private String contraction = "";
        private double tiltKt = 2;
        private double loweredTiltKt = 3;
        private double resetTiltKt = 2;
        private double holdKt = 24;
        private RetentionSpecification retention = RetentionSpecification.standard();
        private ConsolidationOrder consolidateBy = ConsolidationOrder.array();
        private int slots = STANDARD_SLOTS;
        private BitLineRule bitLines = BitLineRule.standard();
        private ZeroPoint zero = ZeroPoint.SYMMETRY_POINT;
        private TransferPlan transfer = TransferPlan.standard();
        private double ageSeconds = RetentionSpecification.standard().seconds();
        private int agePoints = 20;
        private int readAverages = 1;
        private double rampSeconds = 1e-3;
        private int mostRestarts = 16;

        private Builder() {}

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        public Builder updates(int value) {
            updates = value;
            return this;
        }

        public Builder arms(List<String> value) {
            arms = List.copyOf(value);
            return this;
        }

        public Builder learningRate(LearningRate value) {
            learningRate = value;
            return this;
        }

        public Builder approach(Approach value) {
            approach = value;
            return this;
        }

        public Builder contraction(String value) {
            contraction = value;
            return this;
        }

        public Builder tiltKt(double value) {
            tiltKt = value;
            return this;
        }

        public Builder loweredTiltKt(double value) {
            loweredTiltKt = value;
            return this;
        }

        public Builder resetTiltKt(double value) {
            resetTiltKt = value;
            return this;
        }

        public Builder holdKt(double value) {
            holdKt = value;
            return this;
        }

        public Builder retention(RetentionSpecification value) {
            retention = value;
            return this;
        }

        public Builder consolidateBy(ConsolidationOrder value) {
            consolidateBy = value;
            return this;
        }

        public Builder bitLines(BitLineRule value) {
            bitLines = value;
            return this;
        }

        public Builder zero(ZeroPoint value) {
            zero = value;
            return this;
        }

        public Builder transfer(TransferPlan value) {
            transfer = value;
            return this;
        }

        public Builder slots(int value) {
            slots = value;
            return this;
        }

        public Builder ageSeconds(double value) {
            ageSeconds = value;
            return this;
        }

        public Builder agePoints(int value) {
            agePoints = value;
            return this;
        }

        public Builder readAverages(int value) {
            readAverages = value;
            return this;
        }

        public Builder rampSeconds(double value) {
            rampSeconds = value;
            return this;
        }

        public Builder mostRestarts(int value) {
            mostRestarts = value;
            return this;
        }

        /** The plan, checked. */
        public TrainingPlan build() {
            return new TrainingPlan(
                    seed,
                    epochs,
                    updates,
                    arms,
                    learningRate,
                    approach,
                    contraction,
                    tiltKt,
                    loweredTiltKt,
                    resetTiltKt,
                    holdKt,
                    retention,
                    consolidateBy,
                    slots,
                    bitLines,
                    zero,
                    transfer,
                    ageSeconds,
                    agePoints,
                    readAverages,
                    rampSeconds,
                    mostRestarts);
        }
    }
}
