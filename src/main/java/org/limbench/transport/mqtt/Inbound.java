package org.limbench.transport.mqtt;

import org.jspecify.annotations.Nullable;

/** A message as it came: what the callback hands over. The array is owned by whoever takes it. */
final class Inbound {
    final byte[] payload;
    final @Nullable String responseTopic;
    final long correlation;

    Inbound(byte[] payload, @Nullable String responseTopic, long correlation) {
        this.payload = payload;
        this.responseTopic = responseTopic;
        this.correlation = correlation;
    }
}
