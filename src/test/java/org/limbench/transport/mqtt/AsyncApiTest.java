package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published description says what the code does. */
final class AsyncApiTest {
    private final JsonNode api = new YAMLMapper().readTree(Path.of("firmware-protocol/asyncapi.yaml"));

    @Test
    void topicsAreThoseOfTheDescription() {
        Map<String, String> described = new TreeMap<>();
        api.get("channels")
                .properties()
                .forEach(channel -> described.put(
                        channel.getKey(), channel.getValue().get("address").asString()));
        assertThat(described)
                .isEqualTo(new TreeMap<>(Map.of(
                        "state", MqttTopics.STATE,
                        "description", MqttTopics.DESCRIPTION,
                        "command", MqttTopics.COMMAND,
                        "reply", MqttTopics.REPLY,
                        "result", MqttTopics.RESULT,
                        "energy", MqttTopics.ENERGY,
                        "meter", MqttTopics.METER,
                        "log", MqttTopics.LOG)));
    }

    @Test
    void theContentTypeIsThatOfTheDescription() {
        assertThat(api.get("defaultContentType").asString()).isEqualTo(MqttTopics.CONTENT_TYPE);
        for (String message : new String[] {"command", "reply", "event"}) {
            assertThat(api.at("/components/messages/" + message + "/contentType")
                            .asString())
                    .isEqualTo(MqttTopics.CONTENT_TYPE);
        }
        for (String message : new String[] {"state", "description", "energy"}) {
            assertThat(api.at("/components/messages/" + message + "/contentType")
                            .asString())
                    .isEqualTo(MqttTopics.JSON);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(api.get("asyncapi").asString()).isEqualTo("3.0.0");
        assertThat(api.findValues("$ref"))
                .hasSizeGreaterThan(10)
                .allSatisfy(reference -> assertThat(
                                api.at(reference.asString().substring(1)).isMissingNode())
                        .as(reference.asString())
                        .isFalse());
    }
}
