package org.limbench.trace;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place whose frames are in a trace.
 *
 * @param number from 0, in the order of the file
 * @param name e.g. {@code serial:./lim0}
 * @param recorder which end recorded
 * @param seed of the emulated device at the other or this end, fresh from power-on as the trace begins; empty for any other
 */
public record TracedLink(int number, String name, Side recorder, OptionalLong seed) {
    /** Ends the name of the interface that has the envelopes. */
    static final String ENVELOPES = " envelopes";
    /** Ends the name of the interface that has all else. */
    static final String RAW = " raw";

    private static final Pattern DESCRIPTION =
            Pattern.compile("recorded by the (host|device)(?:, emulated device of seed (-?\\d{1,19}))?");

    static String description(Side recorder, OptionalLong seed) {
        return "recorded by the " + recorder.word()
                + (seed.isPresent() ? ", emulated device of seed " + seed.getAsLong() : "");
    }

    /** The name without what tells its two interfaces apart. */
    static String place(String interfaceName) {
        return interfaceName.endsWith(ENVELOPES)
                ? interfaceName.substring(0, interfaceName.length() - ENVELOPES.length())
                : interfaceName.endsWith(RAW)
                        ? interfaceName.substring(0, interfaceName.length() - RAW.length())
                        : interfaceName;
    }

    /** Out of an interface as described; one that tells no recorder counts as a host's. */
    static TracedLink of(int number, String interfaceName, String description) {
        Matcher told = DESCRIPTION.matcher(description);
        if (!told.matches()) {
            return new TracedLink(number, place(interfaceName), Side.HOST, OptionalLong.empty());
        }
        Side recorder = told.group(1).equals(Side.DEVICE.word()) ? Side.DEVICE : Side.HOST;
        return new TracedLink(number, place(interfaceName), recorder, seed(told.group(2)));
    }

    private static OptionalLong seed(@org.jspecify.annotations.Nullable String digits) {
        try {
            return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty(); // nothing of ours wrote it
        }
    }
}
