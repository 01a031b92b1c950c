package org.limbench.driver;

/**
 * What a session's link has carried.
 *
 * @param framesSent frames sent, retransmissions included
 * @param framesReceived good frames received
 * @param retransmissions frames sent again
 * @param corruptFrames frames dropped for a bad CRC, length or content
 * @param duplicatesSuppressed results the device answered from its cache
 * @param payloadBytes bytes of the frames that carried commands, each counted once
 */
public record LinkStatistics(
        long framesSent,
        long framesReceived,
        long retransmissions,
        long corruptFrames,
        long duplicatesSuppressed,
        long payloadBytes) {}
