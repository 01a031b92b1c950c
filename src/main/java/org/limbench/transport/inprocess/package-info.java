/**
 * Host and device in one thread: receiving on one side runs the other. Bytes still pass, so every run goes through the
 * codec and the session.
 */
@NullMarked
package org.limbench.transport.inprocess;

import org.jspecify.annotations.NullMarked;
