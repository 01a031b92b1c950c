/**
 * The ASCII dialect of the RCN test station and the wiring of a chip on it: typed command lines and replies ({@link
 * org.limbench.protocol.rcn.RcnCommand}, {@link org.limbench.protocol.rcn.RcnReply}), what they take in time ({@link
 * org.limbench.protocol.rcn.StationTiming}) and which pin is which line ({@link org.limbench.protocol.rcn.Wiring}). Shared by
 * the driver of a real station and the emulated one; neither peeks into the other through it.
 *
 * <p>Facts: github.com/aimlab-wustl/RCNteststation, firmware V3_r1 (licence CC BY-NC 4.0: read for facts, nothing taken over).
 * May import device and protocol. No threads; reads wiring files and nothing else from outside.
 */
@NullMarked
package org.limbench.protocol.rcn;

import org.jspecify.annotations.NullMarked;
