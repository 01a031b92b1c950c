package org.limbench.driver;

/**
 * Told, in the session's own thread, what a person should know while nothing else happens. Every method does nothing unless
 * overridden.
 */
public interface SessionWatcher {
    /**
     * The device or what carries it is gone or silent, and is waited for. Told once, within two seconds.
     *
     * @param line what is gone, and what is done about it
     */
    default void lost(String line) {}

    /** What was lost is there again; told once for each loss that was told. */
    default void back(String line) {}

    /**
     * Called several times a second while the session waits, before each call's commands, and before each new link: what it
     * throws ends the session.
     */
    default void waiting() {}

    /** Watches nothing. */
    static SessionWatcher none() {
        return new SessionWatcher() {};
    }
}
