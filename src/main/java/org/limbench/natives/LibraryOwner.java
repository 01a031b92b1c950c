package org.limbench.natives;

import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Java library that loads native code when its first class is initialised, and reads from system properties where it is. */
final class LibraryOwner {
    /** Properties are the whole process's: one owner at a time may change them. */
    private static final Object PROPERTIES = new Object();

    private final String name;
    private final Class<?> type;

    private LibraryOwner(String name, Class<?> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * Finds a library without initialising it.
     *
     * @param name for people
     * @param className its class that loads the native code
     */
    static LibraryOwner of(String name, String className) {
        try {
            return new LibraryOwner(name, Class.forName(className, false, LibraryOwner.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new UnusableLibraryException(name + " is not on the class path", e);
        }
    }

    Class<?> type() {
        return type;
    }

    /** Places the library of this system, as the owner's jar holds it. */
    PlacedLibrary place(String resource, String fileName) {
        URL url = type.getResource("/" + resource);
        if (url == null) {
            throw new UnusableLibraryException(name + " has no native code for " + system());
        }
        return PlacedLibrary.place(name, url, fileName);
    }

    /** Initialises the owner while properties have other values; afterwards they are as before. */
    void initialise(Map<String, String> properties) {
        synchronized (PROPERTIES) {
            Map<String, @Nullable String> before = new HashMap<>();
            properties.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
            try {
                Class.forName(type.getName(), true, type.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                throw new UnusableLibraryException(
                        "the native code of " + name + " cannot be loaded on " + system() + ": " + root(e), e);
            } finally {
                before.forEach((key, value) -> {
                    if (value == null) {
                        System.clearProperty(key);
                    } else {
                        System.setProperty(key, value);
                    }
                });
            }
        }
    }

    private static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
