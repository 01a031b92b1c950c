/** Fixtures that several rooms' tests share: a broker, a clock, endpoints, waiting for a condition. */
@NullMarked
package org.limbench.testkit;

import org.jspecify.annotations.NullMarked;
