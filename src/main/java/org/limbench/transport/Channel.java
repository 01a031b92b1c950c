package org.limbench.transport;

/** What kind of traffic a message belongs to; a stream ignores it, MQTT maps it to a topic. */
public enum Channel {
    /** Host to device. */
    COMMAND,
    /** Device to the host that asked. */
    REPLY,
    /** Results of state-changing commands, for anyone who listens. */
    RESULT,
    /** Energies as JSON, for anyone who listens. */
    ENERGY,
    /** Meter readings streamed. */
    METER,
    /** Log lines. */
    LOG,
    /** Presence. */
    STATE
}
