package org.limbench.transport.mqtt;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.Channel;
import org.limbench.transport.SendHints;

/** A message until the broker has acknowledged it. */
final class Outbound {
    private static final int AT_LEAST_ONCE = 1;

    final String topic;
    private final byte[] payload;
    private final SendHints hints;
    private final @Nullable String responseTopic;
    private final long createdNanos;
    /** Whether the present connection has it; guarded by the session's lock. */
    boolean handedOver;

    private final AtomicBoolean acknowledged = new AtomicBoolean();

    Outbound(String topic, byte[] payload, SendHints hints, @Nullable String responseTopic, long nowNanos) {
        this.topic = topic;
        this.payload = payload.clone();
        this.hints = hints;
        this.responseTopic = responseTopic;
        this.createdNanos = nowNanos;
    }

    boolean isAcknowledged() {
        return acknowledged.get();
    }

    /** From the library's thread; true the first time. */
    boolean acknowledge() {
        return acknowledged.compareAndSet(false, true);
    }

    boolean expired(long nowNanos) {
        return hints.expiryMillis() > 0 && nowNanos - createdNanos > hints.expiryMillis() * 1_000_000L;
    }

    MqttMessage message() {
        return new MqttMessage(payload, AT_LEAST_ONCE, false, properties());
    }

    private MqttProperties properties() {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(hints.channel() == Channel.ENERGY ? MqttTopics.JSON : MqttTopics.CONTENT_TYPE);
        if (hints.expiryMillis() > 0) {
            // the protocol counts whole seconds
            properties.setMessageExpiryInterval((hints.expiryMillis() + 999) / 1000);
        }
        if (responseTopic != null) {
            properties.setResponseTopic(responseTopic);
        }
        if (hints.correlation() != 0) {
            properties.setCorrelationData(
                    ByteBuffer.allocate(Long.BYTES).putLong(hints.correlation()).array());
        }
        return properties;
    }
}
