package org.limbench.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options a run was asked for with, as its journal keeps them: a run that goes on takes all from there, and an option that says
 * otherwise is refused rather than passed over.
 */
final class RunFlags {
    /** Options of the process rather than of the run. */
    private static final Set<String> PROCESS = Set.of(
            "--resume", "--out", "--json", "--trace", "--verbose", "--help", "--version", "--accept-device", "--wait");

    private RunFlags() {}

    /** Every option of the run as it stands after parsing, defaults among them. */
    static Map<String, String> all(CommandSpec spec) {
        Map<String, String> flags = new TreeMap<>();
        for (OptionSpec option : spec.options()) {
            if (!PROCESS.contains(option.longestName())) {
                flags.put(option.longestName(), text(option.getValue()));
            }
        }
        return flags;
    }

    /**
     * Refuses options that contradict a journal.
     *
     * @param recorded as {@link #all} gave them; empty in journals of earlier builds, which keep none
     * @throws IllegalArgumentException one line: option, the journal's value, the one given
     */
    static void requireAsRecorded(CommandSpec spec, Map<String, String> recorded, Path directory) {
        ParseResult parsed = spec.commandLine().getParseResult();
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = option.longestName();
            if (PROCESS.contains(name)) {
                continue;
            }
            String given = text(option.getValue());
            String held = recorded.get(name);
            if (held == null) {
                throw new IllegalArgumentException(name + " is given with --resume, and the journal in " + directory
                        + " does not tell what it was; allowed: --resume without it");
            }
            if (!held.equals(given)) {
                throw new IllegalArgumentException(
                        name + " is " + shown(given) + ", the run in " + directory + " was begun with " + shown(held)
                                + "; allowed with --resume: what it was begun with, or nothing");
            }
        }
    }

    /** Refuses another directory to write to than the one gone on with. */
    static void requireSameDirectory(@Nullable Path out, Path resumed) {
        if (out != null
                && !out.toAbsolutePath()
                        .normalize()
                        .equals(resumed.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(
                    "--out is " + out + ", --resume " + resumed + "; allowed with --resume: no other directory");
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not given" : "'" + value + "'";
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Iterable<?> many
                ? StreamSupport.stream(many.spliterator(), false)
                        .map(String::valueOf)
                        .collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
