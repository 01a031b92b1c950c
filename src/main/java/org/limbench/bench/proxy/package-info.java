/**
 * The lossy proxy: carries the frames of one host at a time between any two ends and breaks the wire on purpose, by script,
 * seed and clock. Entry type: {@link org.limbench.bench.proxy.Proxy}. May import bench and floors 1 to 4.
 *
 * <p>A thread that waits for hosts and carries to the device, and one a host that carries back.
 */
@NullMarked
package org.limbench.bench.proxy;

import org.jspecify.annotations.NullMarked;
