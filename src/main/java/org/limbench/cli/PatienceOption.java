package org.limbench.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a device that is not there yet is waited for. */
@Heading.Under(Heading.CARRIERS)
final class PatienceOption {
    private static final long MOST_SECONDS = 86_400;

    @Option(
            names = "--wait",
            paramLabel = "S",
            defaultValue = "30",
            description = "Seconds to wait for a device that is not there yet (default: ${DEFAULT-VALUE}).")
    private long seconds;

    Duration duration() {
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException("--wait is " + seconds + "; allowed: 0 to " + MOST_SECONDS + " s");
        }
        return Duration.ofSeconds(seconds);
    }
}
