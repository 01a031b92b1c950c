package org.limbench.protocol.rcn;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the station answers when a line is done. The trap of the dialect: {@code OK:DAC_C1_CH1=10000mV} tells 1 V, for the
 * number counts 0.1 mV whatever the letters behind it say.
 */
public final class ReplyTexts {
    /** What every firmware of the station begins its name with. */
    public static final String FIRMWARE_PREFIX = "AIMLAB_";
    /** Name of the firmware this dialect was read from. */
    public static final String FIRMWARE = "AIMLAB_TESTSTATION_V3_r1";
    /** How an emulated station ends its name, so that its joules are never taken for measured ones. */
    public static final String EMULATED_SUFFIX = "_LIMBENCH_EMULATED";

    private ReplyTexts() {}

    /** Of a DAC_SET. */
    public static RcnReply.Done dacSet(RcnCommand.DacSet command) {
        return new RcnReply.Done(
                "DAC_C" + command.chip() + "_CH" + command.channel() + "=" + StationVolts.echo(command.volts()) + "mV");
    }

    /** Of a DAC_SET_ALL. */
    public static RcnReply.Done dacSetAll(RcnCommand.DacSetAll command) {
        return new RcnReply.Done("DAC_ALL=" + StationVolts.echo(command.volts()) + "mV");
    }

    /** Of a DAC_CLEAR: for once in volts. */
    public static RcnReply.Done dacClear() {
        return new RcnReply.Done("DAC_ALL=0.0000V");
    }

    /** Of a TIA_GAIN: the state of both amplifiers. */
    public static RcnReply.Done tiaGain(TiaRange a, TiaRange b) {
        return new RcnReply.Done("TIA_A=" + a.word() + ",Rf=" + a.ohms() + ",TIA_B=" + b.word() + ",Rf=" + b.ohms());
    }

    /** Of an ADS_CONFIG. */
    public static RcnReply.Done adsConfig(RcnCommand.AdsConfig command) {
        return new RcnReply.Done("ADS" + command.chip() + " OSR=" + command.oversampling());
    }

    /** Of a STMDIO_WRITE. */
    public static RcnReply.Done dioWrite(int mask) {
        return new RcnReply.Done(String.format(Locale.ROOT, "DIO=0x%04X", mask & 0xFF));
    }

    /** Of a line about one pin's state. */
    public static RcnReply.Done pin(int pin, int state) {
        return new RcnReply.Done("PIN" + pin + "=" + state);
    }

    /** Of a STMDIO_DIR. */
    public static RcnReply.Done direction(RcnCommand.DioDirection command) {
        return new RcnReply.Done("PIN" + command.pin() + "_DIR=" + (command.output() ? "OUT" : "IN"));
    }

    /** Of a CAPTURE_STEP, after the samples. */
    public static RcnReply.Done captured(long samples) {
        return new RcnReply.Done("CAPTURE_STEP_DONE n=" + samples);
    }

    /** Name of a precision converter's channel in values. */
    public static String adsChannel(int chip, int channel) {
        return "C" + chip + "CH" + channel;
    }

    /** The whole number behind a name in {@code NAME=n,NAME=n}; empty where it is not there or no number. */
    public static OptionalLong value(String text, String name) {
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equals(name)) {
                return number(part.substring(equals + 1).strip());
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong number(@Nullable String text) {
        return text != null && text.matches("-?\\d{1,10}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }
}
