/**
 * Texts that people and other programs write: bounded, in UTF-8, and strict. Whatever could be read in two ways, or be taken
 * for something it is not, is refused by file, line, key and value.
 *
 * <p>Entry types: {@link org.limbench.text.TextStream} for bytes that are to be text, {@link
 * org.limbench.text.YamlDocument} and {@link org.limbench.text.JsonDocument} for trees, {@link
 * org.limbench.text.PlainNumber} for numbers, {@link org.limbench.text.ForeignText} for what others call themselves, {@link org.limbench.text.HostPort} for places in a network. Knows what none of
 * them is for and imports nothing of ours. Immutable but for the stream.
 */
@NullMarked
package org.limbench.text;

import org.jspecify.annotations.NullMarked;
