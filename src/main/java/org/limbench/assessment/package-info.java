/**
 * Receipts and read-backs to bounds on the executed trace, their conditions and verdicts. May import device, energy and
 * thermodynamics.
 *
 * <p>Which bound holds when. Q is the mean heat that left the cells over an interval, H the entropy of their levels in
 * nats, K what the pulses depended on. Bounds hold for means: a single update may cost less, even less than nothing. Nothing
 * is clipped at zero before it is added to anything; the figure reported is clipped last.
 *
 * <table>
 * <caption>Bounds and estimates</caption>
 * <tr><th>id</th><th>says</th><th>holds</th><th>where</th></tr>
 * <tr><td>B0</td><td>energy over all accounts at least 0</td><td>strict, over a cycle</td>
 *     <td>{@link org.limbench.assessment.ReplayAssessor}: repeats on one device</td></tr>
 * <tr><td>B1</td><td>Q at least kT [H(before|K) - H(after|K)]</td><td>strict, if K was fixed before the interval</td>
 *     <td>{@code BlindBounds}: a blind reset. {@code ReplayAssessor}: a whole blind run</td></tr>
 * <tr><td>B1</td><td>kT [H(before|K0) - H(after|K0, reads) - sum of what each read can tell]</td>
 *     <td>strict, with reads inside that may steer</td><td>{@code SegmentTrace}: training, a closed-loop reset</td></tr>
 * <tr><td>B2</td><td>B1 + kT 2 W artanh(W/A)</td><td>strict where the device counts its jumps A</td>
 *     <td>{@code JumpDistance}</td></tr>
 * <tr><td>B3</td><td>B1 + kT W2^2/(D tau)</td><td>conditional on a largest diffusion coefficient</td>
 *     <td>no device states one, so never applicable yet</td></tr>
 * <tr><td>B4</td><td>2 kT mean^2/variance</td><td>conditional: like pulses, chain of levels, clear of the ends</td>
 *     <td>{@code SteadyPulses}</td></tr>
 * <tr><td>B5, B5n</td><td>-kT ln(1 - r/Gamma0) per net step</td>
 *     <td>conditional on the largest, or the nominal, attempt rate</td><td>{@code StepFigures}</td></tr>
 * <tr><td>M1, M2</td><td>tilt per net step made, or commanded</td><td>estimate</td><td>{@code StepFigures}</td></tr>
 * </table>
 *
 * <p>The side each estimate errs on. H before: low (plug-in entropy, less what read noise can add, less the total
 * correlation of the cells). H after: high (largest entropy at the measured variance, read noise left in, correlations left
 * out). T: low (the device's own on an emulator, 5 K less on a chip). What a read tells: high (every code, or the channel's
 * capacity). W: low and A: high, at 97.5 %. Mean displacement: low, its variance: high, at 97.5 %.
 *
 * <p>Why a closed loop never shows "kT ln 2 per bit" as strict: a write that follows a read knows its start, so H(before|K)
 * may be nothing. Counting the reads in K instead of paying for each would claim at least -kT ln 2 of a Szilard engine that
 * gives n kT ln 2 in n steps (Sagawa and Ueda, doi:10.1103/PhysRevLett.104.090602).
 *
 * <p>Strict means strict for the emulated device: there cells start from draws of their own, like one another, and its
 * jumps and temperature are known. On a chip those are conditions, and the status says so. What training cannot have for its
 * reads, a blind replay of its recorded pulses has.
 *
 * <p>A bound on entropy production (B2 to B5) is one on heat only with the state's entropy change added: B2 and B3 carry
 * B1 for that. B4 and B5 speak of a chain under one tilt, whose heat is the tilt for every net step whatever the entropy
 * does. B2, B3, B4 and B5 are never added to one another.
 */
@NullMarked
package org.limbench.assessment;

import org.jspecify.annotations.NullMarked;
