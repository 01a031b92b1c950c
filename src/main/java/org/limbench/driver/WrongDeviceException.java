package org.limbench.driver;

/**
 * What answers is not the device that was driven before, or not as it was left; the message says what tells so. Nothing has been
 * sent to it.
 */
public final class WrongDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line for people. */
    public WrongDeviceException(String message) {
        super(message);
    }
}
