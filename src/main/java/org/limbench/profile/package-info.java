/**
 * Device profiles: {@code device-profiles/*.yaml} to validated records, one source per number. May import device, physics
 * and energy.
 */
@NullMarked
package org.limbench.profile;

import org.jspecify.annotations.NullMarked;
