package org.limbench.transport.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Link;
import org.limbench.transport.LinkException;
import org.limbench.transport.LinkKind;
import org.limbench.transport.SendHints;

/**
 * The device's end for all hosts: each is a peer, named by its response topic. One thread may send while another receives.
 */
final class MqttDeviceLink implements Link {
    private final MqttAddress address;
    private final MqttTopics topics;
    private final BrokerSession session;
    private final BrokerInbox inbox;
    private @Nullable Inbound first;
    private volatile @Nullable String replyTopic;
    private volatile long correlation;
    private volatile boolean closed;

    MqttDeviceLink(MqttAddress address, MqttTopics topics, BrokerSession session, BrokerInbox inbox, Inbound first) {
        this.address = address;
        this.topics = topics;
        this.session = session;
        this.inbox = inbox;
        this.first = first;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.MESSAGES;
    }

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    public String peer() {
        return replyTopic == null ? address() : replyTopic;
    }

    @Override
    public void send(byte[] bytes, SendHints hints) throws LinkException {
        requireOpen();
        switch (hints.channel()) {
            case REPLY -> reply(bytes, hints);
            case RESULT -> session.send(topics.of(MqttTopics.RESULT), bytes, hints, null);
            case ENERGY -> session.send(topics.of(MqttTopics.ENERGY), bytes, hints, null);
            case METER -> session.send(topics.of(MqttTopics.METER), bytes, hints, null);
            case LOG -> session.send(topics.of(MqttTopics.LOG), bytes, hints, null);
            case COMMAND, STATE ->
                throw new IllegalArgumentException(
                        "channel is " + hints.channel() + "; allowed from a device: REPLY, RESULT, ENERGY, METER, LOG");
        }
    }

    @Override
    public byte @Nullable [] receive(Duration timeout) throws LinkException {
        requireOpen();
        Inbound message = first;
        first = null;
        if (message == null) {
            message = inbox.take(timeout, address());
        }
        if (message == null) {
            return null;
        }
        replyTopic = message.responseTopic;
        correlation = message.correlation;
        return message.payload;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void reply(byte[] bytes, SendHints hints) throws LinkException {
        String asking = replyTopic;
        String topic = hints.to() == null ? asking : hints.to();
        if (topic == null) {
            throw new LinkException(address + ": nobody to reply to: no command was received yet");
        }
        SendHints correlated = hints.correlation() != 0 || !topic.equals(asking)
                ? hints
                : new SendHints(hints.channel(), hints.expiryMillis(), correlation);
        session.send(topic, bytes, correlated, null);
    }

    private void requireOpen() throws LinkException {
        if (closed) {
            throw new LinkException(address + ": closed");
        }
    }
}
