package org.limbench.transport.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a device says of itself in retained messages, three JSON documents.
 *
 * @param online has {@code "state": "ONLINE"}
 * @param offline the last will, has {@code "state": "OFFLINE"}
 * @param description what the device is
 */
public record MqttPresence(String online, String offline, String description) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_STATE_BYTES = 4096;
    private static final String KEY = "state";

    public MqttPresence {
        requireState("online", online, "ONLINE");
        requireState("offline", offline, "OFFLINE");
    }

    /** Presence of one boot of a device. */
    public static MqttPresence of(String bootId, String description) {
        return new MqttPresence(state("ONLINE", bootId), state("OFFLINE", bootId), description);
    }

    /** Whether a state message from the wire says ONLINE; anything unreadable does not. */
    static boolean isOnline(byte[] message) {
        return message.length <= LONGEST_STATE_BYTES
                && "ONLINE".equals(stateOf(new String(message, StandardCharsets.UTF_8)));
    }

    private static String state(String state, String bootId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(KEY, state);
        fields.put("bootId", bootId);
        return JSON.writeValueAsString(fields);
    }

    private static String stateOf(String json) {
        try {
            return JSON.readTree(json).path(KEY).asString("");
        } catch (JacksonException e) {
            // not JSON: it says nothing
            return "";
        }
    }

    private static void requireState(String name, String json, String expected) {
        if (!stateOf(json).equals(expected)) {
            throw new IllegalArgumentException(
                    name + " is '" + json + "'; allowed: a JSON object with \"state\": \"" + expected + "\"");
        }
    }
}
