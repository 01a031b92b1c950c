package org.limbench.cli;

/** Exit codes of every command. */
final class ExitCode {
    static final int DONE = 0;
    static final int CHECK_FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int DEVICE_FAILED = 3;
    /** A bug, or a machine short of memory, threads, files or a safe place for native code; the message tells which. */
    static final int INTERNAL_ERROR = 4;
    /** Stopped by Ctrl-C, as shells count it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
