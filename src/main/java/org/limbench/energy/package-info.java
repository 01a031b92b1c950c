/**
 * Metering: the meter chain of a device, the uncertainty budget, sums over the energy accounts.
 *
 * <p>Device side: {@link org.limbench.energy.MeterChain} turns true joules into latched counts through the errors of a
 * real meter. Host side: {@link org.limbench.energy.EnergyMeasurement} turns two latches into joules with a standard
 * uncertainty, out of what the device declares alone. May import device and thermodynamics. Single-threaded.
 */
@NullMarked
package org.limbench.energy;

import org.jspecify.annotations.NullMarked;
