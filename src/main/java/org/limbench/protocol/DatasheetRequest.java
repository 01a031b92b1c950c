package org.limbench.protocol;

/** Asks for the {@link DatasheetReply}. */
public record DatasheetRequest() implements Message {}
