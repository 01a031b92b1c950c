/**
 * Bytes to messages and back, nothing else: sealed messages, codec, framing, CRC. The contract is
 * {@code firmware-protocol/}. May import device.
 */
@NullMarked
package org.limbench.protocol;

import org.jspecify.annotations.NullMarked;
