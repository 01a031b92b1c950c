package org.limbench.transport.mqtt;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    }

    /** Reads an address; a bad one is refused with what is allowed. */
    public static MqttAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("address is '" + text + "'; allowed: " + FORM, e);
        }
        boolean tls = "mqtts".equals(uri.getScheme());
        boolean more = uri.getQuery() != null || uri.getFragment() != null;
        if ((!tls && !"mqtt".equals(uri.getScheme())) || uri.getHost() == null || more) {
            throw new IllegalArgumentException("address is '" + text + "'; allowed: " + FORM);
        }
        String user = uri.getUserInfo();
        if (user != null && user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("address of " + uri.getHost() + " carries a password; allowed: " + FORM
                    + ", the password from the environment");
        }
        String[] names = uri.getPath().split("/", -1);
        if (names.length != 3) {
            throw new IllegalArgumentException("address is '" + text + "'; allowed: " + FORM);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 8883 : 1883;
        return new MqttAddress(tls, user, uri.getHost(), port, names[1], names[2]);
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
        return host + ":" + port;
    }

    /** The address as it can be read again: what is not plain in a user's name is escaped. */
    @Override
    public String toString() {
        try {
            return new URI(tls ? "mqtts" : "mqtt", user, host, port, "/" + bench + "/" + device, null, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address is made of parts that were checked", e);
        }
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " is '" + name + "'; allowed: 1 to 64 of lower-case letters, digits and hyphens");
        }
    }
}
