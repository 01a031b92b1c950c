/**
 * A stored run as a page a colleague can open offline.
 *
 * <p>Entry type: {@link org.limbench.report.ReportPage}, given a {@link org.limbench.report.RunReport}. The template
 * escapes every text; names come from profiles and devices, which strangers write. May import device, energy,
 * thermodynamics, assessment and ledger.
 */
@NullMarked
package org.limbench.report;

import org.jspecify.annotations.NullMarked;
