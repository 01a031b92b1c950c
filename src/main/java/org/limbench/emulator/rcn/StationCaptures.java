package org.limbench.emulator.rcn;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.RcnReply;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.StationTiming;

/** Bursts of samples of pin PA1, with or without a step of PD9. Single-threaded. */
final class StationCaptures {
    private static final RcnReply LATE = new RcnReply.Refusal("Capture timed out");

    private final ChipUnderLines chip;
    private final StationInputs inputs;
    private final StationPins pins;
    private long captures;
    private double captureSeconds;

    StationCaptures(ChipUnderLines chip, StationInputs inputs, StationPins pins) {
        this.chip = chip;
        this.inputs = inputs;
        this.pins = pins;
    }

    void plain(RcnCommand.FastCapture command, Consumer<byte[]> out) {
        if (outlasts(command.samples(), command.prescaler(), command.period())) {
            chip.pass(StationTiming.CAPTURE_PATIENCE_SECONDS);
            out.accept(StationStreams.line(LATE));
            return;
        }
        int[] codes = sample(command.samples(), command.prescaler(), command.period());
        send(codes, out);
        out.accept(StationStreams.line(new RcnReply.Done("ADCFAST_DONE n=" + codes.length)));
    }

    /** Two lines in one piece: a host that drops what it did not ask for drops both or none. */
    void counters(Consumer<byte[]> out) {
        byte[] values = StationStreams.line(new RcnReply.Values("dma_init=0 adc_init=0 adc_start_dma=0 tim_start=0"
                + " convcplt_fired=" + captures + " capture_done=1 elapsed_ms=" + (long) (captureSeconds * 1000)
                + " adc_errors=0"));
        byte[] done = StationStreams.line(new RcnReply.Done("ADCFAST_DBG_DONE"));
        out.accept(ByteBuffer.allocate(values.length + done.length)
                .put(values)
                .put(done)
                .array());
    }

    /**
     * PD9 low, some samples, PD9 high, the rest; the current goes straight from what it was to what it is (our assumption). A
     * step whose samples take too long is a pulse all the same, as long as the station waits.
     */
    void step(RcnCommand.CaptureStep command, Consumer<byte[]> out) {
        pins.step(false);
        chip.pass(StationTiming.CAPTURE_LATENCY_SECONDS);
        int before = (int) command.pretriggerSamples();
        if (outlasts(before, command.prescaler(), command.period())) {
            chip.pass(StationTiming.CAPTURE_PATIENCE_SECONDS);
            out.accept(StationStreams.line(new RcnReply.Refusal("Pre-trigger wait timed out")));
            return;
        }
        int[] quiet = sample(before, command.prescaler(), command.period());
        pins.step(true);
        if (outlasts(command.samples() - before, command.prescaler(), command.period())) {
            chip.pass(StationTiming.CAPTURE_PATIENCE_SECONDS);
            pins.step(false);
            out.accept(StationStreams.line(LATE));
            return;
        }
        int[] pulsed = sample(command.samples() - before, command.prescaler(), command.period());
        pins.step(false);
        int[] codes = new int[quiet.length + pulsed.length];
        System.arraycopy(quiet, 0, codes, 0, quiet.length);
        System.arraycopy(pulsed, 0, codes, quiet.length, pulsed.length);
        out.accept(StationStreams.line(new RcnReply.Pretrigger(before)));
        send(codes, out);
        out.accept(StationStreams.line(ReplyTexts.captured(codes.length)));
    }

    private static boolean outlasts(long samples, long prescaler, long period) {
        return samples * StationTiming.sampleSeconds(prescaler, period) > StationTiming.CAPTURE_PATIENCE_SECONDS;
    }

    private int[] sample(long samples, long prescaler, long period) {
        double duration = samples * StationTiming.sampleSeconds(prescaler, period);
        double from = chip.rowAmperes();
        chip.pass(duration);
        double to = chip.rowAmperes();
        int[] codes = new int[(int) samples];
        for (int k = 0; k < codes.length; k++) {
            codes[k] = inputs.captureCode(from + (to - from) * (k + 0.5) / codes.length);
        }
        captures++;
        captureSeconds = duration;
        return codes;
    }

    private static void send(int[] codes, Consumer<byte[]> out) {
        byte[] bytes = new byte[2 * codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[2 * i] = (byte) codes[i];
            bytes[2 * i + 1] = (byte) (codes[i] >> 8);
        }
        out.accept(StationStreams.line(new RcnReply.Binary(bytes.length)));
        out.accept(bytes);
    }
}
