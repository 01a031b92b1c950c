package org.limbench.transport.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.limbench.transport.LinkException;
import org.limbench.transport.Release;

/**
 * One connection to a broker, from CONNECT to its loss, with one client of the library: a client that lost its connection
 * is thrown away, since reusing it leaks and races. All waits have limits.
 */
final class BrokerConnection {
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int RECEIVE_MAXIMUM = 64;
    private static final long ROOM_FOR_HEADERS_BYTES = 1 << 16;
    private static final int FIRST_FAILURE_CODE = 0x80;
    private static final long OBJECTION_LIMIT_MILLIS = 1000;

    /** Held, since the logging system forgets levels of loggers nobody holds. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("org.eclipse.paho.mqttv5");

    static {
        // it reports every lost connection with a stack trace, which is told in one line elsewhere
        LIBRARY_LOG.setLevel(Level.OFF);
    }

    private final MqttAsyncClient client;
    private final Profile profile;

    private BrokerConnection(MqttAsyncClient client, Profile profile) {
        this.client = client;
        this.profile = profile;
    }

    /** What a session needs for every connection alike. */
    record Profile(
            MqttAddress address,
            MqttOptions options,
            String clientId,
            List<String> filters,
            @Nullable String will,
            int longestMessageBytes) {
        Profile withoutWill() {
            return new Profile(address, options, clientId, filters, null, longestMessageBytes);
        }
    }

    /**
     * Connects and subscribes.
     *
     * @throws MqttException when it did not work out; see {@link BrokerRefusal} whether trying again can help
     */
    static BrokerConnection open(Profile profile, MqttCallback callback, long limitMillis)
            throws MqttException, LinkException {
        MqttAddress address = profile.address();
        MqttAsyncClient client = client(profile);
        client.setCallback(callback);
        BrokerConnection connection = new BrokerConnection(client, profile);
        boolean ready = false;
        try {
            client.connect(connectionOptions(profile, limitMillis)).waitForCompletion(limitMillis);
            connection.subscribe(profile.filters(), limitMillis);
            ready = true;
            return connection;
        } catch (MqttException e) {
            if (e.getReasonCode() == BrokerRefusal.NOT_AUTHORISED
                    && profile.will() != null
                    && letsIn(profile.withoutWill(), limitMillis)) {
                throw BrokerRefusal.topic(
                        profile, "leave its last will on", new MqttTopics(address).of(MqttTopics.STATE), e);
            }
            throw address.tls() && torn(e) ? explained(profile, e, limitMillis) : e;
        } finally {
            if (!ready) {
                connection.discard();
            }
        }
    }

    private static MqttAsyncClient client(Profile profile) throws MqttException {
        try {
            return new MqttAsyncClient(profile.address().uri(), profile.clientId(), new MemoryPersistence());
        } catch (UnknownHostException e) {
            throw new MqttException(e);
        }
    }

    /** Whether the broker takes the same client, which tells what it refuses from whom. */
    private static boolean letsIn(Profile profile, long limitMillis) throws MqttException, LinkException {
        MqttAsyncClient client = client(profile);
        BrokerConnection connection = new BrokerConnection(client, profile);
        try {
            client.connect(connectionOptions(profile, limitMillis)).waitForCompletion(limitMillis);
            return true;
        } catch (MqttException no) {
            return false;
        } finally {
            connection.close(limitMillis);
        }
    }

    /** Whether there was a connection and it ended without a reason given. */
    private static boolean torn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException
                    || (cause instanceof SocketException && !(cause instanceof ConnectException))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The broker's objection to our certificate instead of the torn connection it left. In TLS 1.3 the broker looks at the
     * certificate after the client has begun to speak, and what the client says into the closing connection tears it
     * before the objection is read; so it is asked once more, without saying anything.
     */
    private static MqttException explained(Profile profile, MqttException torn, long limitMillis) throws LinkException {
        MqttAddress address = profile.address();
        try (Socket patient = new PatientSocket()) {
            patient.connect(new InetSocketAddress(address.host(), address.port()), (int) limitMillis);
            patient.setSoTimeout((int) Math.min(OBJECTION_LIMIT_MILLIS, limitMillis));
            SSLSocketFactory tls = BrokerSockets.tls(profile.options().tls());
            try (Socket socket = tls.createSocket(patient, address.host(), address.port(), true)) {
                socket.getInputStream().read();
            }
        } catch (SSLException objection) {
            return new MqttException(torn.getReasonCode(), objection);
        } catch (IOException none) {
            // it is silent, which is how it says yes, or it is gone
            return torn;
        }
        return torn;
    }

    private static MqttConnectionOptions connectionOptions(Profile profile, long limitMillis) throws LinkException {
        MqttConnectionOptions wanted = new MqttConnectionOptions();
        wanted.setAutomaticReconnect(false);
        wanted.setCleanStart(true);
        wanted.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        wanted.setConnectionTimeout((int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(limitMillis)));
        wanted.setReceiveMaximum(RECEIVE_MAXIMUM);
        wanted.setMaximumPacketSize(profile.longestMessageBytes() + ROOM_FOR_HEADERS_BYTES);
        SocketFactory sockets =
                profile.address().tls() ? BrokerSockets.tls(profile.options().tls()) : BrokerSockets.plain();
        wanted.setSocketFactory(sockets);
        wanted.setHttpsHostnameVerificationEnabled(true);
        if (profile.address().user() != null) {
            wanted.setUserName(profile.address().user());
            String password = profile.options().password().get();
            if (password != null) {
                wanted.setPassword(password.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (profile.will() != null) {
            MqttTopics topics = new MqttTopics(profile.address());
            wanted.setWill(topics.of(MqttTopics.STATE), retained(profile.will()));
        }
        return wanted;
    }

    private void subscribe(List<String> filters, long limitMillis) throws MqttException, LinkException {
        requireGranted(subscription(filters, limitMillis), "read", filters);
    }

    /** Subscribes to what is of use and not needed: a refusal of it is none of the client. */
    void subscribeIfLet(List<String> filters, long limitMillis) throws MqttException {
        try {
            subscription(filters, limitMillis);
        } catch (MqttException e) {
            if (e.getReasonCode() != BrokerRefusal.NOT_AUTHORISED) {
                throw e;
            }
        }
    }

    private IMqttToken subscription(List<String> filters, long limitMillis) throws MqttException {
        MqttSubscription[] subscriptions = new MqttSubscription[filters.size()];
        for (int i = 0; i < filters.size(); i++) {
            subscriptions[i] = new MqttSubscription(filters.get(i), 1);
            // else a retained command that arrives live cannot be told from an ordinary one
            subscriptions[i].setRetainAsPublished(true);
        }
        IMqttToken token = client.subscribe(subscriptions, null, (MqttActionListener) null, new MqttProperties());
        token.waitForCompletion(limitMillis);
        return token;
    }

    /** Publishes a retained document, waiting for the acknowledgement. */
    void publishRetained(String topic, String json, long limitMillis) throws MqttException, LinkException {
        IMqttToken token = client.publish(topic, retained(json));
        token.waitForCompletion(limitMillis);
        requireGranted(token, "publish to", List.of(topic));
    }

    /** Hands a retained document to the library and does not wait. */
    void offerRetained(String topic, String json) throws MqttException {
        client.publish(topic, retained(json));
    }

    /** Hands a message to the library; the listener is called from its thread. */
    void publish(Outbound message, MqttActionListener listener) throws MqttException {
        client.publish(message.topic, message.message(), null, listener);
    }

    /** Says goodbye, so that the last will is not sent, and gives everything back. */
    void close(long limitMillis) {
        Release.quietly(() -> client.disconnect(0).waitForCompletion(limitMillis));
        discard();
    }

    /** Gives everything back without a word to the broker. */
    void discard() {
        Release.quietly(() -> client.disconnectForcibly(0, 0, false));
        Release.quietly(() -> client.close(true));
    }

    static boolean failed(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        return codes != null && codes.length > 0 && codes[0] >= FIRST_FAILURE_CODE;
    }

    /** One code for each topic; the client is in, so that a refusal is about the topic and not about who asks. */
    private void requireGranted(IMqttToken token, String deed, List<String> topics)
            throws MqttException, LinkException {
        int[] codes = Objects.requireNonNullElse(token.getReasonCodes(), new int[0]);
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == BrokerRefusal.NOT_AUTHORISED) {
                throw BrokerRefusal.topic(
                        profile, deed, topics.get(Math.min(i, topics.size() - 1)), new MqttException(codes[i]));
            }
            if (codes[i] >= FIRST_FAILURE_CODE) {
                throw new MqttException(codes[i]);
            }
        }
    }

    private static MqttMessage retained(String json) {
        return new MqttMessage(json.getBytes(StandardCharsets.UTF_8), 1, true, jsonContent());
    }

    private static MqttProperties jsonContent() {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(MqttTopics.JSON);
        return properties;
    }
}
