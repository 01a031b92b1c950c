package org.limbench.protocol.rcn;

import java.nio.ByteBuffer;
import java.util.List;
import org.limbench.device.Require;

/**
 * A packet of a binary stream: {@code 'D'}, chip, number of frames sent before as big-endian uint32, then 1 to 32 frames of
 * 15 bytes: five 24-bit words, most significant byte first, status and four channels in two's complement. Nothing in it tells
 * its length.
 */
public final class DmaPacket {
    /** Bytes ahead of the frames. */
    public static final int HEADER_BYTES = 6;
    /** Bytes of a frame. */
    public static final int FRAME_BYTES = 15;
    /** Most frames of a packet. */
    public static final int MOST_FRAMES = 32;
    /** Channels of a frame. */
    public static final int CHANNELS = 4;

    private static final int FULL_SCALE = 1 << 23;

    private DmaPacket() {}

    /** A packet of frames, each of four 24-bit codes; status words are 0. */
    public static byte[] encode(int chip, long sentBefore, List<int[]> frames) {
        Require.between("frames", frames.size(), 1, MOST_FRAMES);
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + FRAME_BYTES * frames.size());
        out.put((byte) 'D').put((byte) chip).putInt((int) sentBefore);
        for (int[] frame : frames) {
            word(out, 0);
            for (int channel = 0; channel < CHANNELS; channel++) {
                word(out, frame[channel]);
            }
        }
        return out.array();
    }

    private static void word(ByteBuffer out, int value) {
        out.put((byte) (value >> 16)).put((byte) (value >> 8)).put((byte) value);
    }

    /** The code of a voltage, clipped to 24 bits. */
    public static int code(double volts) {
        double code = Math.rint(volts / StationVolts.ADS_REFERENCE * FULL_SCALE);
        return (int) Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, code));
    }

    /** The voltage of a code, in the station's single precision, V. */
    public static float volts(int code) {
        return (code / 8_388_608f) * 4f;
    }
}
