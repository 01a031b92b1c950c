/**
 * Commands, exit codes, clocks and seeds. The only place that prints and exits. May import everything.
 */
@NullMarked
package org.limbench.cli;

import org.jspecify.annotations.NullMarked;
