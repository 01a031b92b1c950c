package org.limbench.cli;

import org.limbench.protocol.DecodeResult;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TraceTally;

/** Shows a trace packet by packet, as it is read. */
interface TraceView {
    /**
     * One packet.
     *
     * @param seconds since the first packet of the trace
     * @param again whether it was sent before
     */
    void show(TraceRecord record, DecodeResult decoded, double seconds, boolean again);

    /** The end of what could be read. */
    void end(TraceReader reader, TraceTally tally);
}
