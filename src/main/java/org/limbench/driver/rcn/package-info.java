/**
 * The host side of the RCN test station: {@link org.limbench.driver.rcn.RcnDriver} turns array commands into lines of the
 * station's ASCII dialect, by a wiring, and what the station answers into receipts. Single-threaded. May import device,
 * driver, protocol.rcn and transport; never physics, profile or emulator: the host cannot peek.
 */
@NullMarked
package org.limbench.driver.rcn;

import org.jspecify.annotations.NullMarked;
