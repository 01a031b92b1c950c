package org.limbench.emulator.rcn;

import org.limbench.device.RandomStream;
import org.limbench.protocol.rcn.DmaPacket;
import org.limbench.protocol.rcn.StationVolts;
import org.limbench.protocol.rcn.TiaRange;
import org.limbench.protocol.rcn.Wiring;

/**
 * What the station's converters make of a chip's currents: amplifiers that invert and clip, offsets drawn once from the seed,
 * noise from a stream of its own, 24 and 16 bits. Single-threaded.
 */
final class StationInputs {
    /** Offset of an amplifier or a converter, V: our assumption, some tenths of a millivolt. */
    private static final double OFFSET_VOLTS = 0.3e-3;

    private static final int CHIPS = 2;
    private static final int PINS = 4;

    private final Wiring wiring;
    private final ChipUnderLines chip;
    private final double[] offsets = new double[CHIPS * DmaPacket.CHANNELS];
    private final RandomStream.Cursor slow;
    private final RandomStream.Cursor fast;
    private TiaRange a = TiaRange.A_2K;
    private TiaRange b = TiaRange.B_20K;

    StationInputs(Wiring wiring, ChipUnderLines chip, long seed) {
        this.wiring = wiring;
        this.chip = chip;
        RandomStream.Cursor draws =
                RandomStream.of(seed, "emulator.rcn.offsets").cursor();
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = OFFSET_VOLTS * draws.nextGaussian();
        }
        slow = RandomStream.of(seed, "emulator.rcn.converter-noise").cursor();
        fast = RandomStream.of(seed, "emulator.rcn.capture-noise").cursor();
    }

    TiaRange a() {
        return a;
    }

    TiaRange b() {
        return b;
    }

    /** Chooses a feedback. */
    void range(TiaRange range) {
        if (range.amplifier().equals("A")) {
            a = range;
        } else {
            b = range;
        }
    }

    /** One frame of a precision converter: four codes of 24 bits. */
    int[] frame(int chipNumber) {
        int[] codes = new int[DmaPacket.CHANNELS];
        for (int channel = 1; channel <= codes.length; channel++) {
            boolean wired = chipNumber == wiring.read().chip()
                    && channel == wiring.read().channel();
            double volts = (wired ? amplifierVolts() : 0)
                    + offsets[(chipNumber - 1) * codes.length + channel - 1]
                    + wiring.read().noiseVolts() * slow.nextGaussian();
            codes[channel - 1] = DmaPacket.code(volts);
        }
        return codes;
    }

    private double amplifierVolts() {
        boolean first = wiring.read().range().amplifier().equals("A");
        double volts = -chip.amplifierAmperes() * (first ? a : b).ohms();
        return Math.max(-TiaRange.FULL_SCALE_VOLTS, Math.min(TiaRange.FULL_SCALE_VOLTS, volts));
    }

    /** Code of the fast converter for a row current on pin PA1. */
    int captureCode(double rowAmperes) {
        double volts = chip.captureVolts(rowAmperes) + wiring.capture().noiseVolts() * fast.nextGaussian();
        double code = Math.rint(volts / StationVolts.MOST_FAST * StationVolts.MOST_FAST_CODE);
        return (int) Math.max(0, Math.min(StationVolts.MOST_FAST_CODE, code));
    }

    /** Volts of pins PA1 to PA4 in the station's single precision; only PA1 is wired. */
    float[] pins() {
        float[] volts = new float[PINS];
        volts[0] = (captureCode(chip.rowAmperes()) / 65_535f) * 3.3f;
        return volts;
    }
}
