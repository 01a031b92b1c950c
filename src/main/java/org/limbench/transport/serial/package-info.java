/**
 * Serial ports through jSerialComm, and the pseudo-terminals an emulated device owns through JNA.
 */
@NullMarked
package org.limbench.transport.serial;

import org.jspecify.annotations.NullMarked;
