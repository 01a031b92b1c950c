/**
 * Cell and array state under pulses, barrier and elapsed time; returns what was dissipated.
 *
 * <p>Entry type: {@link org.limbench.physics.CellArray}. Models are named by mechanism. Flat row-major arrays, no
 * transcendental function but {@code StrictMath}, counter-based named random streams: the same commands give the same
 * bits on any machine and thread count. May import device and thermodynamics. Never asks for the time; it is told.
 */
@NullMarked
package org.limbench.physics;

import org.jspecify.annotations.NullMarked;
