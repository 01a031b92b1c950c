package org.limbench.driver;

/** The device says no and no receipt is possible: which field, its value, what it allows. */
public final class DeviceRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceRefusedException(String message) {
        super(message);
    }

    public DeviceRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
