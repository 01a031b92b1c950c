package org.limbench.natives;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.JarEntry;
import org.jspecify.annotations.Nullable;

/** A native library as a jar on the class path holds it, and the digest of its bytes. */
final class JarLibrary {
    /** Digests of those too large to be read twice; held against the jars by a test. */
    private static final String DIGESTS = "digests.txt";

    private static final int CHUNK_BYTES = 1 << 16;

    private final URL url;

    JarLibrary(URL url) {
        this.url = url;
    }

    /** SHA-256 in hexadecimal: by the jar's own directory where it is listed with us, else by reading it. */
    String digest() throws IOException {
        URLConnection connection = url.openConnection();
        JarEntry entry = connection instanceof JarURLConnection jar ? jar.getJarEntry() : null;
        String listed = entry == null ? null : listed(entry);
        if (listed != null) {
            return listed;
        }
        try (InputStream in = connection.getInputStream()) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    /** Writes it all and returns the digest of what was written. */
    String copyTo(OutputStream out) throws IOException {
        try (InputStream in = url.openStream()) {
            return copy(in, out);
        }
    }

    static String copy(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            digest.update(chunk, 0, count);
            out.write(chunk, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static @Nullable String listed(JarEntry entry) throws IOException {
        InputStream list = JarLibrary.class.getResourceAsStream(DIGESTS);
        if (list == null) {
            return null;
        }
        String wanted = String.format(" %08x %d %s", entry.getCrc(), entry.getSize(), entry.getName());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(wanted)) {
                    return line.substring(0, line.length() - wanted.length());
                }
            }
        }
        return null;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
