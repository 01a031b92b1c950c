package org.limbench.protocol;

/** Asks for the {@link MeterReply}. */
public record MeterRequest() implements Message {}
