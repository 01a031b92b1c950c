package org.limbench.transport.faults;

/** How many frames of one direction passed untouched, and how many met which fault. */
public record FaultCounts(
        long passed, long lost, long flipped, long duplicated, long reordered, long delayed, long disconnected) {
    /** All frames that were sent into this direction. */
    public long frames() {
        return passed + lost + flipped + duplicated + reordered + delayed + disconnected;
    }
}
