package org.limbench.transport;

/**
 * What a carrier of messages may use; a stream ignores all of it.
 *
 * @param channel kind of traffic
 * @param expiryMillis after how long an undelivered message is worthless, ms; 0 means never
 * @param correlation joins a reply to its command; 0 for none
 */
public record SendHints(Channel channel, long expiryMillis, long correlation) {
    public SendHints {
        if (expiryMillis < 0) {
            throw new IllegalArgumentException("expiryMillis is " + expiryMillis + " ms; allowed: 0 ms or more");
        }
    }

    /** Traffic that never expires and answers nothing. */
    public static SendHints on(Channel channel) {
        return new SendHints(channel, 0, 0);
    }
}
