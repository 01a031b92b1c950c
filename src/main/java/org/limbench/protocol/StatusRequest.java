package org.limbench.protocol;

/** Asks for the {@link StatusReply}. */
public record StatusRequest() implements Message {}
