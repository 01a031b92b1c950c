package org.limbench.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.Limbench;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.serial.SerialLink;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An emulated device in the program as people start it, on a serial port; its power is cut through its back door. */
final class ServedProgram implements DeviceUnderTest {
    private static final int BAUD = 921_600;

    private final Limbench.Running program;
    private final String path;
    private final String control;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServedProgram(Limbench.Running program, JsonNode ready, Path directory) {
        this.program = program;
        path = directory.resolve(ready.get("serial").asString()).toString();
        control = "http://" + ready.get("control").asString() + "/devices";
    }

    static ServedProgram start(Path profile) throws IOException {
        Path directory = profile.getParent();
        Limbench.Running program = new Limbench(directory)
                .serve("emulate", "--profile", profile.toString(), "--serial", "lim0", "--control", "127.0.0.1:0");
        return new ServedProgram(program, program.ready(), directory);
    }

    @Override
    public Link connect() throws LinkException {
        return SerialLink.open(path, BAUD, System::nanoTime);
    }

    @Override
    public void cutPower() throws IOException {
        ask(HttpRequest.newBuilder(URI.create(control + "/0/reboot")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Override
    public void cutPowerWithinTheNextCommand() throws IOException {
        long updates = ask(HttpRequest.newBuilder(URI.create(control)))
                .get(0)
                .get("updates")
                .longValue();
        ask(HttpRequest.newBuilder(URI.create(control + "/0/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"reboot\": {\"atUpdate\": " + (updates + 1) + ", \"moment\": \"commit\"}}")));
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the back door answers " + answer.statusCode() + ": " + answer.body());
            }
            return JsonMapper.shared().readTree(answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at the back door", stopped);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
