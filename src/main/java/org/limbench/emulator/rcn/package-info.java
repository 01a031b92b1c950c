/**
 * An RCN test station that is not there: {@link org.limbench.emulator.rcn.EmulatedStation} answers the dialect of the real one,
 * quirks included, with a chip of a device profile under its lines and time that passes by commands alone. May import device,
 * emulator, protocol.rcn, transport, physics, energy and profile. Any thread may feed it; it works in that thread.
 */
@NullMarked
package org.limbench.emulator.rcn;

import org.jspecify.annotations.NullMarked;
