package org.limbench.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.limbench.text.PlainNumber;

/**
 * A task as people write it: {@code KIND[:WHAT][?key=value&key=value]}. What follows the last question mark is options
 * where it holds an equals sign, and part of a file's name where it does not. In names of files and in values {@code %3F},
 * {@code %26}, {@code %2C}, {@code %3B}, {@code %3D} and {@code %25} stand for ?, &amp;, comma, ;, = and %, as in a URL; any
 * other % stands for itself.
 *
 * @param text as written
 * @param kind before the first colon
 * @param what after it, without the options; empty where there is none
 * @param options by key, in the order written
 */
record TaskText(String text, String kind, String what, Map<String, String> options) {
    private static final Pattern ESCAPE = Pattern.compile("%(3[Ff]|26|2[Cc]|3[Bb]|3[Dd]|25)");

    TaskText {
        options = Map.copyOf(options);
    }

    /** Takes a text apart; keys and values are the task's to judge. */
    static TaskText parse(String text) {
        int mark = text.lastIndexOf('?');
        boolean given = mark >= 0 && text.indexOf('=', mark) >= 0;
        String head = given ? text.substring(0, mark) : text;
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : given ? text.substring(mark + 1).split("&", -1) : new String[0]) {
            int equals = option.indexOf('=');
            if (equals < 1 || options.put(option.substring(0, equals), decoded(option.substring(equals + 1))) != null) {
                throw new WorkloadException("task is \"" + text + "\", option \"" + option
                        + "\"; allowed: ?key=value&key=value, each key once");
            }
        }
        int colon = head.indexOf(':');
        return colon < 0
                ? new TaskText(text, head, "", options)
                : new TaskText(text, head.substring(0, colon), head.substring(colon + 1), options);
    }

    /** The file the task names. */
    String file() {
        return decoded(what);
    }

    /** The files the task names, a comma between two. */
    List<String> files() {
        return Arrays.stream(what.split(",", -1)).map(TaskText::decoded).toList();
    }

    private static String decoded(String text) {
        Matcher escapes = ESCAPE.matcher(text);
        return escapes.replaceAll(
                escape -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** The text with one more option. */
    static String with(String text, String key, String value) {
        TaskText task = parse(text);
        if (task.options.containsKey(key)) {
            throw new WorkloadException("task \"" + text + "\" names " + key + " already; allowed: to say it once");
        }
        return text + (task.options.isEmpty() ? "?" : "&") + key + "=" + value;
    }

    /** Refuses options this task does not have. */
    void allow(String... keys) {
        for (String key : new TreeSet<>(options.keySet())) {
            if (!List.of(keys).contains(key)) {
                throw new WorkloadException("task \"" + text + "\" has no option \"" + key + "\"; allowed: "
                        + (keys.length == 0 ? "none" : String.join(", ", keys))
                        + (what.isEmpty() ? "" : "; a ? in a file's name is written %3F"));
            }
        }
    }

    String option(String key, String otherwise) {
        return options.getOrDefault(key, otherwise);
    }

    /** A whole number within limits. */
    int whole(String key, int otherwise, int least, int most) {
        String value = options.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = PlainNumber.whole(value);
            if (number >= least && number <= most) {
                return (int) number;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(key, value, least + " to " + most, notANumber);
        }
        throw wrong(key, value, least + " to " + most, null);
    }

    /** Refuses an option's value. */
    WorkloadException wrong(String key, String value, String allowed) {
        return wrong(key, value, allowed, null);
    }

    private WorkloadException wrong(String key, String value, String allowed, @Nullable Throwable cause) {
        return new WorkloadException(
                "task \"" + text + "\": " + key + " is \"" + value + "\"; allowed: " + allowed, cause);
    }
}
