package org.limbench.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Looks for sound records behind a bad place of a journal. Its work is bounded: octets summed are at most {@value #MOST_TIMES}
 * times those looked at, plus {@value #MOST_BEYOND}. Single-threaded.
 */
final class SoundRecords {
    private static final int MOST_TIMES = 8;
    private static final long MOST_BEYOND = 64L << 20;
    private static final int WINDOW = 1 << 16;

    private final FileChannel channel;
    private final RecordLayout layout;
    private final long end;
    private final byte[] window = new byte[WINDOW];
    private long windowFrom;
    private int windowLength;
    private long allowed;

    /**
     * What was found.
     *
     * @param records sound ones
     * @param octets they take
     * @param inDoubt whether the search was given up: too much looked like the head of a record
     */
    record Found(long records, long octets, boolean inDoubt) {
        boolean any() {
            return records > 0 || inDoubt;
        }

        String told() {
            return inDoubt
                    ? "more that looks like records than can be looked through"
                    : records + (records == 1 ? " sound record" : " sound records") + " (" + octets + " octets) "
                            + (records == 1 ? "follows" : "follow");
        }
    }

    private SoundRecords(FileChannel channel, RecordLayout layout, long from, long end) {
        this.channel = channel;
        this.layout = layout;
        this.end = end;
        this.allowed = MOST_TIMES * (end - from) + MOST_BEYOND;
    }

    /** Counts the sound records that begin at or behind an octet of a file. */
    static Found from(Path file, RecordLayout layout, long from, long end) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SoundRecords(channel, layout, from, end).count(from);
        }
    }

    private Found count(long from) throws IOException {
        long records = 0;
        long octets = 0;
        long at = from;
        while (at + layout.around() < end) {
            long length = sound(at);
            if (allowed < 0) {
                return new Found(records, octets, true);
            }
            records += length > 0 ? 1 : 0;
            octets += length;
            at += Math.max(1, length);
        }
        return new Found(records, octets, false);
    }

    /** Octets of the sound record that begins here, or 0. */
    private long sound(long at) throws IOException {
        int head = layout.head();
        if (!see(at, head + 1)) {
            return 0;
        }
        int offset = (int) (at - windowFrom);
        int payload = layout.payload(window, offset);
        if (payload < 0 || at + layout.around() + payload > end || !EntryCodec.known(window[offset + head])) {
            return 0;
        }
        allowed -= payload;
        CRC32C crc = new CRC32C();
        long left = head + (long) payload;
        long next = at;
        while (left > 0) {
            if (!see(next, 1)) {
                return 0;
            }
            int from = (int) (next - windowFrom);
            int length = (int) Math.min(left, windowLength - from);
            crc.update(window, from, length);
            next += length;
            left -= length;
        }
        boolean sound = see(next, Integer.BYTES)
                && RecordLayout.word(window, (int) (next - windowFrom)) == (int) crc.getValue();
        return sound ? layout.around() + (long) payload : 0;
    }

    /** Has the window hold so many octets from here on. */
    private boolean see(long at, int octets) throws IOException {
        if (at < windowFrom || at + octets > windowFrom + windowLength) {
            ByteBuffer buffer = ByteBuffer.wrap(window);
            windowFrom = at;
            long place = at;
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, place);
                if (read < 0) {
                    break;
                }
                place += read;
            }
            windowLength = buffer.position();
        }
        return at + octets <= windowFrom + windowLength;
    }
}
