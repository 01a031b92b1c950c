/**
 * Receipts and read-backs to bounds on the executed trace, their conditions and verdicts. May import device, energy and
 * thermodynamics.
 */
@NullMarked
package org.limbench.assessment;

import org.jspecify.annotations.NullMarked;
