/**
 * Where native code comes from: the libraries that jSerialComm, JNA and DuckDB carry in their jars.
 *
 * <p>Left alone they unpack into the shared temporary directory, look there for what an earlier start left, and run it;
 * jSerialComm also deletes there, through symbolic links. Here each library is kept once, in a directory that only this
 * user can change, compared with the one in the jar at every start, and named to its owner before the owner's first class
 * is initialised. Entry types: {@link org.limbench.natives.SerialPortLibrary}, {@link
 * org.limbench.natives.JavaNativeAccess} and {@link org.limbench.natives.DuckDbLibrary}; whoever uses one of the three says
 * {@code ready()} before. Knows none of them at compile time and imports nothing of ours. Safe from any thread.
 */
@NullMarked
package org.limbench.natives;

import org.jspecify.annotations.NullMarked;
