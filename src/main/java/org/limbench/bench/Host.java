package org.limbench.bench;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.trace.Side;
import org.limbench.trace.TraceWriter;
import org.limbench.transport.Link;

/**
 * What a bench takes from the machine it runs on, so that nothing below asks for it.
 *
 * @param nanoTime monotone clock, ns; deadlines only
 * @param entropy draws session and boot ids; nothing that ends in a ledger
 * @param environment variables by name; where secrets come from
 * @param patience how long a device that is not there yet is waited for
 * @param trace records every frame of every link; null for none. Owned by whoever opened it
 */
public record Host(
        LongSupplier nanoTime,
        LongSupplier entropy,
        UnaryOperator<@Nullable String> environment,
        Duration patience,
        @Nullable TraceWriter trace) {
    /** Password of MQTT brokers. */
    public static final String MQTT_PASSWORD = "LIMBENCH_MQTT_PASSWORD";
    /** Token of the back door of emulated devices. */
    public static final String CONTROL_TOKEN = "LIMBENCH_CONTROL_TOKEN";
    /** PEM file of the authorities to trust for mqtts, instead of Java's own. */
    public static final String MQTT_CA = "LIMBENCH_MQTT_CA";

    /** PEM file of the certificate to show to brokers, its chain behind it. */
    public static final String MQTT_CERT = "LIMBENCH_MQTT_CERT";
    /** PEM file of that certificate's key, PKCS#8. */
    public static final String MQTT_KEY = "LIMBENCH_MQTT_KEY";
    /** What opens the key when it is encrypted. */
    public static final String MQTT_KEY_PASSPHRASE = "LIMBENCH_MQTT_KEY_PASSPHRASE";

    /** One that waits for nobody and records nothing. */
    public Host(LongSupplier nanoTime, LongSupplier entropy, UnaryOperator<@Nullable String> environment) {
        this(nanoTime, entropy, environment, Duration.ZERO, null);
    }

    /** The same, recording. */
    public Host tracing(@Nullable TraceWriter to) {
        return new Host(nanoTime, entropy, environment, patience, to);
    }

    /** The same, waiting so long for a device that is not there yet. */
    public Host patient(Duration limit) {
        return new Host(nanoTime, entropy, environment, limit, trace);
    }

    /** What makes of a link at a place one that is recorded, where anything is. */
    UnaryOperator<Link> recorder(String place, Side side, OptionalLong seed) {
        if (trace == null) {
            return link -> link;
        }
        TraceWriter.Tap tap = trace.tap(place, side, seed);
        return tap::record;
    }

    /** A number other than 0. */
    public long identifier() {
        long drawn = entropy.getAsLong();
        return drawn == 0 ? 1 : drawn;
    }
}
