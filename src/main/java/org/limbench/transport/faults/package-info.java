/**
 * Link faults (loss, bit flips, truncation, duplication, reordering, delay, freezing, failure, disconnection) for any link,
 * drawn or scripted: decided by count of frames and seed, never by elapsed time. {@link
 * org.limbench.transport.faults.FaultyLink} wraps a link, {@link org.limbench.transport.faults.FaultLane} is one direction
 * of it; {@link org.limbench.transport.faults.TimedLine} alone delays by a clock, and only delays.
 */
@NullMarked
package org.limbench.transport.faults;

import org.jspecify.annotations.NullMarked;
