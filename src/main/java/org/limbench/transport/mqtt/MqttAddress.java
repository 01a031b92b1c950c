package org.limbench.transport.mqtt;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.limbench.text.AddressSecret;
import org.limbench.text.HostPort;

/**
 * Where a device is: {@code mqtt://[user@]host[:port]/<bench>/<device>}, or {@code mqtts} for TLS.
 *
 * @param tls whether to speak TLS
 * @param user user name at the broker, or null for none; the password never stands in an address
 * @param host name or IP number
 * @param port 1 to 65535; 1883 or, with TLS, 8883 unless given
 * @param bench lower-case letters, digits and hyphens, 1 to 64
 * @param device as {@code bench}
 */
public record MqttAddress(boolean tls, @Nullable String user, String host, int port, String bench, String device) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern PARTS = Pattern.compile(
            "(?<scheme>(?i:mqtts?))://(?:(?<user>[^@/?#]*)@)?(?<place>[^/@?#]+)/(?<bench>[^/?#]*)/(?<device>[^/?#]*)");
    private static final String FORM = "mqtt://[user@]host[:port]/<bench>/<device>";

    public MqttAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty; allowed: " + FORM);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + "; allowed: 1 to 65535");
        }
        if (user != null && user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("user holds a control character; allowed: visible ones");
        }
        requireName("bench", bench);
        requireName("device", device);
        if (tls && !isUriHost(encoded(host))) {
            throw new IllegalArgumentException(
                    "host is '" + host + "', for which TLS can verify no certificate; allowed:"
                            + " with mqtts, an IP number or a name of letters, digits and hyphens, its last part begun by a letter");
        }
    }

    /** Reads an address; a bad one is refused with what is allowed. */
    public static MqttAddress parse(String text) {
        if (AddressSecret.isIn(text)) {
            throw new IllegalArgumentException("address '" + AddressSecret.hidden(text)
                    + "' carries a password; allowed: " + FORM + ", the password from the environment");
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("address is '" + AddressSecret.hidden(text) + "'; allowed: " + FORM);
        }
        boolean tls = parts.group("scheme").equalsIgnoreCase("mqtts");
        String place = parts.group("place");
        boolean ported = place.startsWith("[") ? !place.endsWith("]") : place.indexOf(':') >= 0;
        HostPort at;
        try {
            at = HostPort.parse(ported ? place : place + (tls ? ":8883" : ":1883"), 1);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("address is '" + text + "': " + e.getMessage(), e);
        }
        String user = parts.group("user");
        return new MqttAddress(
                tls,
                user == null ? null : decoded(text, user),
                at.host(),
                at.port(),
                parts.group("bench"),
                parts.group("device"));
    }

    private static String decoded(String text, String user) {
        try {
            return new URI("mqtt://" + user + "@host").getUserInfo();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "address is '" + text + "', its user no name; allowed: " + FORM + ", other characters as %40", e);
        }
    }

    /**
     * Refuses to say a password in the clear to another machine: whoever hears it may drive the devices from then on.
     *
     * @throws IllegalArgumentException when that would happen
     */
    void requireSecrecy(Supplier<@Nullable String> password) {
        if (!tls && user != null && !isThisMachine() && password.get() != null) {
            throw new IllegalArgumentException(this + ": the password of '" + user + "' would travel in the clear to "
                    + host + "; allowed: mqtts:// (TLS), a broker on this machine, or no password");
        }
    }

    /** Whether the broker's address is a loopback one; a name that is not known is none. */
    private boolean isThisMachine() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Host and port, for messages. */
    String broker() {
        return HostPort.text(host, port);
    }

    /**
     * The broker as the client library takes it, which wants a host by the rules of URIs. A resolver knows more names than
     * those (lab_broker, 7b2f): of such a one the number is taken.
     *
     * @throws UnknownHostException when nobody knows such a name
     */
    String uri() throws UnknownHostException {
        String name = encoded(host);
        String known = isUriHost(name) ? name : InetAddress.getByName(name).getHostAddress();
        return (tls ? "ssl://" : "tcp://") + HostPort.text(known, port);
    }

    /** Whether a URI may name a host so. */
    private static boolean isUriHost(String host) {
        try {
            return new URI("tcp://" + HostPort.text(host, 1)).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A name in letters of any script as name servers are asked for it; one that cannot be, and any other, as it is. */
    private static String encoded(String host) {
        try {
            return host.chars().allMatch(letter -> letter < 0x80) ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return host;
        }
    }

    /** The address as it can be read again: what is not plain in a user's name is escaped. */
    @Override
    public String toString() {
        return (tls ? "mqtts://" : "mqtt://") + (user == null ? "" : escaped(user) + "@") + broker() + "/" + bench + "/"
                + device;
    }

    /** A user's name as it stands in an address. */
    private static String escaped(String user) {
        try {
            return new URI("mqtt", user.replace(":", "\0"), "host", -1, null, null, null)
                    .getRawUserInfo()
                    .replace("%00", "%3A");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("every name can be escaped", e);
        }
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " is '" + name + "'; allowed: 1 to 64 of lower-case letters, digits and hyphens");
        }
    }
}
