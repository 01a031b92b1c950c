/**
 * TCP sockets, client and server.
 */
@NullMarked
package org.limbench.transport.tcp;

import org.jspecify.annotations.NullMarked;
