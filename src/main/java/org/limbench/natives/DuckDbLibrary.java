package org.limbench.natives;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB's native code. Its class for that unpacks 72 MB into the temporary directory at every start, leaves them there
 * when the process is killed, and asks nobody; so before it is defined the one call that does this is led here.
 */
public final class DuckDbLibrary {
    private static final String NAME = "DuckDB";
    private static final String FILE_NAME = "libduckdb_java.so";
    /** The method of DuckDB's that unpacks a resource and loads it. */
    private static final String CALL = "unpackAndLoad";

    private static boolean done;
    /** A class that could not be initialised stays so: neither is there a second try nor another reason. */
    private static @Nullable String failure;

    private DuckDbLibrary() {}

    /**
     * Makes DuckDB load its code from a place of ours, once; the code is loaded at the first connection. Without effect
     * where DuckDB is in use already, or comes from a class loader that does not see this class.
     *
     * @throws UnusableLibraryException when there is none, or no code for this system
     */
    public static synchronized void ready() {
        if (failure != null) {
            throw new UnusableLibraryException(failure);
        }
        if (!done) {
            LibraryOwner driver = LibraryOwner.of(NAME, "org.duckdb.DuckDBDriver");
            if (driver.type().getClassLoader() == DuckDbLibrary.class.getClassLoader()) {
                define(driver.type());
            }
            done = true;
        }
    }

    private static void define(Class<?> neighbour) {
        try (InputStream in = neighbour.getResourceAsStream("DuckDBNative.class")) {
            if (in == null) {
                throw new UnusableLibraryException(NAME + " has no class DuckDBNative");
            }
            byte[] redirected = RedirectedCall.in(in.readAllBytes(), CALL, DuckDbLibrary.class.getName());
            Class<?> defined = MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup())
                    .defineClass(redirected);
            Class.forName(defined.getName(), true, defined.getClassLoader());
        } catch (LinkageError e) {
            failure = failure(e);
            if (failure != null) {
                throw new UnusableLibraryException(failure, e);
            }
        } catch (IllegalArgumentException | IOException | ReflectiveOperationException e) {
            throw new UnusableLibraryException(
                    "the native code of " + NAME + " cannot be led to a safe place: " + e, e);
        }
    }

    /** Why it cannot be loaded; null when it only is in use already. */
    private static @Nullable String failure(LinkageError e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableLibraryException unusable) {
                return unusable.getMessage();
            }
            if (cause instanceof UnsatisfiedLinkError) {
                return "the native code of " + NAME + " cannot be loaded: " + cause.getMessage();
            }
        }
        return null;
    }

    /**
     * Loads DuckDB's library; called by DuckDB.
     *
     * @param resource the library in its jar
     */
    public static void unpackAndLoad(URL resource) {
        try (PlacedLibrary placed = PlacedLibrary.place(NAME, resource, FILE_NAME)) {
            System.load(placed.file().toString());
        }
    }
}
