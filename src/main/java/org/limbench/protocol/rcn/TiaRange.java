package org.limbench.protocol.rcn;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Feedback resistors of the two transimpedance amplifiers. The station's own: amplifier A has two, B three and an open. */
public enum TiaRange {
    A_2K("A", "2K", 2_000),
    A_20K("A", "20K", 20_000),
    B_20K("B", "20K", 20_000),
    B_200K("B", "200K", 200_000),
    B_2M("B", "2M", 2_000_000),
    /** All switches of amplifier B open: it reads nothing. */
    B_OFF("B", "OFF", 0);

    /**
     * Output swing at which a range ends, V: the station gives 1.22 mA for 2 kilohm, 1.22 uA for 2 megohm.
     */
    public static final double FULL_SCALE_VOLTS = 2.44;

    private final String amplifier;
    private final String word;
    private final int ohms;

    TiaRange(String amplifier, String word, int ohms) {
        this.amplifier = amplifier;
        this.word = word;
        this.ohms = ohms;
    }

    /** A or B. */
    public String amplifier() {
        return amplifier;
    }

    /** As commanded, e.g. 200K. */
    public String word() {
        return word;
    }

    /** Nominal feedback, ohm; 0 where it is open. */
    public int ohms() {
        return ohms;
    }

    /** Largest current, A; 0 where the feedback is open. */
    public double mostAmperes() {
        return ohms == 0 ? 0 : FULL_SCALE_VOLTS / ohms;
    }

    /** The range of an amplifier by its word, both in upper case. */
    public static Optional<TiaRange> of(String amplifier, String word) {
        return Arrays.stream(values())
                .filter(range -> range.amplifier.equals(amplifier) && range.word.equals(word))
                .findFirst();
    }

    /** The words an amplifier knows, for messages. */
    static String words(String amplifier) {
        return Arrays.stream(values())
                .filter(range -> range.amplifier.equals(amplifier))
                .map(TiaRange::word)
                .collect(Collectors.joining(" "));
    }
}
