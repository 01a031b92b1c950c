/**
 * What host and device both say: geometry, commands, receipts, the datasheet. Records only.
 *
 * <p>The same records travel from the training loop to the emulated device and back; no layer copies them into its own
 * shape. All quantities are in base SI units named by a suffix. Imports nothing of ours.
 *
 * <p>Entry types: {@link org.limbench.device.ArrayCommand} (what a host may ask), {@link org.limbench.device.Receipt}
 * (what the device did and what it cost), {@link org.limbench.device.Datasheet} (what a host may know).
 */
@NullMarked
package org.limbench.device;

import org.jspecify.annotations.NullMarked;
