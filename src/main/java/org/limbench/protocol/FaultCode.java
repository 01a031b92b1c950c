package org.limbench.protocol;

/** Why a device says no. The order is not the wire's; the codec names each code. */
public enum FaultCode {
    /** A reason newer than this side. */
    UNSPECIFIED,
    /** The message or verb is not known or not built in. */
    UNSUPPORTED,
    /** The frame is whole but a field is missing or against the schema's limits. */
    MALFORMED,
    /** Well-formed, but outside this device's datasheet. */
    OUT_OF_RANGE,
    /** More bytes than the device stages; split it. */
    TOO_LARGE,
    /** Another host holds the lease. */
    LEASE_HELD,
    /** Another major version. */
    VERSION,
    /** No session is open, or it was lost. */
    NO_SESSION,
    /** Chunks out of place, a wrong total or payload CRC, or nothing begun. */
    STAGING,
    /** Asked at a wrong moment. */
    BUSY,
    /** The device itself failed. */
    DEVICE
}
