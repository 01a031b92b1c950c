package org.limbench.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a carrier of messages may use; a stream ignores all of it.
 *
 * @param channel kind of traffic
 * @param expiryMillis after how long an undelivered message is worthless, ms; 0 means never
 * @param correlation joins a reply to its command; 0 for none
 * @param to whom a reply is for, as {@link Link#peer} named them; null for whoever spoke last
 */
public record SendHints(
        Channel channel,
        long expiryMillis,
        long correlation,
        @Nullable String to) {
    public SendHints {
        if (expiryMillis < 0) {
            throw new IllegalArgumentException("expiryMillis is " + expiryMillis + " ms; allowed: 0 ms or more");
        }
    }

    /** For whoever spoke last. */
    public SendHints(Channel channel, long expiryMillis, long correlation) {
        this(channel, expiryMillis, correlation, null);
    }

    /** The same for one peer. */
    public SendHints to(String peer) {
        return new SendHints(channel, expiryMillis, correlation, peer);
    }

    /** Traffic that never expires and answers nothing. */
    public static SendHints on(Channel channel) {
        return new SendHints(channel, 0, 0);
    }
}
