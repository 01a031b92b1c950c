/**
 * Workloads, gradients to updates, arms, consolidation policy. May import device, driver, energy and thermodynamics; never
 * physics, profile or emulator: what a host may know is the datasheet.
 */
@NullMarked
package org.limbench.training;

import org.jspecify.annotations.NullMarked;
