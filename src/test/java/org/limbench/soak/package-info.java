/**
 * The soak: many updates over bad wires between processes that are killed, and the audit that none is lost and none doubled.
 *
 * <p>{@link org.limbench.soak.SoakDevice} is the device's process and keeps the truth; the host's is
 * {@code bench.SoakHost}; {@link org.limbench.soak.SoakLeg} runs and harms both as a {@link org.limbench.soak.SoakPlan}
 * says; {@link org.limbench.soak.Audit} compares what the host's journal tells with the truth.
 */
@NullMarked
package org.limbench.soak;

import org.jspecify.annotations.NullMarked;
