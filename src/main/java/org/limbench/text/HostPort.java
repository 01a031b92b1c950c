package org.limbench.text;

import java.util.regex.Pattern;

/**
 * A place in a network, {@code host:port}, as it is written and as it can be read again: an IPv6 address stands in brackets,
 * with its zone where it has one ({@code [fe80::1%eth0]:1883}). Names are as they are in practice: upper case, underscores, a
 * trailing dot and letters of any script pass, and it is for the resolver to know them.
 *
 * @param host name or number, without brackets
 * @param port 0 to 65535; 0 stands for a free one where something is offered
 */
public record HostPort(String host, int port) {
    private static final int MOST_PORT = 65_535;
    private static final int MOST_HOST = 255;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]+(?:\\.[\\p{L}\\p{M}\\p{N}_-]+)*\\.?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9._~-]+)?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** What is allowed, for messages. */
    public static final String ALLOWED = "HOST:PORT, an IPv6 address in brackets as in [::1]:1883";

    public HostPort {
        boolean known = NAME.matcher(host).matches() || IPV6.matcher(host).matches();
        if (host.length() > MOST_HOST || !known) {
            throw new IllegalArgumentException(
                    "host is '" + InputException.printable(host) + "'; allowed: a name or a number, IPv6 in brackets");
        }
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException("port is " + port + "; allowed: 0 to " + MOST_PORT);
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @param leastPort 1, or 0 where a free one may be asked for
     * @throws IllegalArgumentException saying which part is wrong and what is allowed
     */
    public static HostPort parse(String text, int leastPort) {
        boolean bracketed = text.startsWith("[");
        int close = text.indexOf(']');
        int colon = text.lastIndexOf(':');
        if (bracketed ? close < 0 || colon != close + 1 : colon < 1) {
            throw new IllegalArgumentException(
                    "place is '" + InputException.printable(text) + "', no host or no port; allowed: " + ALLOWED);
        }
        String host = bracketed ? text.substring(1, close) : text.substring(0, colon);
        if (bracketed != host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("host is '" + InputException.printable(host)
                    + "'; allowed: a name or a number, brackets around IPv6 and nothing else");
        }
        return new HostPort(host, port(text.substring(colon + 1), leastPort));
    }

    /**
     * Reads a port.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static int port(String text, int least) {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (port < least || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "port is '" + InputException.printable(text) + "'; allowed: " + least + " to " + MOST_PORT);
        }
        return port;
    }

    /** As it can be read again, for a host that was checked elsewhere. */
    public static String text(String host, int port) {
        return bracketed(host) + ":" + port;
    }

    /** A host as it stands before a colon: IPv6 in brackets. */
    public static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** As it can be read again. */
    @Override
    public String toString() {
        return text(host, port);
    }
}
