/**
 * Link faults (loss, bit flips, duplication, reordering, delay, disconnection) as a wrapper around any link, decided by
 * call and seed, never by elapsed time.
 */
@NullMarked
package org.limbench.transport.faults;

import org.jspecify.annotations.NullMarked;
