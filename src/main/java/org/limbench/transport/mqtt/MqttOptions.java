package org.limbench.transport.mqtt;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a broker.
 *
 * @param password asked at every connection; null for none. Never kept or logged
 * @param connectTimeout how long to try at the start
 * @param reconnectLimit how long to try, and how long a device may be offline, in the middle
 * @param tls whom to trust and what to show for mqtts; null for the authorities of the Java installation and nothing
 * @param nanoTime monotonic clock in ns
 */
public record MqttOptions(
        Supplier<@Nullable String> password,
        Duration connectTimeout,
        Duration reconnectLimit,
        @Nullable BrokerTls tls,
        LongSupplier nanoTime) {
    private static final Duration RECONNECT_LIMIT = Duration.ofSeconds(60);

    public MqttOptions {
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("reconnectLimit", reconnectLimit);
    }

    /** The usual ones. */
    public static MqttOptions of(Supplier<@Nullable String> password, Duration connectTimeout, LongSupplier nanoTime) {
        return new MqttOptions(password, connectTimeout, RECONNECT_LIMIT, null, nanoTime);
    }

    /** The same with TLS of one's own. */
    public MqttOptions withTls(BrokerTls own) {
        return new MqttOptions(password, connectTimeout, reconnectLimit, own, nanoTime);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value.toMillis() + " ms; allowed: more than 0 ms");
        }
    }
}
