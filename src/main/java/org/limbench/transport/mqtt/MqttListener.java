package org.limbench.transport.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.Listener;

/**
 * Serves a device at a broker: announces it, tells its death through the last will, and takes commands. Where the broker
 * lets it read what is kept of it, it announces the device again when somebody has overwritten that, be it an intruder or
 * the late last will of a former connection.
 *
 * <p>Commands of all hosts come through one link, which names each by its response topic: which host may write is for the
 * protocol above to say. They share one inbox of 1024 messages and 4 MiB. Retained commands, too long ones, and such whose response topic is not this device's are dropped
 * and counted. One thread serves; {@link #close} may come from any.
 */
public final class MqttListener implements Listener {
    private static final int LONGEST_MESSAGE_BYTES = 1 << 20;
    private static final long GREETING_LIMIT_MILLIS = 5000;

    private final MqttAddress address;
    private final MqttTopics topics;
    private final MqttPresence presence;
    private final BrokerInbox inbox = new BrokerInbox();
    private final BrokerSession session;
    private final PresenceKeeper keeper;
    private @Nullable MqttDeviceLink given;

    private MqttListener(MqttAddress address, MqttOptions options, MqttPresence presence) throws LinkException {
        this.address = address;
        this.presence = presence;
        topics = new MqttTopics(address);
        keeper = new PresenceKeeper(address.toString(), options.nanoTime(), this::announceAgain);
        // the same for every process that would be this device, so that the broker keeps one only
        String client = "device-" + address.bench() + "-" + address.device();
        session = BrokerSession.open(
                new BrokerConnection.Profile(
                        address,
                        options,
                        client,
                        List.of(topics.of(MqttTopics.COMMAND)),
                        presence.offline(),
                        LONGEST_MESSAGE_BYTES),
                inbox,
                this::route,
                this::announce,
                line -> {});
    }

    /**
     * Connects and announces the device.
     *
     * @throws LinkException one line: broker away, or refuses the password
     */
    public static MqttListener open(MqttAddress address, MqttOptions options, MqttPresence presence)
            throws LinkException {
        return new MqttListener(address, options, presence);
    }

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    public @Nullable Link accept(Duration timeout) throws LinkException {
        if (given != null) {
            given.close();
            given = null;
        }
        Inbound first = inbox.take(timeout, address());
        if (first == null) {
            return null;
        }
        given = new MqttDeviceLink(address, topics, session, inbox, first);
        return given;
    }

    @Override
    public @Nullable String trouble() {
        return session.trouble();
    }

    /** Commands dropped because they were retained, too long, or named no response topic of this device. */
    public long refusedCommands() {
        return inbox.refused();
    }

    /** Connections made again after a loss. */
    public long reconnections() {
        return session.reconnections();
    }

    @Override
    public void close() {
        keeper.close(); // else it would take its own goodbye for somebody else's word
        session.close(connection ->
                connection.publishRetained(topics.of(MqttTopics.STATE), presence.offline(), GREETING_LIMIT_MILLIS));
    }

    private void announce(BrokerConnection connection) throws MqttException, LinkException {
        connection.publishRetained(topics.of(MqttTopics.DESCRIPTION), presence.description(), GREETING_LIMIT_MILLIS);
        connection.publishRetained(topics.of(MqttTopics.STATE), presence.online(), GREETING_LIMIT_MILLIS);
        connection.subscribeIfLet(
                List.of(topics.of(MqttTopics.STATE), topics.of(MqttTopics.DESCRIPTION)), GREETING_LIMIT_MILLIS);
    }

    private void announceAgain() throws MqttException {
        BrokerConnection connection = session.connection();
        if (connection != null) {
            connection.offerRetained(topics.of(MqttTopics.DESCRIPTION), presence.description());
            connection.offerRetained(topics.of(MqttTopics.STATE), presence.online());
        }
    }

    private void route(String topic, MqttMessage message) {
        String own = topic.equals(topics.of(MqttTopics.STATE))
                ? presence.online()
                : topic.equals(topics.of(MqttTopics.DESCRIPTION)) ? presence.description() : null;
        if (own != null) {
            if (!Arrays.equals(message.getPayload(), own.getBytes(StandardCharsets.UTF_8))) {
                keeper.overwritten();
            }
            return;
        }
        Inbound command = BrokerCallback.inbound(message);
        boolean proper = !message.isRetained()
                && command.payload.length <= LONGEST_MESSAGE_BYTES
                && command.responseTopic != null
                && topics.isReply(command.responseTopic);
        if (proper) {
            inbox.add(command);
        } else {
            inbox.refuse();
        }
    }
}
