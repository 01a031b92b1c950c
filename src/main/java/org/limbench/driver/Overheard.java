package org.limbench.driver;

import java.util.Locale;

/**
 * What came that was no answer: how much, and how it begins, so that whoever gives up can say what is at the other end.
 * Single-threaded.
 */
public final class Overheard {
    private static final int SHOWN = 24;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7E;

    private final byte[] first = new byte[SHOWN];
    private long bytes;

    /** Adds what was received. */
    public void add(byte[] received) {
        for (int i = 0; bytes + i < SHOWN && i < received.length; i++) {
            first[(int) bytes + i] = received[i];
        }
        bytes += received.length;
    }

    /** Something that was understood: what came before it explains nothing. */
    public void clear() {
        bytes = 0;
    }

    /** Bytes heard since then. */
    public long bytes() {
        return bytes;
    }

    /** How it begins, in quotes, whatever is not printable ASCII escaped. */
    public String excerpt() {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < Math.min(bytes, SHOWN); i++) {
            int octet = first[i] & 0xFF;
            switch (octet) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\\', '\'' -> text.append('\\').append((char) octet);
                default -> {
                    if (octet >= FIRST_PRINTABLE && octet <= LAST_PRINTABLE) {
                        text.append((char) octet);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\x%02x", octet));
                    }
                }
            }
        }
        return text.append(bytes > SHOWN ? "..'" : "'").toString();
    }

    /** What may be wrong with such a link, as a question. */
    public static String question(String address) {
        if (address.startsWith("serial:") || address.startsWith("rcn:")) {
            return "is it this device, at this baud rate?";
        }
        return address.startsWith("tcp:") ? "is it this port?" : "is it this device?";
    }
}
