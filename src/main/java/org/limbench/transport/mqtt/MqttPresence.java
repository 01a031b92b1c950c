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
    private static final String BOOT = "bootId";

    public MqttPresence {
        requireState("online", online, "ONLINE");
        requireState("offline", offline, "OFFLINE");
    }

    /** Presence of one boot of a device. */
    public static MqttPresence of(String bootId, String description) {
        return new MqttPresence(state("ONLINE", bootId), state("OFFLINE", bootId), description);
    }

    /** What a state message says. */
    enum Word {
        ONLINE,
        OFFLINE,
        UNREADABLE
    }

    /** A state message from the wire, which anybody may have left there; the boot's id is empty where it names none. */
    record State(Word word, String bootId) {
        /** Reads one; whatever it holds, it is no error. */
        static State of(byte[] message) {
            if (message.length > LONGEST_STATE_BYTES) {
                return new State(Word.UNREADABLE, "");
            }
            String json = new String(message, StandardCharsets.UTF_8);
            Word word = switch (field(json, KEY)) {
                case "ONLINE" -> Word.ONLINE;
                case "OFFLINE" -> Word.OFFLINE;
                default -> Word.UNREADABLE;
            };
            return new State(word, field(json, BOOT));
        }
    }

    private static String state(String state, String bootId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(KEY, state);
        fields.put(BOOT, bootId);
        return JSON.writeValueAsString(fields);
    }

    private static String field(String json, String key) {
        try {
            return JSON.readTree(json).path(key).asString("");
        } catch (JacksonException e) {
            // not JSON: it says nothing
            return "";
        }
    }

    private static void requireState(String name, String json, String expected) {
        if (!field(json, KEY).equals(expected)) {
            throw new IllegalArgumentException(
                    name + " is '" + json + "'; allowed: a JSON object with \"state\": \"" + expected + "\"");
        }
    }
}
