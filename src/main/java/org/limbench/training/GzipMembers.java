package org.limbench.training;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What gzip packed, one member after the other to the last byte of the file. Java's own stream takes a damaged second member
 * for the end and keeps quiet, so that half a table is read as a whole one; here it is refused. Zeros that fill up a block, as
 * tapes have them, may follow. Single-threaded.
 */
final class GzipMembers extends InputStream {
    private final InputStream packed;
    private Member member;

    /** Reads the first header; closes what it is given with itself alone. */
    GzipMembers(InputStream packed) throws IOException {
        this.packed = packed;
        this.member = new Member(new Lent(packed));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = member.read(into, from, length);
        while (count < 0) {
            InputStream behind = member.behind();
            int first = behind.read();
            boolean filling = first == 0;
            while (first == 0) {
                first = behind.read();
            }
            if (first < 0) {
                return -1;
            }
            if (filling || first != 0x1f) {
                throw new ZipException("bytes that are no gzip follow it");
            }
            member.close();
            member = new Member(
                    new Lent(new SequenceInputStream(new ByteArrayInputStream(new byte[] {(byte) first}), behind)));
            count = member.read(into, from, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        try (packed) {
            member.close();
        }
    }

    /** As many members as Java finds in a row. */
    private static final class Member extends GZIPInputStream {
        private static final int BUFFER = 8192;
        private static final int TRAILER = 8;

        private final InputStream packed;

        Member(InputStream packed) throws IOException {
            super(packed, BUFFER);
            this.packed = packed;
        }

        /** What follows, at the end alone: what was taken ahead, then what was not. */
        InputStream behind() {
            int ahead = Math.max(0, inf.getRemaining() - TRAILER);
            return new SequenceInputStream(new ByteArrayInputStream(buf, len - ahead, ahead), packed);
        }
    }

    /**
     * Tells nobody that more is there, for Java would look into it for a member and lose what is none; and stays open, which a
     * sequence at its end would not leave it.
     */
    private static final class Lent extends FilterInputStream {
        Lent(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
