package org.limbench.profile;

import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limbench.text.PlainNumber;

/** What is wrong with a quantity that could not be read, and how to write it. */
final class UnitHint {
    private static final Pattern PARTS =
            Pattern.compile("(?<number>[+-]?[0-9.,_]*(?:[eE][+-]?[0-9]+)?)(?<space>\\s*)(?<unit>.*)");
    /** Words people write, and what UCUM has for them. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("years", "a"),
            Map.entry("year", "a"),
            Map.entry("yr", "a"),
            Map.entry("y", "a"),
            Map.entry("months", "mo"),
            Map.entry("month", "mo"),
            Map.entry("weeks", "wk"),
            Map.entry("week", "wk"),
            Map.entry("days", "d"),
            Map.entry("day", "d"),
            Map.entry("hours", "h"),
            Map.entry("hour", "h"),
            Map.entry("minutes", "min"),
            Map.entry("minute", "min"),
            Map.entry("seconds", "s"),
            Map.entry("second", "s"),
            Map.entry("sec", "s"),
            Map.entry("volts", "V"),
            Map.entry("volt", "V"),
            Map.entry("joules", "J"),
            Map.entry("ohms", "Ohm"),
            Map.entry("ohm", "Ohm"),
            Map.entry("siemens", "S"),
            Map.entry("kelvin", "K"),
            Map.entry("µs", "us"),
            Map.entry("μs", "us"));

    private UnitHint() {}

    /** A few words behind the text, beginning with a comma; empty where it is well written but of another kind. */
    static String of(String text) {
        return of(text, better -> true);
    }

    /** The same, where not all that is well written is allowed: what is advised must be. */
    static String of(String text, Predicate<String> allowed) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || parts.group("number").isEmpty()) {
            return ", no number with a unit";
        }
        String number = parts.group("number");
        String unit = parts.group("unit");
        try {
            PlainNumber.real(number);
        } catch (NumberFormatException none) {
            return PlainNumber.isDecimal(number)
                    ? ", whose number is " + none.getMessage()
                    : ", whose number is none; a decimal point and digits make one";
        }
        String known = WORDS.get(unit.toLowerCase(Locale.ROOT));
        if (known != null && allowed.test(number + " " + known)) {
            return ", whose unit is written " + known + ": " + number + " " + known;
        }
        if (unit.isEmpty()) {
            return ", a number without a unit";
        }
        return known != null || parts.group("space").equals(" ") || !allowed.test(number + " " + unit)
                ? ""
                : ", with other than one space between number and unit: " + number + " " + unit;
    }
}
