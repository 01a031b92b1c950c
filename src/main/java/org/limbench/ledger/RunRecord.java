package org.limbench.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.BoundResult;

/**
 * What {@code run.json} says of a run. Keys are stable; additions only. Energies in J, totals and bounds are those of the
 * first arm that {@code energy} and {@code bounds} name: arm {@code lim} where it was run.
 *
 * @param format version of this layout, 1
 * @param seed of the host; {@code seeds} lists all where there were several
 * @param inputs what the run was made from besides its flags; null in records of earlier builds
 * @param doubts what a reader must know before believing the rest, a sentence each; null where there is nothing
 */
public record RunRecord(
        int format,
        String runId,
        String version,
        long seed,
        double temperatureKelvin,
        Device device,
        Task task,
        Schedule schedule,
        List<Arm> arms,
        Energy energy,
        List<BoundResult> bounds,
        LinkSummary link,
        Wall wall,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Long> seeds,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Input> inputs,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> doubts) {
    /** Layout version written by this build. */
    public static final int FORMAT = 1;

    public RunRecord {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format is " + format + "; allowed: " + FORMAT);
        }
        arms = List.copyOf(arms);
        bounds = List.copyOf(bounds);
        seeds = seeds == null ? null : List.copyOf(seeds);
        inputs = inputs == null ? null : List.copyOf(inputs);
        doubts = doubts == null || doubts.isEmpty() ? null : List.copyOf(doubts);
    }

    /** A record without inputs and doubts. */
    public RunRecord(
            int format,
            String runId,
            String version,
            long seed,
            double temperatureKelvin,
            Device device,
            Task task,
            Schedule schedule,
            List<Arm> arms,
            Energy energy,
            List<BoundResult> bounds,
            LinkSummary link,
            Wall wall,
            @Nullable List<Long> seeds) {
        this(
                format,
                runId,
                version,
                seed,
                temperatureKelvin,
                device,
                task,
                schedule,
                arms,
                energy,
                bounds,
                link,
                wall,
                seeds,
                null,
                null);
    }

    /**
     * What was driven.
     *
     * @param bootId of the last boot
     * @param seed null where the device does not tell
     * @param bootIds every boot that answered, in order; null in records of earlier builds
     * @param replaced true where the run went on with another device on somebody's word; null elsewhere
     */
    public record Device(
            String address,
            Profile profile,
            String firmware,
            String bootId,
            @Nullable Long seed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> bootIds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean replaced) {
        public Device {
            bootIds = bootIds == null ? null : List.copyOf(bootIds);
        }

        /** A device that booted once. */
        public Device(String address, Profile profile, String firmware, String bootId, @Nullable Long seed) {
            this(address, profile, firmware, bootId, seed, null, null);
        }
    }

    /**
     * Something a run was made from.
     *
     * @param role what for: {@code table}, {@code images}, {@code labels}, {@code graph}, {@code profile}, {@code wiring}
     * @param name path, or the name of what is packed with the program
     * @param sha256 digest of the bytes that were read, lower-case hex; of a profile followed by those it extends
     * @param bytes how many; null where only their digest is known
     * @param counts what was found in them, e.g. {@code examples}, {@code features}, {@code classes}
     */
    public record Input(
            String role,
            String name,
            String sha256,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long bytes,

            Map<String, Long> counts) {
        public Input {
            counts = new TreeMap<>(counts);
        }
    }

    /** Which profile the device emulates; {@code sha256} is empty for silicon. */
    public record Profile(String name, String sha256) {}

    /**
     * What was trained.
     *
     * @param score stem of its metrics' names, e.g. {@code accuracy}; null in records of earlier builds
     * @param lowerIsBetter whether the best score is the least; null where {@code score} is
     */
    public record Task(
            String name,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String score,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean lowerIsBetter) {
        /** A task whose score is not told. */
        public Task(String name) {
            this(name, null, null);
        }
    }

    /** How learning rate, barrier and tilt moved; tilt in kT, null where it is not constant. */
    public record Schedule(
            String rate, String approach, @Nullable Double tiltKt) {}

    /**
     * One arm.
     *
     * @param metrics by name; means over seeds where there were several
     * @param barriersKt null for devices without a tunable barrier
     * @param relativeToFixed null where arm {@code fixed} was not run
     * @param energy of the whole arm
     * @param bounds on this arm
     * @param retention score against time since the end of training
     * @param standardErrors of metrics and figures by name, over seeds
     */
    public record Arm(
            String name,
            Map<String, Double> metrics,
            @Nullable BarriersKt barriersKt,
            Updates updates,
            PerUpdate perUpdate,
            @Nullable Relative relativeToFixed,
            Energy energy,
            List<BoundResult> bounds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<RetentionPoint> retention,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<String, Double> standardErrors) {
        public Arm {
            bounds = List.copyOf(bounds);
            retention = retention == null ? null : List.copyOf(retention);
        }

        /** Everything lost in cells in training, J; NaN where the heat of some updates was not measured. */
        public double coreJoules() {
            boolean measured = !Double.isNaN(energy.accounts().getOrDefault("update", 0.0));
            return measured ? perUpdate.coreJoules() * updates.applied() : Double.NaN;
        }

        /** The same in another relation to fixed. */
        public Arm with(@Nullable Relative relative) {
            return new Arm(
                    name, metrics, barriersKt, updates, perUpdate, relative, energy, bounds, retention, standardErrors);
        }
    }

    /** Barriers in kT: range of the write barrier, hold, retention. */
    public record BarriersKt(List<Double> write, double hold, double retention) {}

    /**
     * Updates and what became of them.
     *
     * @param jumps -1 where the device cannot know
     * @param unaccounted updates the device applied whose receipts the journal lost; not among the applied
     */
    public record Updates(
            long commanded,
            long applied,
            long duplicatesSuppressed,
            long indeterminate,
            long pulses,
            long jumps,
            long unaccounted) {
        /** Updates none of which got lost. */
        public Updates(
                long commanded, long applied, long duplicatesSuppressed, long indeterminate, long pulses, long jumps) {
            this(commanded, applied, duplicatesSuppressed, indeterminate, pulses, jumps, 0);
        }
    }

    /** Joules per applied update: everything lost in cells in training, and every account of the arm; NaN where not measured. */
    public record PerUpdate(
            double coreJoules,
            double allInJoules,
            double coreStandardUncertaintyJoules,
            double allInStandardUncertaintyJoules) {}

    /**
     * How many times less than arm {@code fixed}, per update; NaN where that is not known.
     *
     * @param coreUnknown why not; null where it is known, and in records of earlier builds
     * @param allInUnknown why not; null where it is known, and in records of earlier builds
     */
    public record Relative(
            double core,
            double allIn,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Why coreUnknown,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Why allInUnknown) {
        /** Of which both are known. */
        public Relative(double core, double allIn) {
            this(core, allIn, null, null);
        }

        /** Of which none is known. */
        public Relative(Why core, Why allIn) {
            this(Double.NaN, Double.NaN, core, allIn);
        }

        /** Why a ratio is not known. */
        public enum Why {
            /** The meter did not see one of the energies whole. */
            UNMEASURED("an energy was not measured"),
            /** One of the energies lies within two standard uncertainties of zero. */
            UNRESOLVED("an energy within two standard uncertainties of zero"),
            /** One of the arms never moved a cell. */
            NO_JUMPS("this arm or fixed made no jump"),
            /** One of the arms learnt nothing. */
            AT_CHANCE("this arm or fixed is as good as guessing"),
            /** This arm's score after training is not that of fixed. */
            WORSE("its trained score is worse than fixed's, by over 0.02 of accuracy or a tenth"),
            /** This arm's score after ageing is not that of fixed. */
            FORGETS("its aged score is worse than fixed's, by over 0.02 of accuracy or a tenth");

            private final String meaning;

            Why(String meaning) {
                this.meaning = meaning;
            }

            /** In at most ten letters, e.g. {@code no jumps}. */
            @JsonValue
            public String label() {
                return name().toLowerCase(Locale.ROOT).replace('_', ' ');
            }

            /** In one sentence. */
            public String meaning() {
                return meaning;
            }
        }
    }

    /** The task's score (its key is {@code accuracy} whatever the score) after some device time unpowered, s. */
    public record RetentionPoint(double seconds, double accuracy) {}

    /**
     * {@code provenance} is {@code emulated} or {@code measured}; accounts by name, each with all that is summed under it. A
     * figure that was not measured is NaN here and null in {@code run.json}.
     *
     * @param losses by place and cause, as far as the meter tells them apart; null in records of earlier builds
     * @param walls what reading, updating and consolidating cost; null in records of earlier builds
     * @param notMeasured null where everything was
     */
    public record Energy(
            String provenance,
            double totalJoules,
            double standardUncertaintyJoules,
            double perUpdateJoules,
            Map<String, Double> accounts,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<Loss> losses,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<WallEnergy> walls,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            NotMeasured notMeasured) {
        public Energy {
            Map<String, Double> told = new LinkedHashMap<>();
            accounts.forEach((account, joules) -> told.put(account, joules == null ? Double.NaN : joules));
            accounts = told;
            losses = losses == null ? null : List.copyOf(losses);
            walls = walls == null ? null : List.copyOf(walls);
        }

        /** Of which everything was measured. */
        public Energy(
                String provenance,
                double totalJoules,
                double standardUncertaintyJoules,
                double perUpdateJoules,
                Map<String, Double> accounts) {
            this(provenance, totalJoules, standardUncertaintyJoules, perUpdateJoules, accounts, null, null, null);
        }
    }

    /**
     * What was lost in one place for one cause.
     *
     * @param place {@code cell}, {@code wire}, {@code actuator} or {@code periphery}
     * @param cause e.g. {@code half-select motion}
     */
    public record Loss(String place, String cause, double joules, double standardUncertaintyJoules) {}

    /**
     * Everything that the rows of one of the three walls cost.
     *
     * @param wall {@code memory}, {@code update} or {@code consolidation}
     */
    public record WallEnergy(
            String wall,
            double joules,
            double standardUncertaintyJoules,
            double perUpdateJoules,
            double perUpdateStandardUncertaintyJoules) {}

    /** What the link carried. */
    public record LinkSummary(long frames, long retransmissions, long corruptFrames, double goodputBytesPerSecond) {}

    /** Seconds on the wall and on the device. */
    public record Wall(double seconds, double emulatedSeconds) {}
}
