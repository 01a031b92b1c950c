package org.limbench.driver;

/**
 * Who answered.
 *
 * @param bootId drawn by the device at every boot
 * @param session drawn by the host at every hello
 * @param lastUpdateId last update id the device had applied when the session began
 */
public record DeviceIdentity(long bootId, long session, long lastUpdateId) {
    /** The boot id as people see it. */
    public String bootIdHex() {
        return String.format("%016x", bootId);
    }
}
