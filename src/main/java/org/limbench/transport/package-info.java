/**
 * Carries opaque bytes between host and device. Knows nothing of frames or messages.
 *
 * <p>Entry type: {@link org.limbench.transport.Link}. The carriers live in sub-packages that never see one another; only
 * {@code bench} and tests name them. Imports nothing of ours.
 */
@NullMarked
package org.limbench.transport;

import org.jspecify.annotations.NullMarked;
