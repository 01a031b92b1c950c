package org.limbench.driver;

/** Counts of a session, over all its links. Single-threaded. */
final class Tally {
    long framesSent;
    long framesReceived;
    long retransmissions;
    long corruptFrames;
    long duplicatesSuppressed;
    long payloadBytes;

    LinkStatistics statistics() {
        return new LinkStatistics(
                framesSent, framesReceived, retransmissions, corruptFrames, duplicatesSuppressed, payloadBytes);
    }
}
