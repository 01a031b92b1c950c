package org.limbench.cli;

import java.util.Map;
import java.util.function.Supplier;
import org.limbench.thermodynamics.OutOfDomainException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options as a person typed them: what a complaint must name. */
final class TypedOptions {
    /** Between the entries of a list; one behind the last is left to it, or an entry forgotten there would pass unseen. */
    static final String COMMA = ",(?!$)";

    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("schedule", "--schedule"),
            Map.entry("updates", "--updates"),
            Map.entry("contraction", "--contraction"),
            Map.entry("attemptsPerSecond", "--attempt-rate"),
            Map.entry("pulseSeconds", "--pulse"),
            Map.entry("tiltKt", "--tilt"),
            Map.entry("barrierKt", "--barrier"),
            Map.entry("temperatureKelvin", "--temperature"),
            Map.entry("decayUpdates", "--decay-updates"),
            Map.entry("offset", "--n0"),
            Map.entry("bits", "--bits"),
            Map.entry("parameters", "--parameters"),
            Map.entry("exponent", "--alpha"),
            Map.entry("referenceOperations", "--c0"),
            Map.entry("referenceParameters", "--n0"));

    private final CommandSpec spec;

    TypedOptions(CommandSpec spec) {
        this.spec = spec;
    }

    /** The complaint in the words of the command line. */
    IllegalArgumentException complaint(OutOfDomainException outside) {
        String name = OPTIONS.get(outside.argument());
        OptionSpec option = name == null ? null : spec.findOption(name);
        if (name == null || option == null) {
            return outside;
        }
        return option.originalStringValues().isEmpty()
                ? outside.as(name, String.valueOf(option.<Object>getValue()))
                : outside.as(name, String.join(",", option.originalStringValues()));
    }

    /** What is read of an option's value; a complaint about it begins with the option. */
    static <T> T named(String option, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(option + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Refuses an option that belongs to another choice, where it was typed rather than taken from defaults. */
    void refuse(String option, String choice, String allowed) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
            throw new IllegalArgumentException(
                    option + " does not belong to " + choice + "; allowed with it: " + allowed);
        }
    }
}
