package org.limbench.natives;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where this user's caches are, by the customs of the system; {@code LIMBENCH_CACHE} decides where it is set. */
public final class CacheHome {
    /** System property that goes before the variable. */
    static final String PROPERTY = "limbench.cache";
    /** Environment variable. */
    public static final String VARIABLE = "LIMBENCH_CACHE";

    private CacheHome() {}

    /** What the user said; null when nothing. */
    static @Nullable Path chosen() {
        String property = System.getProperty(PROPERTY);
        String chosen = property != null ? property : System.getenv(VARIABLE);
        return chosen == null || chosen.isEmpty()
                ? null
                : path(chosen, VARIABLE).toAbsolutePath();
    }

    /** The custom of the system; it may not exist yet. */
    static Path customary() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String home = System.getProperty("user.home", "");
        if (os.contains("win")) {
            String local = System.getenv("LOCALAPPDATA");
            return path(local == null ? home + "\\AppData\\Local" : local, "LOCALAPPDATA")
                    .resolve("limbench");
        }
        if (os.contains("mac")) {
            return path(home, "user.home").resolve("Library/Caches/limbench");
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        // a relative one is to be ignored, says the XDG base directory specification
        return xdg != null && xdg.startsWith("/")
                ? path(xdg, "XDG_CACHE_HOME").resolve("limbench")
                : path(home, "user.home").resolve(".cache/limbench");
    }

    private static Path path(String text, String from) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UnusableLibraryException(
                    from + " is no path that this system's character set can write: " + text, e);
        }
    }
}
