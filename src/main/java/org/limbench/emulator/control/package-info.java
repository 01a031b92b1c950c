/**
 * The back door of emulated devices, over HTTP: what no wire protocol may tell (true conductances) or do (inject faults,
 * restore a snapshot). On loopback unless a token is given. May import emulator and device.
 */
@NullMarked
package org.limbench.emulator.control;

import org.jspecify.annotations.NullMarked;
