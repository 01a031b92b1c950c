package org.limbench.protocol;

/** Reboots the device: a new boot id, the result cache and the session gone. */
public record ResetRequest() implements Message {}
