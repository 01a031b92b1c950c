package org.limbench.protocol.rcn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads command lines as the station does: the verb up to the first blank in any case, then arguments between blanks; whole
 * numbers decimal or as 0x hexadecimal; a voltage that is no number counts as 0 V; whatever is beyond the arguments is ignored.
 */
public final class CommandParser {
    private static final int MOST_PIN = 15;

    private final RcnVerb verb;
    private final List<String> arguments;

    private CommandParser(RcnVerb verb, String rest) {
        this.verb = verb;
        this.arguments = rest.isEmpty() ? List.of() : List.of(rest.split("\\s+", -1));
    }

    /** What a line is: exactly one of the two is there. */
    public record Parsed(Optional<RcnCommand> command, Optional<RcnReply.Refusal> refusal) {
        static Parsed of(RcnCommand command) {
            return new Parsed(Optional.of(command), Optional.empty());
        }
    }

    /** Carries a refusal out of the nested readers below; never leaves this class. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String text) {
            super(text, null, false, false);
        }
    }

    /** Reads a line that is not empty. */
    public static Parsed parse(String line) {
        int blank = line.indexOf(' ');
        String word = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        Optional<RcnVerb> verb = RcnVerb.of(word);
        try {
            if (verb.isEmpty()) {
                throw new Refused("Unknown command '" + word + "'");
            }
            String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
            return Parsed.of(new CommandParser(verb.get(), rest).command());
        } catch (Refused refused) {
            return new Parsed(
                    Optional.empty(), Optional.of(new RcnReply.Refusal(String.valueOf(refused.getMessage()))));
        }
    }

    private RcnCommand command() throws Refused {
        return switch (verb) {
            case IDENTIFY -> new RcnCommand.Identify();
            case STATUS -> new RcnCommand.Status();
            case DAC_SET -> dacSet();
            case DAC_SET_ALL -> new RcnCommand.DacSetAll(volts(0));
            case DAC_CLEAR -> new RcnCommand.DacClear();
            case ADS_READ -> adsRead();
            case ADS_CONFIG -> adsConfig();
            case ADS_STATUS -> new RcnCommand.AdsStatus(chip());
            case ADS_STREAM -> new RcnCommand.AdsStream(chip(), whole(1, "frames", 0, 0xFFFF_FFFFL));
            case ADS_STOP -> new RcnCommand.AdsStop();
            case ADS_DMA_STREAM -> new RcnCommand.AdsDmaStream(chip(), whole(1, "frames", 0, 0xFFFF_FFFFL));
            case ADS_DMA_STOP -> new RcnCommand.AdsDmaStop();
            case ADS_DBG -> new RcnCommand.AdsDebug();
            case ADS_CAL -> new RcnCommand.AdsCalibrate(chip());
            case TIA_GAIN -> new RcnCommand.TiaGain(range());
            case STMADC -> new RcnCommand.FastRead(fastChannel());
            case STMADC_STREAM ->
                new RcnCommand.FastStream((int) whole(0, "channel", 0, 4), whole(1, "samples", 0, 0xFFFF_FFFFL));
            case STMADC_STOP -> new RcnCommand.FastStop();
            case CAPTURE_STEP ->
                new RcnCommand.CaptureStep(samples(), ticks(1, "prescaler"), ticks(2, "period"), pretrigger());
            case ADCFAST_CAPTURE -> new RcnCommand.FastCapture(samples(), ticks(1, "prescaler"), ticks(2, "period"));
            case ADCFAST_DBG -> new RcnCommand.FastDebug();
            case STMDIO_WRITE -> new RcnCommand.DioWrite((int) (whole(0, "mask", 0, 0xFFFF_FFFFL) & 0xFF));
            case STMDIO_WRITE_PIN -> new RcnCommand.DioWritePin(pin(0), (int) (whole(1, "state", 0, 0xFFFF_FFFFL) & 1));
            case STMDIO_READ -> new RcnCommand.DioRead();
            case STMDIO_READ_PIN -> new RcnCommand.DioReadPin(pin(0));
            case STMDIO_DIR -> direction();
        };
    }

    private RcnCommand dacSet() throws Refused {
        requireCount(3, "chip, channel and volts");
        int chip = (int) whole(0, "chip", 1, RcnCommand.DAC_CHIPS);
        int channel = (int) whole(1, "channel", 1, RcnCommand.DAC_CHANNELS);
        return new RcnCommand.DacSet(chip, channel, volts(2));
    }

    private RcnCommand adsRead() throws Refused {
        requireCount(1, "a chip or ALL");
        if (arguments.get(0).equalsIgnoreCase("ALL")) {
            return new RcnCommand.AdsRead(0, 0);
        }
        int chip = chip();
        return new RcnCommand.AdsRead(chip, arguments.size() < 2 ? 0 : (int) whole(1, "channel", 1, 4));
    }

    private RcnCommand adsConfig() throws Refused {
        int chip = chip();
        int ratio = (int) whole(1, "oversampling", 0, 0xFFFF);
        if (!StationTiming.OVERSAMPLINGS.contains(ratio)) {
            throw new Refused("oversampling " + ratio + ", allowed " + StationTiming.OVERSAMPLINGS);
        }
        return new RcnCommand.AdsConfig(chip, ratio);
    }

    private TiaRange range() throws Refused {
        requireCount(2, "an amplifier and a range");
        String amplifier = arguments.get(0).toUpperCase(Locale.ROOT);
        String word = arguments.get(1).toUpperCase(Locale.ROOT);
        if (!amplifier.equals("A") && !amplifier.equals("B")) {
            throw new Refused("amplifier '" + amplifier + "', allowed A or B");
        }
        Optional<TiaRange> range = TiaRange.of(amplifier, word);
        if (range.isEmpty()) {
            throw new Refused(
                    "range '" + word + "' of amplifier " + amplifier + ", allowed " + TiaRange.words(amplifier));
        }
        return range.get();
    }

    private int fastChannel() throws Refused {
        requireCount(1, "a channel or ALL");
        return arguments.get(0).equalsIgnoreCase("ALL") ? 0 : (int) whole(0, "channel", 1, 4);
    }

    private RcnCommand direction() throws Refused {
        requireCount(2, "a pin and IN or OUT");
        int pin = pin(0);
        if (pin < 8) {
            throw new Refused("pin " + pin + " cannot be turned, allowed 8, 9, 12 to 15");
        }
        String word = arguments.get(1).toUpperCase(Locale.ROOT);
        if (!word.equals("IN") && !word.equals("OUT")) {
            throw new Refused("direction '" + word + "', allowed IN or OUT");
        }
        return new RcnCommand.DioDirection(pin, word.equals("OUT"));
    }

    private long samples() throws Refused {
        requireCount(3, "samples, prescaler and period");
        return whole(0, "samples", 0, RcnCommand.MOST_SAMPLES);
    }

    private long ticks(int at, String name) throws Refused {
        return whole(at, name, 0, 0xFFFF);
    }

    /** Optional and, where it is no number, as if it were not there. */
    private long pretrigger() throws Refused {
        Long percent = arguments.size() < 4 ? null : number(arguments.get(3));
        if (percent != null && percent > 100) {
            throw new Refused("pretrigger " + percent + " %, allowed 0 to 100");
        }
        return percent == null ? 20 : percent;
    }

    private int chip() throws Refused {
        return (int) whole(0, "chip", 1, 2);
    }

    private int pin(int at) throws Refused {
        int pin = (int) whole(at, "pin", 0, MOST_PIN);
        if (pin == 10 || pin == 11) {
            throw new Refused("pin " + pin + ", allowed 0 to 9, 12 to 15");
        }
        return pin;
    }

    private float volts(int at) throws Refused {
        requireCount(at + 1, "a voltage");
        float volts = leadingNumber(arguments.get(at));
        if (!(volts >= 0f && volts <= 5f)) {
            throw new Refused("voltage " + volts + " V, allowed 0 to 5 V");
        }
        return volts;
    }

    /** The number a text begins with, as the C library reads it: none counts as 0. */
    private static float leadingNumber(String text) {
        for (int end = text.length(); end > 0; end--) {
            String head = text.substring(0, end);
            if (head.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
                return Float.parseFloat(head);
            }
        }
        return 0f;
    }

    private void requireCount(int count, String needed) throws Refused {
        if (arguments.size() < count) {
            throw new Refused(verb + " needs " + needed);
        }
    }

    private long whole(int at, String name, long least, long most) throws Refused {
        requireCount(at + 1, "a " + name);
        Long value = number(arguments.get(at));
        if (value == null || value < least || value > most) {
            throw new Refused(name + " '" + arguments.get(at) + "', allowed " + least + " to " + most);
        }
        return value;
    }

    private static @org.jspecify.annotations.Nullable Long number(String text) {
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        String digits = hexadecimal ? text.substring(2) : text;
        if (!digits.matches(hexadecimal ? "[0-9a-fA-F]{1,8}" : "\\d{1,10}")) {
            return null;
        }
        return Long.parseLong(digits, hexadecimal ? 16 : 10);
    }
}
