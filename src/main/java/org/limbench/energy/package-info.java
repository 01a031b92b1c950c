/**
 * Metering: the meter chain of a device, the uncertainty budget, sums over the energy accounts. May import device and
 * thermodynamics.
 */
@NullMarked
package org.limbench.energy;

import org.jspecify.annotations.NullMarked;
