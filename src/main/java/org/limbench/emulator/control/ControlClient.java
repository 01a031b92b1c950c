package org.limbench.emulator.control;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.FaultPlan;
import org.limbench.text.HostPort;
import org.limbench.text.InputException;
import org.limbench.text.JsonDocument;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the back door of one emulated device, the first of its server. Safe from any thread. */
public final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A connection kept from the question before may have been closed by the server; every question may be asked twice. */
    private static final RetryPolicy<HttpResponse<String>> ONCE_AGAIN = RetryPolicy.<HttpResponse<String>>builder()
            .handle(IOException.class)
            .withMaxRetries(1)
            .build();

    private static final int MOST_ANSWER_BYTES = 1 << 20;
    private static final String DEVICE = "/devices/0/";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String server;
    private final @Nullable String token;

    /**
     * A client that has not connected yet.
     *
     * @param host name or address of the server
     * @param token it asks for; null for none
     */
    public ControlClient(String host, int port, @Nullable String token) {
        this.server = "http://" + HostPort.text(host, port);
        this.token = token;
    }

    /**
     * State-changing commands the device has carried out or begun.
     *
     * @throws IOException in one line, when the server cannot be reached or refuses
     */
    public long updates() throws IOException {
        JsonNode devices = ask(request("/devices").GET());
        JsonNode updates = devices.path(0).path("updates");
        if (!updates.isIntegralNumber()) {
            throw new IOException("control " + server + ": says nothing of a device's updates");
        }
        return updates.longValue();
    }

    /**
     * Has the power cut at a command to come.
     *
     * @throws IOException as {@link #updates}
     */
    public void inject(FaultPlan.RebootAtCommand reboot) throws IOException {
        Map<String, Object> fault = Map.of(
                "reboot",
                Map.of(
                        "atCommand",
                        reboot.commandId(),
                        "moment",
                        reboot.moment().name().toLowerCase(Locale.ROOT)));
        ask(request(DEVICE + "faults")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(fault))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException {
        HttpResponse<String> answer;
        try {
            answer = Failsafe.with(ONCE_AGAIN).get(() -> http.send(request.build(), BodyHandlers.ofString()));
        } catch (FailsafeException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new IOException("control " + server + ": interrupted", cause);
            }
            String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new IOException("control " + server + ": cannot be reached: " + why, cause);
        }
        JsonNode body;
        try {
            body = JsonDocument.parse("control " + server, answer.body(), MOST_ANSWER_BYTES);
        } catch (InputException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "control " + server + ": " + body.path("error").asString("status " + answer.statusCode()));
        }
        return body;
    }
}
