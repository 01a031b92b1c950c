/**
 * Bytes to messages and back, nothing else: sealed messages, codec, framing, CRC. The contract is
 * {@code firmware-protocol/}. Texts for people (names, faults, log lines) are made harmless here, where they come in, for
 * everyone above. May import device and text.
 */
@NullMarked
package org.limbench.protocol;

import org.jspecify.annotations.NullMarked;
