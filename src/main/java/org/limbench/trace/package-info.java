/**
 * What went over a wire, kept in a file: a link that records every frame, the pcapng file it records to, and a reader that
 * trusts nothing in such a file. Tools for networks (Wireshark, tshark, capinfos) read it too.
 *
 * <p>Entry types: {@link org.limbench.trace.TraceWriter} and {@link org.limbench.trace.TraceReader}. Timestamps come from an
 * injected clock and go nowhere but into the file. A writer may be used from several threads, a reader from one. May import
 * device, protocol and transport.
 */
@NullMarked
package org.limbench.trace;

import org.jspecify.annotations.NullMarked;
