package org.limbench.natives;

import java.nio.file.Path;
import java.util.Map;

/** JNA's native code, which it would else unpack into the temporary directory at every start. */
public final class JavaNativeAccess {
    private static final String NAME = "JNA";
    private static boolean done;

    private JavaNativeAccess() {}

    /**
     * Makes JNA load its code from a place of ours, once.
     *
     * @throws UnusableLibraryException when there is none, or no code for this system
     */
    public static synchronized void ready() {
        if (!done) {
            load();
            done = true;
        }
    }

    private static void load() {
        LibraryOwner owner = LibraryOwner.of(NAME, "com.sun.jna.Native");
        String file = System.mapLibraryName("jnidispatch").replace(".dylib", ".jnilib");
        try (PlacedLibrary placed = owner.place("com/sun/jna/" + system(owner.type()) + "/" + file, file)) {
            Path directory = placed.directory();
            owner.initialise(Map.of(
                    "jna.boot.library.path",
                    directory.toString(),
                    "jna.boot.library.name",
                    "jnidispatch",
                    "jna.nosys",
                    "true",
                    "jna.nounpack",
                    "true",
                    "jna.noclasspath",
                    "true"));
        }
    }

    /** The library's own name of this system, e.g. {@code linux-x86-64}. */
    private static String system(Class<?> type) {
        try {
            return (String) Class.forName("com.sun.jna.Platform", true, type.getClassLoader())
                    .getField("RESOURCE_PREFIX")
                    .get(null);
        } catch (ReflectiveOperationException e) {
            throw new UnusableLibraryException(NAME + " does not say what it calls this system", e);
        }
    }
}
