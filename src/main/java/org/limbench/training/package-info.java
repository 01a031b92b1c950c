/**
 * Training in an array: workloads, gradients to updates, arms, consolidation policy.
 *
 * <p>Entry types: {@link org.limbench.training.Workloads} (what to learn), {@link org.limbench.training.TrainingPlan} (how),
 * {@link org.limbench.training.Trainer} (does it, arm by arm), {@link org.limbench.training.RunListener} (told on the way).
 * An arm is: blind reset by pulses, training by stochastic rank-1 updates with the learning rate in the barrier,
 * evaluation, consolidation, ageing.
 *
 * <p>May import device, driver, energy and thermodynamics; never physics, profile or emulator: what a host may know is the
 * datasheet, receipts and readouts. Single-threaded, no clock; the commands of a run are a function of plan, workload,
 * datasheet and receipts alone, so that a run can be resumed by replaying its receipts.
 */
@NullMarked
package org.limbench.training;

import org.jspecify.annotations.NullMarked;
