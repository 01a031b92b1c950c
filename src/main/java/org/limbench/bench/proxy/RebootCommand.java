package org.limbench.bench.proxy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A command of the shell that reboots a device; what it prints is not shown. */
final class RebootCommand {
    private static final long PATIENCE_SECONDS = 30;

    private final String command;

    RebootCommand(String command) {
        this.command = command;
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException when it cannot be run, ends with another code than 0, or not in 30 s
     */
    void run() throws IOException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> line = windows ? List.of("cmd", "/c", command) : List.of("/bin/sh", "-c", command);
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("reboot command '" + command + "' did not end in " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("reboot command '" + command + "' was interrupted", stopped);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("reboot command '" + command + "' ended with code " + process.exitValue());
        }
    }
}
