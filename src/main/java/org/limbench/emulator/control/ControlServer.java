package org.limbench.emulator.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.EmulatedDevice;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the back door of emulated devices: {@code GET /devices}, and below {@code /devices/N}: {@code GET conductances},
 * {@code POST advance}, {@code POST faults}, {@code POST reboot}, {@code GET snapshot}, {@code POST restore}.
 *
 * <p>One thread of the server's own; the devices are synchronised. A request without the token, where there is one, gets
 * 401; anything malformed 400 with one line that names the field.
 */
public final class ControlServer implements AutoCloseable {
    private static final int MOST_JSON_BYTES = 64 << 10;
    private static final int MOST_SNAPSHOT_BYTES = 256 << 20;
    private static final String DEVICES = "/devices";

    private final HttpServer server;
    private final List<BackDoor> doors;
    private final byte @Nullable [] token;

    private ControlServer(HttpServer server, List<BackDoor> doors, byte @Nullable [] token) {
        this.server = server;
        this.doors = doors;
        this.token = token;
    }

    /**
     * Starts serving.
     *
     * @param host address to listen on; a loopback address unless there is a token
     * @param port to listen on; 0 for a free one
     * @param token asked for as {@code Authorization: Bearer TOKEN}; null for none
     * @throws IllegalArgumentException when the address is open to others and there is no token
     * @throws IOException when the port cannot be had
     */
    public static ControlServer start(String host, int port, @Nullable String token, List<EmulatedDevice> devices)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "control address '" + host + "' is not known; allowed: a host or address");
        }
        if (token == null && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "control address '" + host + "' is open to others; allowed: a loopback address, or set a token");
        }
        HttpServer server = HttpServer.create(address, 0);
        ControlServer control = new ControlServer(
                server,
                devices.stream().map(BackDoor::new).toList(),
                token == null ? null : token.getBytes(StandardCharsets.UTF_8));
        server.createContext("/", control::handle);
        server.start();
        return control;
    }

    /** Port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = authorised(exchange) ? answer(exchange) : Answer.failed(401, "the token is missing or wrong");
            } catch (IllegalArgumentException wrong) {
                answer = Answer.failed(400, String.valueOf(wrong.getMessage()));
            } catch (JacksonException broken) {
                answer = Answer.failed(400, "body is not JSON: " + broken.getOriginalMessage());
            }
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    /** In the same time whatever is wrong with the token, so that it cannot be guessed octet by octet. */
    private boolean authorised(HttpExchange exchange) {
        if (token == null) {
            return true;
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String given = header != null && header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token);
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals(DEVICES) && method.equals("GET")) {
            return Answer.json(doors.stream().map(BackDoor::description).toList());
        }
        String[] parts = path.split("/", -1);
        if (parts.length != 4 || !path.startsWith(DEVICES + "/")) {
            return Answer.failed(404, path + " is not known; allowed: /devices and /devices/N/ACTION");
        }
        BackDoor door = door(parts[2]);
        return switch (method + " " + parts[3]) {
            case "GET conductances" -> Answer.json(door.conductances());
            case "GET snapshot" -> new Answer(200, "application/octet-stream", door.snapshot());
            case "POST advance" -> Answer.json(door.advance(json(exchange)));
            case "POST faults" -> Answer.json(door.inject(json(exchange)));
            case "POST reboot" -> Answer.json(door.reboot());
            case "POST restore" -> Answer.json(door.restore(body(exchange, MOST_SNAPSHOT_BYTES)));
            default ->
                Answer.failed(
                        404,
                        method + " " + parts[3]
                                + " is not known; allowed: GET conductances, GET snapshot, POST advance,"
                                + " POST faults, POST reboot, POST restore");
        };
    }

    private BackDoor door(String number) {
        for (int n = 0; n < doors.size(); n++) {
            if (number.equals(Integer.toString(n))) {
                return doors.get(n);
            }
        }
        throw new IllegalArgumentException("device is '" + number + "'; allowed: 0 to " + (doors.size() - 1));
    }

    private static tools.jackson.databind.JsonNode json(HttpExchange exchange) throws IOException {
        return JsonMapper.shared().readTree(body(exchange, MOST_JSON_BYTES));
    }

    private static byte[] body(HttpExchange exchange, int most) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw new IllegalArgumentException("body has more than " + most + " bytes; allowed: at most " + most);
            }
            return body;
        }
    }

    /** Stops at once; idempotent. */
    @Override
    public void close() {
        server.stop(0);
    }

    /** What goes back; the body is owned by the record. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Answer(int status, String type, byte[] body) {
        static Answer json(Object value) {
            return new Answer(200, "application/json", JsonMapper.shared().writeValueAsBytes(value));
        }

        static Answer failed(int status, String why) {
            return new Answer(status, "application/json", JsonMapper.shared().writeValueAsBytes(Map.of("error", why)));
        }
    }
}
