package org.limbench.transport.mqtt;

import java.util.regex.Pattern;

/** The topics of one device, as {@code firmware-protocol/asyncapi.yaml} describes them. */
final class MqttTopics {
    /** Presence, retained JSON; the device's last will. */
    static final String STATE = "lim/v1/{bench}/{device}/state";
    /** What the device is, retained JSON. */
    static final String DESCRIPTION = "lim/v1/{bench}/{device}/desc";

    static final String COMMAND = "lim/v1/{bench}/{device}/cmd";
    static final String REPLY = "lim/v1/{bench}/{device}/rsp/{client}";
    static final String RESULT = "lim/v1/{bench}/{device}/evt/result";
    /** Energies for tools that read JSON. */
    static final String ENERGY = "lim/v1/{bench}/{device}/evt/energy";

    static final String METER = "lim/v1/{bench}/{device}/evt/meter";
    static final String LOG = "lim/v1/{bench}/{device}/evt/log";
    /** MQTT content type of commands, replies and events. */
    static final String CONTENT_TYPE = "application/vnd.lim.v1+protobuf";
    /** MQTT content type of presence, description and energies. */
    static final String JSON = "application/json";

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final MqttAddress address;

    MqttTopics(MqttAddress address) {
        this.address = address;
    }

    /** One of the constants with bench and device filled in. */
    String of(String template) {
        return template.replace("{bench}", address.bench()).replace("{device}", address.device());
    }

    String reply(String client) {
        return of(REPLY).replace("{client}", client);
    }

    /** Whether a response topic from the wire is one of this device's: a stranger must not choose where it speaks. */
    boolean isReply(String topic) {
        String prefix = reply("");
        return topic.startsWith(prefix)
                && CLIENT.matcher(topic.substring(prefix.length())).matches();
    }
}
