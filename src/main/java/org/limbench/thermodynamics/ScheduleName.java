package org.limbench.thermodynamics;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rate schedules by the names people type, and the one parameter some of them have. */
public enum ScheduleName {
    HARMONIC("1/n", null),
    INVERSE_ROOT("1/sqrt(n)", null),
    CONSTANT("constant", null),
    /** exp(-(n-1)/decay_updates). */
    EXPONENTIAL("exponential", "decay_updates"),
    /** 1/[(n+n0) ln^2(n+n0)]. */
    FOWLER_NORDHEIM("fn", "n0");

    private final String word;
    private final @Nullable String parameter;

    ScheduleName(String word, @Nullable String parameter) {
        this.word = word;
        this.parameter = parameter;
    }

    /**
     * The schedule of a word.
     *
     * @throws IllegalArgumentException listing what there is
     */
    public static ScheduleName of(String word) {
        return Arrays.stream(values())
                .filter(name -> name.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new OutOfDomainException("schedule", "'" + word + "'", allowed()));
    }

    /** All words, each with its parameter. */
    public static String allowed() {
        return Arrays.stream(values())
                .map(name -> name.parameter == null ? name.word : name.word + " (with " + name.parameter + ")")
                .collect(Collectors.joining(", "));
    }

    /** As typed. */
    public String word() {
        return word;
    }

    /** Name of its parameter, if it has one. */
    public @Nullable String parameter() {
        return parameter;
    }

    /**
     * The schedule.
     *
     * @param value of the parameter; not looked at where there is none
     */
    public RateSchedule with(double value) {
        return switch (this) {
            case HARMONIC -> new RateSchedule.Harmonic(1);
            case INVERSE_ROOT -> new RateSchedule.InverseRoot(1);
            case CONSTANT -> new RateSchedule.Constant();
            case EXPONENTIAL -> new RateSchedule.Exponential(value);
            case FOWLER_NORDHEIM -> new RateSchedule.FowlerNordheimDecay(value);
        };
    }
}
