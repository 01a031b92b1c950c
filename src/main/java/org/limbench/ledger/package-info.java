/**
 * The crash-safe journal and the store of every update, its energy, bounds and verdict; export and query. May import
 * device, energy and assessment.
 */
@NullMarked
package org.limbench.ledger;

import org.jspecify.annotations.NullMarked;
