package org.limbench.driver;

/** The device lost power: its boot id changed. Says what is applied, not applied, indeterminate. */
public final class DeviceRestartedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceRestartedException(String message) {
        super(message);
    }

    public DeviceRestartedException(String message, Throwable cause) {
        super(message, cause);
    }
}
