package org.limbench.natives;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A native library in a file that only this user can change, to be loaded before {@link #close}. In the cache it stays;
 * where there can be none (no home directory, as in many containers) it lies in a directory of its own in the temporary
 * one, and closing removes it, which what is loaded survives.
 */
final class PlacedLibrary implements AutoCloseable {
    private final Path file;
    private final boolean temporary;

    private PlacedLibrary(Path file, boolean temporary) {
        this.file = file;
        this.temporary = temporary;
    }

    /**
     * Places a library.
     *
     * @param owner whose library it is, for people
     * @param resource the library in its jar
     * @param name of the file
     * @throws UnusableLibraryException when there is no place for it
     */
    static PlacedLibrary place(String owner, URL resource, String name) {
        JarLibrary library = new JarLibrary(resource);
        List<String> objections = new ArrayList<>();
        try {
            String digest = library.digest();
            Path chosen = CacheHome.chosen();
            try {
                Path cache = chosen == null ? CacheHome.customary() : chosen;
                return new PlacedLibrary(new LibraryCache(cache).place(library, digest, name), false);
            } catch (IOException e) {
                objections.add(PrivateDirectory.reason(e));
            }
            if (chosen == null) {
                try {
                    return temporary(library, digest, name);
                } catch (IOException e) {
                    objections.add(PrivateDirectory.reason(e));
                }
            }
        } catch (IOException e) {
            objections.add(resource + " cannot be read: " + PrivateDirectory.reason(e));
        }
        throw new UnusableLibraryException("there is no safe place for the native code of " + owner + ": "
                + String.join("; ", objections) + "; set " + CacheHome.VARIABLE
                + " to a directory that is yours alone, on a file system that runs programs");
    }

    private static PlacedLibrary temporary(JarLibrary library, String digest, String name) throws IOException {
        Path directory = PrivateDirectory.in(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        Path file = directory.resolve(name);
        try {
            LibraryCache.write(library, digest, file);
            LibraryCache.requireExecutable(file);
            return new PlacedLibrary(file, true);
        } catch (IOException e) {
            LibraryCache.remove(directory);
            throw e;
        }
    }

    Path file() {
        return file;
    }

    Path directory() {
        return file.resolveSibling("");
    }

    @Override
    public void close() {
        if (temporary) {
            try {
                LibraryCache.remove(directory());
            } catch (IOException stays) {
                // on Windows, where a loaded library cannot be removed
                file.toFile().deleteOnExit();
            }
        }
    }
}
