package org.limbench.transport.mqtt;

import java.io.EOFException;
import java.net.UnknownHostException;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.limbench.transport.LinkException;

/** Tells a broker that is away, where trying again helps, from one that says no; and says either in one line. */
final class BrokerRefusal {
    private static final int BAD_USER_OR_PASSWORD = 0x86;
    static final int NOT_AUTHORISED = 0x87;
    private static final int FIRST_FAILURE_CODE = 0x80;
    private static final int LAST_CODE = 0xFF;
    /** Unspecified, server unavailable, server busy, quota exceeded, use another server, connection rate exceeded. */
    private static final Set<Integer> PASSING = Set.of(0x80, 0x88, 0x89, 0x97, 0x9C, 0x9F);

    private BrokerRefusal() {}

    /** Whether trying again is pointless. */
    static boolean isFinal(MqttAddress address, MqttOptions options, Throwable failure) {
        return failure instanceof LinkException
                || isFinalCode(failure)
                || (address.tls() && TlsRefusal.because(failure, address.host(), options.tls()) != null);
    }

    private static boolean isFinalCode(Throwable failure) {
        if (!(failure instanceof MqttException e)) {
            return false;
        }
        int code = e.getReasonCode();
        return code >= FIRST_FAILURE_CODE && code <= LAST_CODE && !PASSING.contains(code);
    }

    static LinkException of(MqttAddress address, MqttOptions options, Throwable failure, String otherwise) {
        if (failure instanceof LinkException e) {
            return e;
        }
        String broker = address + ": broker " + address.broker() + " ";
        String tls = address.tls() ? TlsRefusal.because(failure, address.host(), options.tls()) : null;
        if (tls != null) {
            return new LinkException(broker + tls, failure);
        }
        int code = failure instanceof MqttException e ? e.getReasonCode() : 0;
        if (code == BAD_USER_OR_PASSWORD || code == NOT_AUTHORISED) {
            return new LinkException(broker + "refuses " + who(address, options) + " (reason " + code + ")", failure);
        }
        if (isFinalCode(failure)) {
            return new LinkException(broker + "refuses the connection (reason " + code + ")", failure);
        }
        return new LinkException(broker + otherwise + ": " + reason(failure), failure);
    }

    /** The client is in, and may not do one thing: a matter of the broker's access list and of no password. */
    static LinkException topic(BrokerConnection.Profile profile, String deed, String topic, Throwable failure) {
        MqttAddress address = profile.address();
        return new LinkException(
                address + ": broker " + address.broker() + " lets " + client(address, profile.options())
                        + " in, but its access list does not let it " + deed + " " + topic + " (reason "
                        + NOT_AUTHORISED + ")",
                failure);
    }

    /** Who we are to the broker. */
    static String client(MqttAddress address, MqttOptions options) {
        BrokerTls tls = options.tls();
        if (address.user() != null) {
            return "user '" + address.user() + "'";
        }
        return address.tls() && tls != null && tls.certificate() != null
                ? "a client with the certificate in " + tls.certificate()
                : "a client without user name";
    }

    private static String who(MqttAddress address, MqttOptions options) {
        BrokerTls tls = options.tls();
        String certificate = address.tls() && tls != null ? tls.certificate() : null;
        if (address.user() != null) {
            return "user '" + address.user() + "' or the password";
        }
        return certificate == null
                ? "a client without user name"
                : "a client with the certificate in " + certificate + " and without user name";
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof MqttException e && e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
            return "no answer";
        }
        if (root instanceof UnknownHostException) {
            return "the host name is unknown, or no name server answers";
        }
        if (root instanceof EOFException) {
            return "it ended the connection without a word; is it a broker for MQTT 5?";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
