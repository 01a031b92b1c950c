package org.limbench.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a run directory being made anew: each is written beside its place, and when all are whole and on the disk they are
 * put in place, so that whatever goes wrong before leaves the old ones as they were. Drafts that a killed writer left are
 * removed at the start, the others on closing.
 *
 * <p>Fails with {@link RunDirectoryException}. For whoever holds the directory's lock; single-threaded.
 */
public final class OutputFiles implements AutoCloseable {
    /** What the names of drafts end with. */
    public static final String DRAFT = ".partial";

    /** What killed writers can leave, those of earlier builds too. Nothing else is removed: the directory is its user's. */
    private static final List<String> LEFT = List.of(
            "ledger.duckdb",
            "ledger.duckdb.wal",
            "ledger.duckdb.tmp",
            "ledger-rows.partial",
            "ledger.parquet.partial",
            "link.parquet.partial",
            "run.json.partial",
            "replay.json.partial",
            "report.html.partial",
            "report.html.partial.part",
            "report.html.part",
            "journal.bin.partial");

    private final RunLock lock;
    private final Path directory;
    private final List<String> names = new ArrayList<>();
    private final List<Path> scratch = new ArrayList<>();

    /** In a directory that is locked. */
    public OutputFiles(RunLock lock) {
        this.lock = lock;
        this.directory = lock.directory();
        sweep(directory);
    }

    /** Removes what killed writers left in a directory. */
    static void sweep(Path directory) {
        for (String name : LEFT) {
            try {
                remove(directory.resolve(name));
            } catch (IOException e) {
                throw RunDirectoryException.of(directory.resolve(name), "removed", e);
            }
        }
    }

    private static void remove(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(file)) {
                for (Path each : inside) {
                    remove(each);
                }
            }
        }
        Files.deleteIfExists(file);
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** Where a file is to be written. */
    public Path draft(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
        return directory.resolve(name + DRAFT);
    }

    /** A file or directory that is gone when these files are closed. */
    Path scratch(String name) {
        Path path = directory.resolve(name + DRAFT);
        scratch.add(path);
        return path;
    }

    /** Writes a file of text. */
    public void text(String name, String text) {
        Path draft = draft(name);
        try {
            Files.writeString(draft, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw RunDirectoryException.of(directory.resolve(name), "written", e);
        }
    }

    /**
     * Puts every draft in place, in the order they were asked for.
     *
     * @return names of those that were missing or other before
     */
    public List<String> replace() {
        List<String> changed = new ArrayList<>();
        for (String name : names) {
            try {
                if (!same(name)) {
                    force(directory.resolve(name + DRAFT));
                    changed.add(name);
                }
            } catch (IOException e) {
                throw RunDirectoryException.of(directory.resolve(name), "written", e);
            }
        }
        lock.requireHeld();
        for (String name : changed) {
            Path file = directory.resolve(name);
            try {
                Files.move(
                        directory.resolve(name + DRAFT),
                        file,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw RunDirectoryException.of(file, "put in place", e);
            }
        }
        if (!changed.isEmpty()) {
            forceDirectory(directory.resolve(changed.get(0)));
        }
        return changed;
    }

    private boolean same(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.isRegularFile(file) && Files.mismatch(file, directory.resolve(name + DRAFT)) < 0;
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Has a name survive a power cut, where the system can: its directory is forced too. */
    static void forceDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannot) {
            // Windows opens no directories; the name is then stored when the system likes
        }
    }

    /** Removes drafts that were not put in place. */
    @Override
    public void close() {
        names.forEach(name -> scratch.add(directory.resolve(name + DRAFT)));
        for (Path draft : scratch) {
            try {
                remove(draft);
            } catch (IOException stays) {
                // the next writer removes it
            }
        }
    }
}
