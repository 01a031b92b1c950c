package org.limbench.emulator.rcn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.limbench.protocol.rcn.DmaPacket;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.RcnReply;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.StationTiming;
import org.limbench.protocol.rcn.StationVolts;

/**
 * The three streams of the station, paced: a turn sends the readings that are due by the clock, since hosts tell time by when
 * they come, and a few at most, so that a stream without end leaves room for the line that stops it. Virtual time passes by
 * readings: a stream that runs alone to its count reads the same at any pace; how much of one lies before a later line is the
 * clock's. Single-threaded.
 */
final class StationStreams {
    /** As many as the clock can have fallen behind by a few milliseconds. */
    private static final int TEXT_A_TURN = 32;

    private static final int FRAMES_A_TURN = 8 * DmaPacket.MOST_FRAMES;

    private final StationInputs inputs;
    private final ChipUnderLines chip;
    private final int[] oversampling;
    private final LongSupplier nanoTime;
    private final One fast = new One();
    private final One text = new One();
    private final One binary = new One();

    /** One stream: which input, how many readings (0: no end), how many so far. */
    private final class One {
        private boolean active;
        private int input;
        private long total;
        private long sent;
        private long startNanos;

        RcnReply start(int from, long count, String started) {
            if (active) {
                return new RcnReply.Refusal("that stream is active, stop it first");
            }
            active = true;
            input = from;
            total = count;
            sent = 0;
            startNanos = nanoTime.getAsLong();
            return new RcnReply.Done(started);
        }

        RcnReply stop(String stopped) {
            if (!active) {
                return new RcnReply.Refusal("no such stream is active");
            }
            active = false;
            return new RcnReply.Done(stopped + sent);
        }

        /** Readings due now, at most so many, when one takes so long. */
        int due(double seconds, int most) {
            double elapsed = (nanoTime.getAsLong() - startNanos) * 1e-9;
            long due = Math.min(most, (long) (elapsed / seconds) - sent);
            return (int) Math.max(0, total == 0 ? due : Math.min(due, total - sent));
        }

        /** Whether a number of readings are the last. */
        boolean last(int readings) {
            return total != 0 && sent + readings == total;
        }

        boolean ends() {
            active = total == 0 || sent < total;
            return !active;
        }
    }

    StationStreams(StationInputs inputs, ChipUnderLines chip, int[] oversampling, LongSupplier nanoTime) {
        this.inputs = inputs;
        this.chip = chip;
        this.oversampling = oversampling;
        this.nanoTime = nanoTime;
    }

    boolean active() {
        return fast.active || text.active || binary.active;
    }

    boolean fastActive() {
        return fast.active;
    }

    RcnReply start(RcnCommand.FastStream command) {
        return fast.start(
                command.channel(),
                command.samples(),
                "STREAM_START ch=" + command.channel() + " n=" + command.samples());
    }

    RcnReply start(RcnCommand.AdsStream command) {
        return text.start(
                command.chip(), command.frames(), "ADS_STREAM_START chip=" + command.chip() + " n=" + command.frames());
    }

    RcnReply start(RcnCommand.AdsDmaStream command) {
        return binary.start(
                command.chip(),
                command.frames(),
                "ADS_DMA_STREAM_START chip=" + command.chip() + " n=" + command.frames());
    }

    RcnReply stopFast() {
        return fast.stop("STREAM_STOP samples=");
    }

    RcnReply stopText() {
        return text.stop("ADS_STREAM_STOP samples=");
    }

    RcnReply stopBinary() {
        return binary.stop("ADS_DMA_STREAM_STOP frames=");
    }

    /** Sends what the active streams have to say this turn. */
    void turn(Consumer<byte[]> out) {
        if (fast.active) {
            fastTurn(out);
        }
        if (text.active) {
            textTurn(out);
        }
        if (binary.active) {
            binaryTurn(out);
        }
    }

    private void fastTurn(Consumer<byte[]> out) {
        for (int n = fast.due(StationTiming.FAST_STREAM_SECONDS, TEXT_A_TURN); n > 0; n--) {
            chip.pass(StationTiming.FAST_STREAM_SECONDS);
            out.accept(line(pins(fast.input)));
            fast.sent++;
        }
        if (fast.ends()) {
            out.accept(line(new RcnReply.Done("STREAM_DONE samples=" + fast.sent)));
        }
    }

    private void textTurn(Consumer<byte[]> out) {
        double seconds = StationTiming.frameSeconds(oversampling[text.input]);
        for (int n = text.due(seconds, TEXT_A_TURN); n > 0; n--) {
            chip.pass(seconds);
            out.accept(line(new RcnReply.Values(channels(text.input))));
            text.sent++;
        }
        if (text.ends()) {
            out.accept(line(new RcnReply.Done("ADS_STREAM_DONE samples=" + text.sent)));
        }
    }

    private void binaryTurn(Consumer<byte[]> out) {
        double seconds = StationTiming.frameSeconds(oversampling[binary.input]);
        int due = binary.due(seconds, FRAMES_A_TURN);
        // whole packets, and at the end what is left
        for (int left = due; left >= DmaPacket.MOST_FRAMES || (left > 0 && binary.last(left)); ) {
            List<int[]> frames = new ArrayList<>();
            for (int n = Math.min(left, DmaPacket.MOST_FRAMES); n > 0; n--) {
                chip.pass(seconds);
                frames.add(inputs.frame(binary.input));
            }
            out.accept(DmaPacket.encode(binary.input, binary.sent, frames));
            binary.sent += frames.size();
            left -= frames.size();
        }
        if (binary.ends()) {
            out.accept(line(new RcnReply.Done("ADS_DMA_STREAM_DONE frames=" + binary.sent)));
        }
    }

    /** Values of one pin of the fast converter, or of all for channel 0. */
    RcnReply pins(int channel) {
        float[] volts = inputs.pins();
        List<String> parts = new ArrayList<>();
        for (int pin = 1; pin <= volts.length; pin++) {
            if (channel == 0 || channel == pin) {
                parts.add("ch" + pin + "=" + StationVolts.printed(volts[pin - 1]));
            }
        }
        return new RcnReply.Values(String.join(",", parts));
    }

    /** Values of a new frame of a precision converter. */
    String channels(int chipNumber) {
        int[] codes = inputs.frame(chipNumber);
        List<String> parts = new ArrayList<>();
        for (int channel = 1; channel <= codes.length; channel++) {
            parts.add(ReplyTexts.adsChannel(chipNumber, channel) + "="
                    + StationVolts.printed(DmaPacket.volts(codes[channel - 1])));
        }
        return String.join(",", parts);
    }

    /** A line as the station ends it. */
    static byte[] line(RcnReply reply) {
        return (reply.line() + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
