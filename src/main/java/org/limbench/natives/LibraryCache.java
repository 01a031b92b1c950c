package org.limbench.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Native libraries kept under their digests in a private directory, each in a directory of its own:
 * {@code natives/<SHA-256>/<name>}. What is there is read and compared at every use; what is missing or damaged is written
 * beside and renamed, by one process at a time. A library that no start used for a week, while others were, goes when
 * another comes.
 */
final class LibraryCache {
    private static final String USED = "used";
    private static final Duration KEPT_UNUSED = Duration.ofDays(7);

    private final Path root;

    /**
     * The one below a private directory.
     *
     * @throws IOException when that cannot be made or is not private
     */
    LibraryCache(Path directory) throws IOException {
        root = PrivateDirectory.of(directory.resolve("natives"));
    }

    /** The file that holds the library's bytes and nothing else, executable. */
    Path place(JarLibrary library, String digest, String name) throws IOException {
        Path directory = PrivateDirectory.of(root.resolve(digest));
        Path file = directory.resolve(name);
        boolean held = holds(file, digest);
        if (!held) {
            write(library, digest, file);
        }
        requireExecutable(file);
        Files.write(directory.resolve(USED), new byte[1]);
        if (!held) {
            removeUnused(directory);
        }
        return file;
    }

    /** A file system mounted with noexec says no to the owner and to the superuser alike. */
    static void requireExecutable(Path file) throws IOException {
        if (!Files.isExecutable(file)) {
            throw new IOException(
                    file.getParent() + " lies on a file system that runs no programs (mounted with noexec)");
        }
    }

    /** One thread and one process at a time. */
    static synchronized void write(JarLibrary library, String digest, Path file) throws IOException {
        Path lockFile = file.resolveSibling("lock");
        try (FileChannel channel = FileChannel.open(
                        lockFile,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PrivateDirectory.ownerOnly());
                FileLock lock = channel.lock()) {
            if (lock.isValid() && holds(file, digest)) {
                return; // another process was faster
            }
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            Files.deleteIfExists(partial);
            try {
                Files.createFile(partial, PrivateDirectory.ownerOnly());
                String written;
                try (OutputStream out = Files.newOutputStream(partial, StandardOpenOption.WRITE)) {
                    written = library.copyTo(out);
                }
                if (!written.equals(digest)) {
                    throw new IOException("what the jar holds changed while it was read");
                }
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(file.getParent() + " is being written by another part of this process", e);
        } catch (IOException e) {
            throw new IOException(file.getParent() + " cannot be written: " + PrivateDirectory.reason(e), e);
        }
    }

    private static boolean holds(Path file, String digest) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return JarLibrary.copy(in, OutputStream.nullOutputStream()).equals(digest);
        }
    }

    private void removeUnused(Path fresh) throws IOException {
        FileTime now = Files.getLastModifiedTime(fresh.resolve(USED));
        try (Stream<Path> libraries = Files.list(root)) {
            for (Path library : libraries.toList()) {
                Path used = library.resolve(USED);
                if (Files.isRegularFile(used)
                        && Files.getLastModifiedTime(used)
                                .toInstant()
                                .plus(KEPT_UNUSED)
                                .isBefore(now.toInstant())) {
                    remove(library);
                }
            }
        }
    }

    /** Removes a directory and the files in it; others may be doing the same. */
    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isDirectory()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(directory);
    }
}
