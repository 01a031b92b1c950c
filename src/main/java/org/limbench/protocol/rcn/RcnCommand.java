package org.limbench.protocol.rcn;

import java.util.Locale;
import org.limbench.device.Require;

/**
 * One command line of the station. {@link #line} is what goes on the wire, without the line feed.
 *
 * <p>Only one line may be under way: the station keeps one pending line and drops whatever else arrives meanwhile. No line
 * carries a number, so a reply belongs to the last line sent, or to nothing.
 */
public sealed interface RcnCommand {
    /** Longest line the station keeps; what is beyond is cut off. */
    int MOST_LINE = 127;
    /** Output converter chips, of eight channels each. */
    int DAC_CHIPS = 5;
    /** Channels of an output converter chip. */
    int DAC_CHANNELS = 8;
    /** Samples one capture can hold. */
    int MOST_SAMPLES = 8000;

    /** The line without its line feed. */
    String line();

    /** Whether sending it twice may do something else than sending it once: the lines that make a pulse. */
    default boolean pulses() {
        return false;
    }

    /** Who is there. */
    record Identify() implements RcnCommand {
        @Override
        public String line() {
            return "IDENTIFY";
        }
    }

    /** Firmware and the four pins of the fast converter. */
    record Status() implements RcnCommand {
        @Override
        public String line() {
            return "STATUS";
        }
    }

    /**
     * Sets one output.
     *
     * @param chip 1..5
     * @param channel 1..8
     * @param volts as the station reads it, single precision, 0..5 V
     */
    record DacSet(int chip, int channel, float volts) implements RcnCommand {
        /** Of a whole number of 0.1 mV. */
        public static DacSet of(DacPin pin, int tenths) {
            Require.between("tenths", tenths, 0, 5 * StationVolts.PER_VOLT);
            return new DacSet(pin.chip(), pin.channel(), Float.parseFloat(StationVolts.text(tenths)));
        }

        @Override
        public String line() {
            return "DAC_SET " + chip + " " + channel + " " + StationVolts.text(StationVolts.tenths(volts));
        }
    }

    /**
     * Sets all outputs, one after the other.
     *
     * @param volts 0..5 V
     */
    record DacSetAll(float volts) implements RcnCommand {
        @Override
        public String line() {
            return "DAC_SET_ALL " + StationVolts.text(StationVolts.tenths(volts));
        }
    }

    /** All outputs to 0 V. */
    record DacClear() implements RcnCommand {
        @Override
        public String line() {
            return "DAC_CLEAR";
        }
    }

    /**
     * Reads the precision converters once.
     *
     * @param chip 1 or 2; 0 for both
     * @param channel 1..4; 0 for all four
     */
    record AdsRead(int chip, int channel) implements RcnCommand {
        @Override
        public String line() {
            return "ADS_READ " + (chip == 0 ? "ALL" : chip) + (channel == 0 ? "" : " " + channel);
        }
    }

    /**
     * Sets how many modulator clocks make one reading.
     *
     * @param chip 1 or 2
     * @param oversampling one of {@link StationTiming#OVERSAMPLINGS}
     */
    record AdsConfig(int chip, int oversampling) implements RcnCommand {
        @Override
        public String line() {
            return "ADS_CONFIG " + chip + " " + oversampling;
        }
    }

    /** Registers of a precision converter. */
    record AdsStatus(int chip) implements RcnCommand {
        @Override
        public String line() {
            return "ADS_STATUS " + chip;
        }
    }

    /** Streams {@code frames} readings as text; 0 until stopped. */
    record AdsStream(int chip, long frames) implements RcnCommand {
        @Override
        public String line() {
            return "ADS_STREAM " + chip + " " + frames;
        }
    }

    /** Ends a text stream. */
    record AdsStop() implements RcnCommand {
        @Override
        public String line() {
            return "ADS_STOP";
        }
    }

    /** Streams {@code frames} readings in {@link DmaPacket binary packets}; 0 until stopped. */
    record AdsDmaStream(int chip, long frames) implements RcnCommand {
        @Override
        public String line() {
            return "ADS_DMA_STREAM " + chip + " " + frames;
        }
    }

    /** Ends a binary stream. */
    record AdsDmaStop() implements RcnCommand {
        @Override
        public String line() {
            return "ADS_DMA_STOP";
        }
    }

    /** Counters of the binary stream. */
    record AdsDebug() implements RcnCommand {
        @Override
        public String line() {
            return "ADS_DBG";
        }
    }

    /** Mean of 500 readings of a chip whose inputs are shorted. */
    record AdsCalibrate(int chip) implements RcnCommand {
        @Override
        public String line() {
            return "ADS_CAL " + chip;
        }
    }

    /** Chooses the feedback of an amplifier. */
    record TiaGain(TiaRange range) implements RcnCommand {
        @Override
        public String line() {
            return "TIA_GAIN " + range.amplifier() + " " + range.word();
        }
    }

    /** Reads a pin of the fast converter, 1..4; 0 for all. */
    record FastRead(int channel) implements RcnCommand {
        @Override
        public String line() {
            return "STMADC " + (channel == 0 ? "ALL" : channel);
        }
    }

    /** Streams readings of the fast converter, about one a millisecond; channel 0 for all, 0 samples until stopped. */
    record FastStream(int channel, long samples) implements RcnCommand {
        @Override
        public String line() {
            return "STMADC_STREAM " + channel + " " + samples;
        }
    }

    /** Ends a stream of the fast converter. */
    record FastStop() implements RcnCommand {
        @Override
        public String line() {
            return "STMADC_STOP";
        }
    }

    /**
     * Samples pin PA1 at {@code 240 MHz / (prescaler + 1) / (period + 1)} and raises pin PD9 once the share of
     * {@code pretriggerPercent} has been sampled; PD9 falls after the last sample.
     *
     * @param samples 0..8000
     */
    record CaptureStep(long samples, long prescaler, long period, long pretriggerPercent) implements RcnCommand {
        @Override
        public String line() {
            return "CAPTURE_STEP " + samples + " " + prescaler + " " + period + " " + pretriggerPercent;
        }

        @Override
        public boolean pulses() {
            return true;
        }

        /** Samples before PD9 rises. */
        public long pretriggerSamples() {
            return samples * pretriggerPercent / 100;
        }
    }

    /** As {@link CaptureStep}, with no pin raised. */
    record FastCapture(long samples, long prescaler, long period) implements RcnCommand {
        @Override
        public String line() {
            return "ADCFAST_CAPTURE " + samples + " " + prescaler + " " + period;
        }
    }

    /** Counters of the captures. */
    record FastDebug() implements RcnCommand {
        @Override
        public String line() {
            return "ADCFAST_DBG";
        }
    }

    /** Writes pins PD0 to PD7 by a mask. */
    record DioWrite(int mask) implements RcnCommand {
        @Override
        public String line() {
            return String.format(Locale.ROOT, "STMDIO_WRITE 0x%04X", mask);
        }
    }

    /** Writes one pin. */
    record DioWritePin(int pin, int state) implements RcnCommand {
        @Override
        public String line() {
            return "STMDIO_WRITE_PIN " + pin + " " + state;
        }
    }

    /** Reads all pins. */
    record DioRead() implements RcnCommand {
        @Override
        public String line() {
            return "STMDIO_READ";
        }
    }

    /** Reads one pin. */
    record DioReadPin(int pin) implements RcnCommand {
        @Override
        public String line() {
            return "STMDIO_READ_PIN " + pin;
        }
    }

    /** Makes a pin an input or an output. */
    record DioDirection(int pin, boolean output) implements RcnCommand {
        @Override
        public String line() {
            return "STMDIO_DIR " + pin + " " + (output ? "OUT" : "IN");
        }
    }
}
