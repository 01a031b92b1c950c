package org.limbench.emulator.rcn;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.limbench.emulator.ServedDevice;
import org.limbench.profile.DeviceProfile;
import org.limbench.protocol.rcn.CommandParser;
import org.limbench.protocol.rcn.DacPin;
import org.limbench.protocol.rcn.DmaPacket;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.RcnReply;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.StationTiming;
import org.limbench.protocol.rcn.StationVolts;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.transport.Channel;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * An emulated RCN test station with a chip on it. Line by line, deterministic in the seed and the lines; virtual time passes
 * by them alone, as {@link StationTiming} has it. It calls itself emulated in its name.
 */
public final class EmulatedStation implements ServedDevice, ServedDevice.Peer {
    private static final SendHints REPLY = SendHints.on(Channel.REPLY);

    /** Register bits of the oversampling ratios, in the order of {@link StationTiming#OVERSAMPLINGS}. */
    private static final int[] RATIO_BITS = {0x0F, 0x0D, 0x0B, 0x08, 0x06, 0x05, 0x02, 0x01, 0x00};

    private final ChipUnderLines chip;
    private final StationInputs inputs;
    private final StationPins pins;
    private final StationStreams streams;
    private final StationCaptures captures;
    private final LineIntake intake = new LineIntake();
    /** By chip; the first entry stands for lines that read none. */
    private final int[] oversampling = {
        StationTiming.FIRST_OVERSAMPLING, StationTiming.FIRST_OVERSAMPLING, StationTiming.FIRST_OVERSAMPLING
    };

    /**
     * A station just switched on.
     *
     * @param nanoTime monotone clock, ns, that streams are paced by, and nothing else
     * @throws IllegalArgumentException when the profile's cells have no barrier that holds
     */
    public EmulatedStation(Wiring wiring, DeviceProfile profile, long seed, LongSupplier nanoTime) {
        this.chip = new ChipUnderLines(wiring, profile, seed);
        this.inputs = new StationInputs(wiring, chip, seed);
        this.pins = new StationPins(chip);
        this.streams = new StationStreams(inputs, chip, oversampling, nanoTime);
        this.captures = new StationCaptures(chip, inputs, pins);
    }

    /** True conductances, row-major, S: for tests, no way leads here from the wire. */
    public synchronized double[] conductancesSiemens() {
        return chip.siemens();
    }

    /** Virtual time since power-on, s. */
    public synchronized double seconds() {
        return chip.seconds();
    }

    /** Bytes dropped because a line was pending. */
    public synchronized long droppedBytes() {
        return intake.dropped();
    }

    /** The station itself: its one port cannot tell who is there. What the one before had begun to say is forgotten. */
    @Override
    public synchronized ServedDevice.Peer newPeer() {
        intake.reset();
        return this;
    }

    /** False: a station has no sessions. */
    @Override
    public boolean holdsTheSession() {
        return false;
    }

    @Override
    public synchronized boolean speaksUnasked() {
        return streams.active();
    }

    @Override
    public synchronized void idle(LinkKind kind, Outbox outbox) {
        streams.turn(bytes -> outbox.send(bytes, REPLY));
    }

    @Override
    public synchronized void receive(LinkKind kind, byte[] bytes, Outbox outbox) {
        Consumer<byte[]> out = reply -> outbox.send(reply, REPLY);
        String line = intake.accept(bytes);
        if (line != null) {
            CommandParser.Parsed parsed = CommandParser.parse(line);
            parsed.refusal().ifPresent(refusal -> out.accept(StationStreams.line(refusal)));
            parsed.command().ifPresent(command -> carryOut(command, out));
        }
        streams.turn(out);
    }

    private void carryOut(RcnCommand command, Consumer<byte[]> out) {
        if (command instanceof RcnCommand.CaptureStep capture) {
            captures.step(capture, out);
        } else if (command instanceof RcnCommand.FastCapture capture) {
            captures.plain(capture, out);
        } else if (command instanceof RcnCommand.FastDebug) {
            captures.counters(out);
        } else {
            out.accept(StationStreams.line(answer(command)));
        }
    }

    private RcnReply answer(RcnCommand command) {
        if (command instanceof RcnCommand.DacSet set) {
            return set(set);
        }
        if (command instanceof RcnCommand.DacSetAll all) {
            for (int n = 0; n < RcnCommand.DAC_CHIPS * RcnCommand.DAC_CHANNELS; n++) {
                set(new RcnCommand.DacSet(
                        n / RcnCommand.DAC_CHANNELS + 1, n % RcnCommand.DAC_CHANNELS + 1, all.volts()));
            }
            return ReplyTexts.dacSetAll(all);
        }
        if (command instanceof RcnCommand.DacClear) {
            return clear();
        }
        if (command instanceof RcnCommand.AdsConfig config) {
            oversampling[config.chip()] = config.oversampling();
        }
        chip.pass(StationTiming.seconds(command, oversampling[chipOf(command)]));
        return answerNow(command);
    }

    private RcnReply answerNow(RcnCommand command) {
        if (command instanceof RcnCommand.Identify) {
            return new RcnReply.Done(ReplyTexts.FIRMWARE + ReplyTexts.EMULATED_SUFFIX);
        }
        if (command instanceof RcnCommand.Status) {
            return status();
        }
        if (command instanceof RcnCommand.AdsConfig config) {
            return ReplyTexts.adsConfig(config);
        }
        if (command instanceof RcnCommand.AdsRead read) {
            return read(read);
        }
        if (command instanceof RcnCommand.AdsStatus status) {
            return new RcnReply.Done(String.format(
                    Locale.ROOT,
                    "ADS%d ID=0x04 STAT=0x00 CLK1=0x02 CLK2=0x%02X ENA=0x0F",
                    status.chip(),
                    0x20 | RATIO_BITS[StationTiming.OVERSAMPLINGS.indexOf(oversampling[status.chip()])]));
        }
        if (command instanceof RcnCommand.AdsCalibrate calibrate) {
            return calibrate(calibrate.chip());
        }
        if (command instanceof RcnCommand.TiaGain gain) {
            inputs.range(gain.range());
            return ReplyTexts.tiaGain(inputs.a(), inputs.b());
        }
        if (command instanceof RcnCommand.FastRead read) {
            return streams.pins(read.channel());
        }
        if (command instanceof RcnCommand.AdsDebug) {
            return new RcnReply.Done("ADS_DBG EXTI=0 DMA_START=0 DMA_DONE=0 RING=0 NVIC_DMA=1 CR=0x00000000 NDTR=0"
                    + " SPI_ST=1 DMA_ST=1");
        }
        return streamOrPin(command);
    }

    private RcnReply streamOrPin(RcnCommand command) {
        if (command instanceof RcnCommand.FastStream stream) {
            return streams.start(stream);
        }
        if (command instanceof RcnCommand.FastStop) {
            return streams.stopFast();
        }
        if (command instanceof RcnCommand.AdsStream stream) {
            return streams.start(stream);
        }
        if (command instanceof RcnCommand.AdsStop) {
            return streams.stopText();
        }
        if (command instanceof RcnCommand.AdsDmaStream stream) {
            return streams.start(stream);
        }
        if (command instanceof RcnCommand.AdsDmaStop) {
            return streams.stopBinary();
        }
        if (command instanceof RcnCommand.DioWrite write) {
            return pins.write(write);
        }
        if (command instanceof RcnCommand.DioWritePin write) {
            return pins.write(write);
        }
        if (command instanceof RcnCommand.DioReadPin read) {
            return pins.read(read);
        }
        if (command instanceof RcnCommand.DioDirection turn) {
            return pins.turn(turn);
        }
        return pins.readAll();
    }

    private static int chipOf(RcnCommand command) {
        if (command instanceof RcnCommand.AdsRead read) {
            return read.chip();
        }
        if (command instanceof RcnCommand.AdsCalibrate calibrate) {
            return calibrate.chip();
        }
        return command instanceof RcnCommand.AdsConfig config ? config.chip() : 0;
    }

    private RcnReply set(RcnCommand.DacSet command) {
        chip.pass(StationTiming.DAC_LATENCY_SECONDS);
        chip.set(new DacPin(command.chip(), command.channel()), StationVolts.made(command.volts()));
        chip.pass(StationTiming.DAC_HOLD_SECONDS);
        return ReplyTexts.dacSet(command);
    }

    private RcnReply clear() {
        for (int channel = 1; channel <= RcnCommand.DAC_CHANNELS; channel++) {
            chip.pass(StationTiming.DAC_LATENCY_SECONDS);
            for (int n = 1; n <= RcnCommand.DAC_CHIPS; n++) {
                chip.set(new DacPin(n, channel), 0);
            }
            chip.pass(2 * StationTiming.DAC_HOLD_SECONDS);
        }
        return ReplyTexts.dacClear();
    }

    private RcnReply status() {
        StringBuilder text = new StringBuilder("FW=" + ReplyTexts.FIRMWARE + ReplyTexts.EMULATED_SUFFIX);
        float[] volts = inputs.pins();
        for (int pin = 1; pin <= volts.length; pin++) {
            text.append(",PA")
                    .append(pin)
                    .append('=')
                    .append(StationVolts.printed(volts[pin - 1]))
                    .append("mV");
        }
        return new RcnReply.Done(text + ",STREAM=" + (streams.fastActive() ? "ACTIVE" : "IDLE"));
    }

    private RcnReply read(RcnCommand.AdsRead command) {
        if (command.chip() == 0) {
            return new RcnReply.Values(streams.channels(1) + "," + streams.channels(2));
        }
        String all = streams.channels(command.chip());
        return new RcnReply.Values(command.channel() == 0 ? all : all.split(",", -1)[command.channel() - 1]);
    }

    private RcnReply calibrate(int chipNumber) {
        long[] sums = new long[DmaPacket.CHANNELS];
        for (int n = 0; n < StationTiming.CALIBRATION_FRAMES; n++) {
            int[] codes = inputs.frame(chipNumber);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += codes[i];
            }
        }
        StringBuilder text = new StringBuilder("ADS_CAL chip=" + chipNumber + " ");
        for (int i = 0; i < sums.length; i++) {
            int mean = (int) (sums[i] / StationTiming.CALIBRATION_FRAMES);
            text.append(i == 0 ? "" : ",").append("CH").append(i + 1).append('=');
            text.append(StationVolts.printed(DmaPacket.volts(mean)));
        }
        return new RcnReply.Done(text + " n=" + StationTiming.CALIBRATION_FRAMES);
    }
}
