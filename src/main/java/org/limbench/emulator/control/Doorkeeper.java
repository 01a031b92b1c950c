package org.limbench.emulator.control;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may come in by the back door. Immutable. */
final class Doorkeeper {
    private static final int LEAST_TOKEN = 16;
    private static final int MOST_TOKEN = 512;
    private static final String SCHEME = "Bearer ";
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    private final String address;
    private final byte @Nullable [] token;

    /**
     * A doorkeeper.
     *
     * @param address {@code host:port} as it was asked for; a request may name it besides the loopback addresses
     * @param token one that {@link #requireToken} takes; null for none
     */
    Doorkeeper(String address, @Nullable String token) {
        this.address = address;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Refuses a token not worth the name: an empty one would let everybody in, a short one whoever tries often enough.
     *
     * @throws IllegalArgumentException with its length and what is allowed; its text is not told
     */
    static void requireToken(@Nullable String token) {
        if (token == null) {
            return;
        }
        boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (token.length() < LEAST_TOKEN || token.length() > MOST_TOKEN || !visible) {
            throw new IllegalArgumentException("control token has " + token.length()
                    + (visible ? " characters" : " characters, not all of them visible ASCII") + "; allowed: "
                    + LEAST_TOKEN + " to " + MOST_TOKEN + " of visible ASCII, e.g. what 'openssl rand -hex 16' prints");
        }
    }

    /**
     * What is wrong with where a request comes from; null when nothing is.
     *
     * <p>A browser names the page that asks, which a program need not; and a page whose host name was bound to this
     * machine's address asks for that name. With a token the name does not matter: such a page does not know it.
     */
    @Nullable
    String stranger(Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        if (headers.containsKey("Origin") || (site != null && !site.equals("none"))) {
            return "the request comes from a page in a browser; allowed: programs of the user's own";
        }
        String wanted = headers.getFirst("Host");
        if (token != null || (wanted != null && (isThisMachine(wanted) || wanted.equalsIgnoreCase(address)))) {
            return null;
        }
        return "host is '" + wanted + "'; allowed without a token: this machine by its loopback address";
    }

    private static boolean isThisMachine(String wanted) {
        return THIS_MACHINE.matcher(wanted).matches();
    }

    /** Whether the token is there, in the same time whatever is wrong with it, so that it cannot be guessed octet by octet. */
    boolean knows(Headers headers) {
        if (token == null) {
            return true;
        }
        String header = headers.getFirst("Authorization");
        String given = header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : "";
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token);
    }
}
