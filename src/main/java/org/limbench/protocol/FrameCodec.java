package org.limbench.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Frames for streams of bytes: {@code 0x00 | COBS(envelope | CRC-32C, little-endian) | 0x00}. The leading zero ends
 * whatever noise came before. CRC-32C: Castagnoli, IEEE Trans. Commun. 41(6), 883 (1993), doi:10.1109/26.231911, as in
 * iSCSI (RFC 3720 section 12.1); check value 0xE3069283.
 */
public final class FrameCodec {
    static final int CRC_BYTES = 4;

    private static final HexFormat HEX = HexFormat.of();

    private FrameCodec() {}

    /**
     * The frame of an envelope, delimiters included.
     *
     * @throws IllegalArgumentException when the envelope is longer than {@link WireLimits#MOST_SENT_ENVELOPE}
     */
    public static byte[] encode(Envelope envelope) {
        byte[] raw = EnvelopeCodec.encode(envelope, CRC_BYTES);
        return frame(raw, raw.length - CRC_BYTES);
    }

    /** The frame of an envelope's bytes, whatever is in them and however many they are. */
    public static byte[] frame(byte[] envelope) {
        return frame(Arrays.copyOf(envelope, envelope.length + CRC_BYTES), envelope.length);
    }

    /** The frame of the first bytes of an array with room for the CRC behind them. */
    private static byte[] frame(byte[] raw, int length) {
        int crc = crc(raw, length);
        for (int i = 0; i < CRC_BYTES; i++) {
            raw[length + i] = (byte) (crc >>> (8 * i));
        }
        byte[] stuffed = new byte[Cobs.mostStuffed(raw.length) + 2];
        int end = Cobs.stuff(raw, raw.length, stuffed, 1);
        return end + 1 == stuffed.length ? stuffed : Arrays.copyOf(stuffed, end + 1);
    }

    /**
     * What is between two delimiters, read back.
     *
     * @param stuffed overwritten
     */
    static DecodeResult decode(byte[] stuffed, int length) {
        FrameContent content = content(stuffed, length);
        return content.whole()
                ? EnvelopeCodec.decode(stuffed, content.length())
                : new DecodeResult.Corrupt(content.fault(), false);
    }

    /**
     * Takes stuffing and CRC off what is between two delimiters, and looks no further.
     *
     * @param stuffed overwritten: the envelope's bytes are at its beginning then
     */
    public static FrameContent content(byte[] stuffed, int length) {
        int raw = Cobs.unstuff(stuffed, length);
        if (raw < 0) {
            return FrameContent.none("broken byte stuffing in " + length + " bytes");
        }
        if (raw < CRC_BYTES) {
            return FrameContent.none("frame of " + raw + " bytes is too short for its CRC");
        }
        int envelope = raw - CRC_BYTES;
        int told = 0;
        for (int i = 0; i < CRC_BYTES; i++) {
            told |= (stuffed[envelope + i] & 0xFF) << (8 * i);
        }
        int found = crc(stuffed, envelope);
        return told == found
                ? FrameContent.of(envelope)
                : FrameContent.none("CRC is " + HEX.toHexDigits(found) + ", frame says " + HEX.toHexDigits(told));
    }

    /** CRC-32C of the first bytes. */
    static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
