package org.limbench.transport.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.limbench.testkit.Await;
import org.limbench.testkit.MosquittoBroker;

/** Some other program at a broker, by the library alone. */
final class Stranger implements AutoCloseable {
    private static final long LIMIT_MILLIS = 10_000;

    private final MqttAsyncClient client;
    private final List<MqttMessage> seen = new CopyOnWriteArrayList<>();

    Stranger(MosquittoBroker broker, String filter) throws MqttException {
        client = new MqttAsyncClient(
                "tcp://127.0.0.1:" + broker.port(), "stranger" + System.nanoTime(), new MemoryPersistence());
        client.setCallback(new BrokerCallback((topic, message) -> seen.add(message), loss -> {}));
        client.connect().waitForCompletion(LIMIT_MILLIS);
        client.subscribe(filter, 1).waitForCompletion(LIMIT_MILLIS);
    }

    void publish(String topic, @Nullable String responseTopic, boolean retained) throws MqttException {
        MqttProperties properties = new MqttProperties();
        if (responseTopic != null) {
            properties.setResponseTopic(responseTopic);
        }
        client.publish(topic, new MqttMessage(new byte[] {66}, 1, retained, properties))
                .waitForCompletion(LIMIT_MILLIS);
    }

    /** Has the broker keep a text. */
    void leave(String topic, String text) throws MqttException {
        client.publish(topic, new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, true, new MqttProperties()))
                .waitForCompletion(LIMIT_MILLIS);
    }

    List<MqttMessage> await(int count) {
        Await.until(count + " messages", Duration.ofMillis(LIMIT_MILLIS), () -> seen.size() >= count);
        return seen;
    }

    /** How many of what was seen are this text. */
    long count(String text) {
        return seen.stream()
                .filter(message -> new String(message.getPayload(), StandardCharsets.UTF_8).equals(text))
                .count();
    }

    /** The last seen, as text. */
    String last() {
        return seen.isEmpty() ? "" : new String(seen.get(seen.size() - 1).getPayload(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws MqttException {
        client.disconnect(0).waitForCompletion(LIMIT_MILLIS);
        client.close(true);
    }
}
