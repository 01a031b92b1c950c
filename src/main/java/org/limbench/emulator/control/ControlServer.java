package org.limbench.emulator.control;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.text.HostPort;
import org.limbench.text.JsonDocument;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the back door of emulated devices: {@code GET /devices}, and below {@code /devices/N}: {@code GET conductances},
 * {@code POST advance}, {@code POST faults}, {@code POST reboot}, {@code GET snapshot}, {@code POST restore}.
 *
 * <p>A request without the token, where there is one, gets 401; one from a page in a browser, or, without a token, for
 * another host than this one (as a page makes it whose name was bound to this address), 403; anything malformed 400 with
 * one line that names the field. With 16 characters or more a token cannot be found by trying, so tries are not counted.
 *
 * <p>Bounds: {@value #MOST_CONNECTIONS} connections, each with a thread of its own, so that one that dribbles holds up
 * itself alone; {@value #MOST_REQUEST_SECONDS} s for a request to arrive and be carried out; bodies of 64 KiB, or of twice
 * the device's own snapshot. Not encrypted: beyond this machine whoever listens on the way learns the token.
 */
public final class ControlServer implements AutoCloseable {
    private static final int MOST_JSON_BYTES = 64 << 10;
    private static final int MOST_CONNECTIONS = 32;
    private static final int MOST_REQUEST_SECONDS = 5;
    private static final int MOST_RESPONSE_SECONDS = 10;
    private static final int MOST_HEADERS = 50;
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final long IDLE_THREAD_SECONDS = 10;
    private static final String DEVICES = "/devices";

    static {
        // the server takes its bounds from these alone, once for the process; the user's own stay
        bound("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
        bound("sun.net.httpserver.maxReqTime", MOST_REQUEST_SECONDS);
        bound("sun.net.httpserver.maxRspTime", MOST_RESPONSE_SECONDS);
        bound("sun.net.httpserver.maxReqHeaders", MOST_HEADERS);
        // what is left of a request already answered is not read: the connection is closed instead
        bound("sun.net.httpserver.drainAmount", 0);
        bound("sun.net.httpserver.maxReqHeaderSize", MOST_HEADER_BYTES);
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Doorkeeper doorkeeper;
    private final List<BackDoor> doors;

    private ControlServer(HttpServer server, Doorkeeper doorkeeper, List<BackDoor> doors) {
        this.server = server;
        this.doorkeeper = doorkeeper;
        this.threads = new ThreadPoolExecutor(
                0, MOST_CONNECTIONS, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "limbench-control");
                    thread.setDaemon(true);
                    return thread;
                });
        this.doors = doors;
    }

    /**
     * Starts serving.
     *
     * @param host address to listen on; a loopback address unless there is a token
     * @param port to listen on; 0 for a free one
     * @param token asked for as {@code Authorization: Bearer TOKEN}, 16 to 512 visible characters; null for none
     * @throws IllegalArgumentException when the address is open to others and there is no token, or none worth the name
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
        Doorkeeper.requireToken(token);
        HttpServer server = HttpServer.create(address, 0);
        Doorkeeper doorkeeper =
                new Doorkeeper(HostPort.text(host, server.getAddress().getPort()), token);
        ControlServer control = new ControlServer(
                server, doorkeeper, devices.stream().map(BackDoor::new).toList());
        server.createContext("/", control::handle);
        server.setExecutor(control.threads);
        server.start();
        return control;
    }

    private static void bound(String property, int most) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(most));
        }
    }

    /** Port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Answers one request; the exchange is closed then. */
    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = admitted(exchange);
            } catch (IllegalArgumentException wrong) {
                answer = Answer.failed(400, String.valueOf(wrong.getMessage()));
            }
            readRest(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer admitted(HttpExchange exchange) throws IOException {
        String stranger = doorkeeper.stranger(exchange.getRequestHeaders());
        if (stranger != null) {
            return Answer.failed(403, stranger);
        }
        if (!doorkeeper.knows(exchange.getRequestHeaders())) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return Answer.failed(401, "the token is missing or wrong");
        }
        return answer(exchange);
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
            case "POST restore" -> Answer.json(door.restore(body(exchange, door.mostSnapshotBytes())));
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
        return JsonDocument.parse("body", body(exchange, MOST_JSON_BYTES), MOST_JSON_BYTES);
    }

    private static byte[] body(HttpExchange exchange, int most) throws IOException {
        // not closed here: closing reads on, and the answer has to come first
        byte[] body = exchange.getRequestBody().readNBytes(most + 1);
        if (body.length > most) {
            throw new IllegalArgumentException("body has more than " + most + " bytes; allowed: at most " + most);
        }
        return body;
    }

    /**
     * Reads what a request still holds, to its very end, where this is little: the server closes a connection of which it
     * has not seen the end of a request, be its body empty, without announcing it. What is under way over it then is lost,
     * the next request or even the answer.
     */
    private static void readRest(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String octets = headers.getFirst("Content-Length");
        boolean little =
                octets == null ? !headers.containsKey("Transfer-Encoding") : Long.parseLong(octets) <= MOST_JSON_BYTES;
        if (little) {
            exchange.getRequestBody().readNBytes(MOST_JSON_BYTES + 1);
        }
    }

    /** Stops at once; idempotent. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
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
