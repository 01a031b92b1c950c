/**
 * Address + profile + seed to an array driver whose receipts are assessed and booked; the only place where carriers are
 * named and parts are wired. May import floors 1 to 4.
 */
@NullMarked
package org.limbench.bench;

import org.jspecify.annotations.NullMarked;
