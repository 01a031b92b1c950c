package org.limbench.transport.mqtt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * The library's one callback. It only hands over: an exception out of it would disconnect the client, and waiting in it
 * would stop the pings.
 */
final class BrokerCallback implements MqttCallback {
    private static final Logger LOG = System.getLogger(BrokerCallback.class.getName());
    private static final int SESSION_TAKEN_OVER = 0x8E;

    /** Why a connection ended. */
    enum Loss {
        CONNECTION,
        TAKEN_OVER
    }

    /** What to do with a message; must not block. */
    interface Route {
        void take(String topic, MqttMessage message);
    }

    private final Route route;
    private final Consumer<Loss> onLoss;

    BrokerCallback(Route route, Consumer<Loss> onLoss) {
        this.route = route;
        this.onLoss = onLoss;
    }

    /** A message without its envelope. */
    static Inbound inbound(MqttMessage message) {
        MqttProperties properties = message.getProperties();
        byte[] correlation = properties == null ? null : properties.getCorrelationData();
        return new Inbound(
                message.getPayload(),
                properties == null ? null : properties.getResponseTopic(),
                correlation != null && correlation.length == Long.BYTES
                        ? ByteBuffer.wrap(correlation).getLong()
                        : 0);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        try {
            route.take(topic, message);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "a message on " + topic + " could not be taken", e);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        onLoss.accept(response.getReturnCode() == SESSION_TAKEN_OVER ? Loss.TAKEN_OVER : Loss.CONNECTION);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.log(Level.DEBUG, "mqtt", exception);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // each message has its own listener
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // whoever connects waits for the token
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // no extended authentication is asked for
    }
}
