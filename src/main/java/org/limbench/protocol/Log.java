package org.limbench.protocol;

/**
 * A line for people; may be lost.
 *
 * @param level how bad
 * @param text clipped to 160 bytes
 */
public record Log(Level level, String text) implements Message {
    /** How bad; UNSPECIFIED is a level newer than this side. */
    public enum Level {
        UNSPECIFIED,
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    public Log {
        text = WireLimits.clipped(text, WireLimits.TEXT);
    }
}
