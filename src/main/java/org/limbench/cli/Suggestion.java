package org.limbench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What was meant by a name that is not known. Every complaint of ours says the value and, behind {@code allowed:}, what there
 * is, so that one place serves tasks, arms, schedules, profiles, bounds and keys of files alike.
 */
final class Suggestion {
    private static final Pattern ALLOWED = Pattern.compile("[;,] (?:allowed|known here)[^:;]*: ");
    private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']+)[\"']");
    private static final Pattern BARE = Pattern.compile("([^\\s:]+): |\\bis (\\S+)$");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+(?:e-?[0-9]+)?(?: [A-Za-z]{1,3})?");

    private static final int MOST_CHANGES = 3;

    private Suggestion() {}

    /** A complaint with what was meant at its end, or as it is. */
    static String added(String complaint) {
        Matcher split = ALLOWED.matcher(complaint);
        if (!split.find()) {
            return complaint;
        }
        List<String> names = Arrays.stream(
                        complaint.substring(split.end()).replaceFirst(";.*", "").split("(, or |, | or )", -1))
                .map(String::strip)
                .toList();
        String near = nearest(wrong(complaint.substring(0, split.start())), names);
        return near == null ? complaint : complaint + "; did you mean '" + near + "'?";
    }

    /** The same for an option or a command that does not exist. */
    static String added(String complaint, ParameterException exception) {
        if (!(exception instanceof UnmatchedArgumentException unmatched)) {
            return added(complaint);
        }
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        String typed = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        String near = nearest(
                List.of(typed),
                typed.startsWith("-")
                        ? command.optionsMap().keySet()
                        : command.subcommands().keySet());
        return near == null ? complaint : complaint + "; did you mean '" + near + "'?";
    }

    private static List<String> wrong(String head) {
        List<String> words = new ArrayList<>(found(QUOTED, head));
        return words.isEmpty() ? found(BARE, head) : words;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match ->
                        match.group(match.groupCount()) != null ? match.group(match.groupCount()) : match.group(1))
                .toList();
    }

    /** The name that takes the fewest changes, of those that take few enough for a slip; null where a word is right. */
    static @Nullable String nearest(List<String> words, Collection<String> names) {
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String word : words) {
            if (names.stream().anyMatch(name -> stem(name).equals(stem(word)))) {
                continue; // it is one of them, and what is wrong is behind it
            }
            LevenshteinDistance distance = new LevenshteinDistance(Math.min(MOST_CHANGES, 1 + word.length() / 3));
            for (String name : names) {
                if (NUMBER.matcher(name).matches()) {
                    continue; // an example of a number is not what was meant
                }
                // csv:FILE is known by csv
                int colon = name.indexOf(':');
                boolean stem = colon > 0 && word.indexOf(':') > 0;
                String typed = stem ? word.substring(0, word.indexOf(':')) : word.replaceFirst("[?=].*", "");
                int changes = distance.apply(typed, stem ? name.substring(0, colon) : name);
                if (changes > 0 && changes < fewest && changes < typed.length()) {
                    fewest = changes;
                    best = stem ? name.substring(0, colon) : name;
                }
            }
        }
        return best;
    }

    /** What is before a colon; the whole where there is none. */
    private static String stem(String name) {
        int colon = name.indexOf(':');
        return colon > 0 ? name.substring(0, colon) : name;
    }
}
