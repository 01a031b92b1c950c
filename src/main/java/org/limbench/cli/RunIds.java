package org.limbench.cli;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names runs after when they began, in UTC, and what they do. */
final class RunIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunIds() {}

    /** An id for a run that begins now; whatever no file name takes becomes a dash. */
    static String of(String what, long seed) {
        return TIME.format(Clock.systemUTC().instant()) + "-" + what.replaceAll("[^A-Za-z0-9.-]+", "-") + "-" + seed;
    }
}
