/**
 * Device profiles: {@code device-profiles/*.yaml} to validated records, one source per number.
 *
 * <p>Entry type: {@link org.limbench.profile.ProfileLibrary}, which gives a {@link org.limbench.profile.DeviceProfile}.
 * On the way: bytes to a bounded tree, bases merged, shape checked by the packed JSON Schema, quantities to base SI units,
 * records. A profile may come from a stranger; nothing in it is trusted. {@link org.limbench.profile.ProfileReport} puts
 * it in words. May import device, physics and energy. Immutable results; safe from any thread.
 */
@NullMarked
package org.limbench.profile;

import org.jspecify.annotations.NullMarked;
