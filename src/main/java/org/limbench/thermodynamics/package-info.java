/**
 * Constants, bounds, model estimates, barrier schedules. Pure functions of doubles; never sees a cell model, so that it
 * cannot inherit the mistakes of one. Imports nothing of ours. Source of every formula: the class that holds it.
 */
@NullMarked
package org.limbench.thermodynamics;

import org.jspecify.annotations.NullMarked;
