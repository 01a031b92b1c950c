package org.limbench.training;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Bytes on their way to whoever parses them, digested as they pass: the file is opened once, and what is digested is what was
 * parsed. Does not mark; buffer around it. Single-threaded.
 */
final class DigestedStream extends FilterInputStream {
    private final MessageDigest sha256;
    private long bytes;

    DigestedStream(InputStream in) {
        super(in);
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        if (octet >= 0) {
            sha256.update((byte) octet);
            bytes++;
        }
        return octet;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        if (count > 0) {
            sha256.update(into, from, count);
            bytes += count;
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** What was read, to the end of the file: reads what the parser had no need of. Once, before it is closed. */
    TaskInput input(String role, String name, Map<String, Long> counts, String form) throws IOException {
        transferTo(OutputStream.nullOutputStream());
        return new TaskInput(role, name, HexFormat.of().formatHex(sha256.digest()), bytes, counts, form);
    }
}
