package org.limbench.transport.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.limbench.text.InputException;
import org.limbench.text.JsonDocument;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a device says of itself in retained messages, three JSON documents. Read by the reader of all JSON here, so that a key told
 * twice or a number that is none makes a message unreadable; keys that are not known are passed over on purpose, since a device of
 * a later version, or somebody else's, may tell more of itself.
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
            JsonNode said = read(message);
            return switch (said.path(KEY).asString("")) {
                case "ONLINE" -> new State(Word.ONLINE, said.path(BOOT).asString(""));
                case "OFFLINE" -> new State(Word.OFFLINE, said.path(BOOT).asString(""));
                default -> new State(Word.UNREADABLE, "");
            };
        }
    }

    private static String state(String state, String bootId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(KEY, state);
        fields.put(BOOT, bootId);
        return JSON.writeValueAsString(fields);
    }

    /** What a message says; nothing where it is too long or no JSON. */
    private static JsonNode read(byte[] message) {
        try {
            return JsonDocument.parse(KEY, message, LONGEST_STATE_BYTES);
        } catch (InputException unreadable) {
            return MissingNode.getInstance();
        }
    }

    private static void requireState(String name, String json, String expected) {
        if (!read(json.getBytes(StandardCharsets.UTF_8)).path(KEY).asString("").equals(expected)) {
            throw new IllegalArgumentException(
                    name + " is '" + json + "'; allowed: a JSON object with \"state\": \"" + expected + "\"");
        }
    }
}
