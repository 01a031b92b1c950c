package org.limbench.cli;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Where a value was said that nobody typed: what a complaint about it must name, for it is not on the command line. */
final class Origin {
    private static final Pattern ALLOWED = Pattern.compile("[;,] allowed.*", Pattern.DOTALL);

    private Origin() {}

    /**
     * The variable or file behind every option a complaint names, as words to be put behind it; empty where all was typed.
     *
     * @param typed whether an option stands on the command line
     */
    static String of(String complaint, CommandLine command, Predicate<OptionSpec> typed) {
        if (!(command.getDefaultValueProvider() instanceof Defaults defaults)) {
            return "";
        }
        String about = ALLOWED.matcher(complaint).replaceFirst("");
        return command.getCommandSpec().options().stream()
                .filter(option -> !typed.test(option))
                .map(option -> {
                    Defaults.Setting setting = defaults.setting(option);
                    return setting != null && names(about, option, setting.value())
                            ? "; " + option.longestName() + " comes from " + setting.from()
                            : "";
                })
                .collect(Collectors.joining());
    }

    /** Whether it speaks of the option, by its name with dashes or as 'name is', or shows its value in quotes. */
    private static boolean names(String about, OptionSpec option, String value) {
        return about.contains("'" + value + "'")
                || about.contains("\"" + value + "\"")
                || Arrays.stream(option.names()).anyMatch(name -> {
                    String bare = Pattern.quote(name.replaceFirst("^-+", ""));
                    return Pattern.compile("(?<![\\w-])(?:--?" + bare + "(?![\\w-])|" + bare + " is )")
                            .matcher(about)
                            .find();
                });
    }
}
