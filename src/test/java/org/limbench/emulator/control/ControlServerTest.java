package org.limbench.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.ProfileLibrary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ControlServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private EmulatedDevice device;
    private ControlServer control;

    @BeforeEach
    void serve() throws IOException {
        long[] boots = {0};
        device = EmulatedDevice.of(
                ProfileLibrary.load("lim-chain").withGeometry(3, 2), 1, DeviceOptions.of(() -> ++boots[0], () -> 0));
        control = ControlServer.start("127.0.0.1", 0, null, List.of(device));
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path));
    }

    private JsonNode get(String path) throws Exception {
        return JsonMapper.shared()
                .readTree(client.send(to(path).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                to(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void trueConductancesAreTold() throws Exception {
        JsonNode found = get("/devices/0/conductances");
        assertThat(found.get("rows").intValue()).isEqualTo(3);
        assertThat(found.get("siemens").size()).isEqualTo(6);
        assertThat(found.get("siemens").get(0).doubleValue())
                .isEqualTo(
                        device.conductancesSiemens(device.datasheet().geometry().whole())[0]);
    }

    @Test
    void timeAdvancesAndASnapshotBringsItBack() throws Exception {
        HttpResponse<byte[]> before =
                client.send(to("/devices/0/snapshot").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(post("/devices/0/advance", "{\"seconds\": 1e6}").statusCode())
                .isEqualTo(200);
        assertThat(device.deviceSeconds()).isEqualTo(1e6);
        HttpResponse<String> restored = client.send(
                to("/devices/0/restore")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(before.body()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(restored.statusCode()).isEqualTo(200);
        assertThat(device.deviceSeconds()).isZero();
        assertThat(device.snapshot()).isEqualTo(before.body());
    }

    @Test
    void faultsAreInjected() throws Exception {
        assertThat(post("/devices/0/faults", "{\"stuckCell\": {\"row\": 2, \"column\": 1, \"fraction\": 1}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(device.conductancesSiemens(device.datasheet().geometry().whole())[5])
                .isEqualTo(device.datasheet().mostSiemens());
        assertThat(post("/devices/0/reboot", "").statusCode()).isEqualTo(200);
        assertThat(device.boots()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /devices/0/advance | {}                                                    | 400 | seconds
                    /devices/0/advance | {"seconds": -1}                                       | 400 | seconds
                    /devices/0/advance | not json                                              | 400 | JSON
                    /devices/0/faults  | {"meltdown": {}}                                      | 400 | meterGap
                    /devices/0/faults  | {"reboot": {"atUpdate": 1, "moment": "later"}}        | 400 | commit
                    /devices/0/faults  | {"stuckCell": {"row": 3, "column": 0, "fraction": 1}} | 400 | row
                    /devices/0/advance | {"seconds": 1, "seconds": 2}                          | 400 | seconds
                    /devices/0/advance | {"seconds": 1, "power": true}                         | 400 | 'power'
                    /devices/0/advance | [1]                                                   | 400 | an object of seconds, powered
                    /devices/0/faults  | {"meltdown": {}}                                      | 400 | 'meltdown'
                    /devices/0/faults  | {"reboot": 7}                                         | 400 | an object of atUpdate, moment
                    /devices/0/faults  | {"reboot": {"atUpdate": 1, "atCommand": 2, "moment": "after"}} | 400 | 'atUpdate'
                    /devices/0/faults  | {"stuckCell": {"row": 2, "column": 0, "fraction": 1, "levle": 3}} | 400 | 'levle'
                    /devices/0/faults  | {"meterGap": {"fromUpdate": 1, "updates": 2, "couse": "gap"}} | 400 | 'couse'
                    /devices/0/restore | nonsense                                              | 400 | snapshot
                    /devices/1/reboot  | {}                                                    | 400 | device
                    /elsewhere         | {}                                                    | 404 | /devices
                    """)
    void whatIsWrongIsNamedAndChangesNothing(String path, String body, int status, String part) throws Exception {
        byte[] before = device.snapshot();
        HttpResponse<String> answer = post(path, body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JsonMapper.shared().readTree(answer.body()).get("error").asString())
                .contains(part);
        assertThat(device.snapshot()).isEqualTo(before);
    }

    @Test
    void withoutATokenOnlyLoopbackIsServed() {
        assertThatThrownBy(() -> ControlServer.start("0.0.0.0", 0, null, List.of(device)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback");
    }
}
