package org.limbench.text;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that are to be text in UTF-8, checked as they pass; a byte order mark of UTF-8 at the begin is left out. What is no such
 * text ends the reading with a {@link NotTextException} that names the byte, its offset and its line. Single-threaded.
 */
public final class TextStream extends FilterInputStream {
    private static final int MARK_BYTES = 3;

    private long offset;
    private long leadOffset;
    private int line = 1;
    private boolean afterCarriageReturn;
    /** Continuation octets due, and the range of the next one (Unicode 15, table 3-7). */
    private int due;

    private int lead;
    private int least = 0x80;
    private int most = 0xBF;

    /**
     * Looks at the first bytes.
     *
     * @param in owned by the stream
     * @throws NotTextException when they say that it is UTF-16 or UTF-32
     */
    public TextStream(InputStream in) throws IOException {
        super(new PushbackInputStream(in, MARK_BYTES + 1));
        byte[] first = in.readNBytes(MARK_BYTES + 1);
        String other = otherEncoding(first);
        if (other != null) {
            throw new NotTextException("is " + other + ", which 'iconv -f " + other + " -t UTF-8' turns into it");
        }
        boolean mark = first.length >= MARK_BYTES
                && (first[0] & 0xFF) == 0xEF
                && (first[1] & 0xFF) == 0xBB
                && (first[2] & 0xFF) == 0xBF;
        int skipped = mark ? MARK_BYTES : 0;
        ((PushbackInputStream) this.in).unread(first, skipped, first.length - skipped);
        offset = skipped;
    }

    /**
     * The text of bytes.
     *
     * @throws NotTextException when they are none
     */
    public static String decode(byte[] bytes) throws NotTextException {
        try (TextStream stream = new TextStream(new ByteArrayInputStream(bytes))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NotTextException none) {
            throw none;
        } catch (IOException memoryDoesNotFail) {
            throw new IllegalStateException(memoryDoesNotFail);
        }
    }

    private static @org.jspecify.annotations.Nullable String otherEncoding(byte[] first) {
        int a = first.length > 0 ? first[0] & 0xFF : -1;
        int b = first.length > 1 ? first[1] & 0xFF : -1;
        int c = first.length > 2 ? first[2] & 0xFF : -1;
        int d = first.length > 3 ? first[3] & 0xFF : -1;
        if ((a == 0xFF && b == 0xFE && c == 0 && d == 0) || (a == 0 && b == 0 && c == 0xFE && d == 0xFF)) {
            return "UTF-32";
        }
        boolean bigEnd = (a == 0xFE && b == 0xFF) || (a == 0 && b > 0 && c == 0 && d > 0);
        boolean littleEnd = (a == 0xFF && b == 0xFE) || (a > 0 && b == 0 && c > 0 && d == 0);
        return bigEnd || littleEnd ? "UTF-16" : null;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        if (octet >= 0) {
            check(octet);
        } else {
            end();
        }
        return octet;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        for (int k = 0; k < count; k++) {
            check(into[from + k] & 0xFF);
        }
        if (count < 0) {
            end();
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.max(0, Math.min(count, 1 << 16))).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check(int octet) throws NotTextException {
        if (due > 0) {
            if (octet < least || octet > most) {
                throw notUtf8(lead, leadOffset);
            }
            due--;
            least = 0x80;
            most = 0xBF;
        } else if (octet >= 0x80) {
            begin(octet);
        } else if (octet == 0) {
            throw new NotTextException("holds a NUL byte at offset " + offset + ", line " + line);
        }
        count(octet);
    }

    private void begin(int octet) throws NotTextException {
        if (octet < 0xC2 || octet > 0xF4) {
            throw notUtf8(octet, offset);
        }
        lead = octet;
        leadOffset = offset;
        due = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
        least = octet == 0xE0 ? 0xA0 : octet == 0xF0 ? 0x90 : 0x80;
        most = octet == 0xED ? 0x9F : octet == 0xF4 ? 0x8F : 0xBF;
    }

    private void count(int octet) {
        offset++;
        if (octet == '\r' || (octet == '\n' && !afterCarriageReturn)) {
            line++;
        }
        afterCarriageReturn = octet == '\r';
    }

    private void end() throws NotTextException {
        if (due > 0) {
            throw new NotTextException("ends inside a character, at offset " + offset + ", line " + line);
        }
    }

    private NotTextException notUtf8(int octet, long at) {
        return new NotTextException(String.format("holds the byte 0x%02X at offset %d, line %d", octet, at, line));
    }
}
