/**
 * The device side: answers the protocol with physics and a meter chain on virtual time; faults. May import device,
 * protocol, transport, physics, energy and profile.
 */
@NullMarked
package org.limbench.emulator;

import org.jspecify.annotations.NullMarked;
