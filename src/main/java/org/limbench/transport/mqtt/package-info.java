/**
 * MQTT 5 through Eclipse Paho: topics, will, reconnection. Its callback only enqueues.
 */
@NullMarked
package org.limbench.transport.mqtt;

import org.jspecify.annotations.NullMarked;
