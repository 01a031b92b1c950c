package org.limbench.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.limbench.text.AddressSecret;
import org.limbench.text.HostPort;
import org.limbench.text.PlainNumber;
import org.limbench.transport.mqtt.MqttAddress;

/**
 * Where a device is, as people write it: {@code emulated:<profile>[?rows=R&columns=C]}, {@code serial:<path>[?baud=B]},
 * {@code tcp:<host>:<port>}, {@code mqtt[s]://[user@]host[:port]/<bench>/<device>}, {@code rcn:<path>?wiring=<file>[&baud=B]}.
 */
public sealed interface DeviceAddress {
    /** Baud rate where none is given. */
    int DEFAULT_BAUD = 921_600;

    /** The address as written. */
    String text();

    /**
     * An emulated device in this process.
     *
     * @param text as written
     * @param profile name of a shipped profile, or path of a file
     * @param rows rows instead of the profile's; empty keeps them
     * @param columns columns instead of the profile's; empty keeps them
     */
    record Emulated(String text, String profile, OptionalInt rows, OptionalInt columns) implements DeviceAddress {
        /** The address of the same device in this size, as text. */
        String withSize(int ofRows, int ofColumns) {
            return "emulated:" + profile + "?rows=" + ofRows + "&columns=" + ofColumns;
        }
    }

    /**
     * A device behind a serial port.
     *
     * @param text as written
     * @param path of the port, symbolic links allowed
     * @param baud 1 to 12,000,000
     */
    record Serial(String text, String path, int baud) implements DeviceAddress {}

    /**
     * A device behind a TCP socket.
     *
     * @param text as written
     * @param host name or literal address; IPv6 in brackets
     * @param port 1 to 65,535; 0 for a free one where a device is offered
     */
    record Tcp(String text, String host, int port) implements DeviceAddress {}

    /**
     * A device behind an MQTT broker.
     *
     * @param text as written, the broker's URL
     */
    record Mqtt(String text) implements DeviceAddress {}

    /**
     * A chip on an RCN test station behind a serial port.
     *
     * @param text as written
     * @param path of the port, symbolic links allowed
     * @param wiring name of a packed wiring, or path of a file
     * @param baud 1 to 12,000,000; a USB station ignores it
     */
    record Rcn(String text, String path, String wiring, int baud) implements DeviceAddress {}

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException saying what is wrong with it and which forms are allowed
     */
    static DeviceAddress parse(String text) {
        if (AddressSecret.isIn(text) && !text.matches("(?i)(serial|emulated|rcn):.*")) {
            throw wrong(AddressSecret.hidden(text), "carries a password, which belongs into the environment");
        }
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "emulated" -> emulated(text, rest);
            case "serial" -> serial(text, rest);
            case "tcp" -> tcp(text, rest, 1);
            case "mqtt", "mqtts" -> {
                MqttAddress.parse(text); // says what is wrong with it
                yield new Mqtt(text);
            }
            case "rcn" -> rcn(text, rest);
            default -> throw wrong(text, "unknown kind of address");
        };
    }

    /**
     * Reads {@code HOST:PORT} of a device to be offered; port 0 takes a free one.
     *
     * @throws IllegalArgumentException when it is not that
     */
    static Tcp listening(String text) {
        return tcp(text, text, 0);
    }

    /**
     * Reads an address at which something is to be offered: as {@link #parse}, TCP port 0 for a free one, and neither an
     * emulated device nor a station.
     *
     * @throws IllegalArgumentException when it is not that
     */
    static DeviceAddress offered(String text) {
        DeviceAddress address =
                text.toLowerCase(Locale.ROOT).startsWith("tcp:") ? tcp(text, text.substring(4), 0) : parse(text);
        if (address instanceof Emulated || address instanceof Rcn) {
            throw wrong(text, "nothing can be offered there");
        }
        return address;
    }

    private static Emulated emulated(String text, String rest) {
        int mark = rest.indexOf('?');
        String profile = mark < 0 ? rest : rest.substring(0, mark);
        if (profile.isBlank()) {
            throw wrong(text, "no profile named");
        }
        Map<String, String> options = options(text, rest, mark, Set.of("rows", "columns"));
        return new Emulated(
                text, profile, number(text, options, "rows", 65_536), number(text, options, "columns", 65_536));
    }

    private static Serial serial(String text, String rest) {
        int mark = rest.lastIndexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        if (path.isBlank()) {
            throw wrong(text, "no port named");
        }
        Map<String, String> options = options(text, rest, mark, Set.of("baud"));
        return new Serial(text, path, number(text, options, "baud", 12_000_000).orElse(DEFAULT_BAUD));
    }

    private static Rcn rcn(String text, String rest) {
        int mark = rest.indexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        if (path.isBlank()) {
            throw wrong(text, "no port named");
        }
        Map<String, String> options = options(text, rest, mark, Set.of("wiring", "baud"));
        String wiring = options.getOrDefault("wiring", "");
        if (wiring.isBlank()) {
            throw wrong(
                    text, "no wiring named, and which pin is which line cannot be guessed (rcn-16x4 is an example)");
        }
        return new Rcn(
                text, path, wiring, number(text, options, "baud", 12_000_000).orElse(DEFAULT_BAUD));
    }

    private static Tcp tcp(String text, String rest, int leastPort) {
        try {
            HostPort place = HostPort.parse(rest, leastPort);
            return new Tcp(text, place.host(), place.port());
        } catch (IllegalArgumentException e) {
            // which says what is allowed in that place
            throw new IllegalArgumentException(
                    "device address '" + AddressSecret.hidden(text) + "': " + e.getMessage(), e);
        }
    }

    private static Map<String, String> options(String text, String rest, int mark, Set<String> allowed) {
        Map<String, String> options = new LinkedHashMap<>();
        if (mark < 0) {
            return options;
        }
        for (String option : rest.substring(mark + 1).split("&", -1)) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            if (options.containsKey(key)) {
                throw wrong(text, "option '" + key + "' is there twice");
            }
            if (equals < 0 || !allowed.contains(key)) {
                throw wrong(text, "unknown option '" + option + "', known here: " + String.join(", ", allowed));
            }
            options.put(key, option.substring(equals + 1));
        }
        return options;
    }

    private static OptionalInt number(String text, Map<String, String> options, String key, int most) {
        String value = options.get(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(whole(text, key, value, most));
    }

    private static int whole(String text, String what, String value, int most) {
        try {
            long n = PlainNumber.whole(value);
            if (n >= 1 && n <= most) {
                return (int) n;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(
                    text, what + " is '" + value + "', a whole number from 1 to " + most + " is needed", notANumber);
        }
        throw wrong(text, what + " is " + value + ", a whole number from 1 to " + most + " is needed");
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return wrong(text, why, null);
    }

    private static IllegalArgumentException wrong(
            String text, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "device address '" + text + "': " + why
                        + "; allowed: emulated:PROFILE, serial:PATH[?baud=N], tcp:HOST:PORT,"
                        + " mqtt://[USER@]HOST[:PORT]/BENCH/DEVICE, rcn:PATH?wiring=FILE[&baud=N]",
                cause);
    }
}
