/**
 * A stored run as a page a colleague can open offline. May import device, energy, thermodynamics, assessment and ledger.
 */
@NullMarked
package org.limbench.report;

import org.jspecify.annotations.NullMarked;
