package org.limbench.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one end's process has sent and seen.
 *
 * @param frames sent, those that were lost included
 * @param lost of them
 * @param flipped of them: one to three bits inverted
 * @param cut of them: lost with the link they were on
 * @param retransmissions frames this end sent again
 * @param corrupt frames this end dropped for their CRC
 * @param duplicates results the device answered from its cache
 */
public record WireCounts(
        long frames, long lost, long flipped, long cut, long retransmissions, long corrupt, long duplicates) {
    /** Nothing. */
    public static final WireCounts NONE = new WireCounts(0, 0, 0, 0, 0, 0, 0);

    private static final int BYTES = 7 * Long.BYTES;

    WireCounts plus(WireCounts other) {
        return new WireCounts(
                frames + other.frames,
                lost + other.lost,
                flipped + other.flipped,
                cut + other.cut,
                retransmissions + other.retransmissions,
                corrupt + other.corrupt,
                duplicates + other.duplicates);
    }

    /** Replaces what the file holds by one write, so that a killed process leaves its last word whole. */
    public void write(Path file) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(frames).putLong(lost).putLong(flipped).putLong(cut);
        out.putLong(retransmissions).putLong(corrupt).putLong(duplicates).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            channel.write(out, 0);
        }
    }

    /** What a process last wrote; nothing where it was killed before. */
    static WireCounts read(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) < BYTES) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        return new WireCounts(
                in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
