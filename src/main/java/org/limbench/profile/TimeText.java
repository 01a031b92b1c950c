package org.limbench.profile;

/** A time as a person writes it: a number, a space, a unit of UCUM. */
public final class TimeText {
    private TimeText() {}

    /**
     * The time of a text such as {@code 10 a} or {@code 30 d}, s, more than 0; a year is the Julian one of 365.25 days.
     *
     * @param name what the text is about, for the message of a failure
     */
    public static double seconds(String name, String text) {
        double seconds = read(text);
        if (!(seconds > 0)) {
            throw new IllegalArgumentException(
                    name + " is \"" + text + "\"" + UnitHint.of(text, better -> read(better) > 0)
                            + "; allowed: a time of more than 0 s such as 10 a (years), 30 d or 3600 s");
        }
        return seconds;
    }

    private static double read(String text) {
        return UnitText.parse(text, Dimension.TIME, Double.NaN).orElse(Double.NaN);
    }
}
