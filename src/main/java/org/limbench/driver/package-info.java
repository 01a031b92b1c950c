/**
 * The host side: {@link org.limbench.driver.ArrayDriver} and the session behind it (window, retry, exactly once). Single
 * threaded. May import device, protocol, transport and energy; never physics, profile or emulator: the host cannot peek.
 */
@NullMarked
package org.limbench.driver;

import org.jspecify.annotations.NullMarked;
