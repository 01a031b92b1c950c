package org.limbench.transport.serial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who has a device open, as far as Linux tells: by its list of locks, then by the open files of the processes we may see. */
final class PortHolder {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String UNKNOWN = "another program";

    private PortHolder() {}

    /** For people, e.g. {@code minicom (process 4711)}; "another program" when nobody can be found. */
    static String of(Path device) {
        try {
            Long process = locking(device);
            if (process == null) {
                process = opening(device);
            }
            return process == null ? UNKNOWN : named(process);
        } catch (IOException | UncheckedIOException | UnsupportedOperationException untold) {
            return UNKNOWN;
        }
    }

    /** From lines such as {@code 1: FLOCK  ADVISORY  WRITE 4711 00:18:5 0 EOF}: process, file system, inode. */
    private static @Nullable Long locking(Path device) throws IOException {
        Path locks = PROCESSES.resolve("locks");
        if (!Files.isReadable(locks)) {
            return null;
        }
        String inode = ":" + Files.getAttribute(device, "unix:ino");
        for (String line : Files.readAllLines(locks, StandardCharsets.UTF_8)) {
            String[] parts = line.trim().split("\\s+", -1);
            if (parts.length > 5 && parts[1].equals("FLOCK") && parts[5].endsWith(inode)) {
                long process = Long.parseLong(parts[4]);
                // a process of another container has no number here; another file system may have the same inode
                if (process > 0 && hasOpen(PROCESSES.resolve(parts[4]), device, true)) {
                    return process;
                }
            }
        }
        return null;
    }

    private static @Nullable Long opening(Path device) throws IOException {
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> hasOpen(process, device, false))
                    .map(process -> Long.valueOf(process.getFileName().toString()))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static boolean hasOpen(Path process, Path device, boolean whenUnseen) {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> leadsTo(file, device));
        } catch (IOException notOurs) {
            return whenUnseen;
        }
    }

    private static boolean leadsTo(Path file, Path device) {
        try {
            return Files.readSymbolicLink(file).equals(device);
        } catch (IOException closed) {
            return false;
        }
    }

    private static String named(long process) {
        if (process == ProcessHandle.current().pid()) {
            return "another part of this program";
        }
        try {
            String name = Files.readString(PROCESSES.resolve(process + "/comm"), StandardCharsets.ISO_8859_1)
                    .replaceAll("[^\\x20-\\x7e]", "");
            return name + " (process " + process + ")";
        } catch (IOException ended) {
            return "process " + process;
        }
    }
}
