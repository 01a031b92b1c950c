package org.limbench.natives;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Directories that nobody but this user, the superuser and the owner of the root directory can change: neither what is in
 * them nor what they are called. On systems without POSIX owners (Windows) nothing is looked at: there the directories used
 * lie in the user's profile.
 */
final class PrivateDirectory {
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    private PrivateDirectory() {}

    /**
     * Makes a directory of mode 0700, with its parents, or takes one that is there.
     *
     * @return its real path, without symbolic links
     * @throws IOException when it cannot be made, or somebody else could change it; the message says which part and why
     */
    static Path of(Path wanted) throws IOException {
        if (!wanted.isAbsolute()) {
            throw new IOException(wanted + " is not an absolute path");
        }
        Deque<Path> missing = new ArrayDeque<>();
        Path there = wanted.normalize();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            missing.push(there.getFileName());
            there = there.getParent();
        }
        Path real = real(there);
        requireTrusted(real);
        while (!missing.isEmpty()) {
            real = made(real.resolve(missing.pop()));
        }
        requireOurs(real);
        return real;
    }

    /**
     * Makes a new directory of mode 0700 and of a name nobody can foresee in one that may be shared, as /tmp is.
     *
     * @throws IOException when that one lets others replace what is in it
     */
    static Path in(Path shared) throws IOException {
        Path real = real(shared.toAbsolutePath());
        requireTrusted(real);
        Path made = posix()
                ? Files.createTempDirectory(real, "limbench-", PosixFilePermissions.asFileAttribute(OURS_ALONE))
                : Files.createTempDirectory(real, "limbench-");
        requireOurs(made);
        return made;
    }

    static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    }

    static FileAttribute<?>[] ownerOnly() {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OURS_ALONE)}
                : new FileAttribute<?>[0];
    }

    private static Path real(Path there) throws IOException {
        try {
            Path real = there.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new IOException(there + " is not a directory");
            }
            return real;
        } catch (NoSuchFileException dangling) {
            throw new IOException(there + " is a symbolic link to nothing", dangling);
        } catch (FileSystemException unreadable) {
            throw new IOException(there + ": " + reason(unreadable), unreadable);
        }
    }

    private static Path made(Path directory) throws IOException {
        try {
            return Files.createDirectory(directory, ownerOnly());
        } catch (FileAlreadyExistsException raced) {
            // by another start of ours, or by somebody who hoped for it
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(directory + " is not a directory", raced);
            }
            requireOurs(directory);
            return directory;
        } catch (FileSystemException e) {
            throw new IOException(directory + " cannot be made: " + reason(e), e);
        }
    }

    /** Every directory from the root down: owned by those we trust, and changed by nobody else. */
    private static void requireTrusted(Path real) throws IOException {
        if (!posix()) {
            return;
        }
        for (Path part = real; part != null; part = part.getParent()) {
            Owner owner = Owner.of(part);
            requireTrustedOwner(part, owner);
            boolean othersReplace =
                    (owner.mode & OTHERS_WRITE) != 0 || ((owner.mode & GROUP_WRITES) != 0 && !ownGroup(part, owner));
            if (othersReplace && (owner.mode & STICKY) == 0) {
                throw new IOException(part + " can be written by other users (mode " + owner.octal() + ")");
            }
        }
    }

    private static void requireOurs(Path directory) throws IOException {
        if (!posix()) {
            return;
        }
        Owner owner = Owner.of(directory);
        if (owner.uid != Owner.own()) {
            throw new IOException(directory + " belongs to another user (" + owner.uid + ")");
        }
        if ((owner.mode & (GROUP_WRITES | OTHERS_WRITE)) != 0) {
            throw new IOException(directory + " can be written by other users (mode " + owner.octal() + ")");
        }
    }

    private static void requireTrustedOwner(Path part, Owner owner) throws IOException {
        boolean trusted = owner.uid == Owner.own() || owner.uid == 0 || owner.uid == Owner.of(part.getRoot()).uid;
        if (!trusted) {
            throw new IOException(part + " belongs to another user (" + owner.uid + ")");
        }
    }

    /** Whether the group is that of the owner alone, by the custom of giving each user a group of the same name. */
    private static boolean ownGroup(Path part, Owner owner) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(part, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return owner.uid == Owner.own()
                && attributes.group().getName().equals(attributes.owner().getName());
    }

    /** Why a call of the file system failed, in the words of the system where there are any. */
    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such directory";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason().toLowerCase(Locale.ROOT);
        }
        return String.valueOf(failure.getMessage());
    }

    /** Who may change a file, as numbers. */
    private record Owner(int uid, int mode) {
        private static final int PERMISSIONS = 07777;

        static Owner of(Path path) throws IOException {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            return new Owner((Integer) attributes.get("uid"), (Integer) attributes.get("mode") & PERMISSIONS);
        }

        static int own() {
            return (int) new UnixSystem().getUid();
        }

        String octal() {
            return String.format("%04o", mode);
        }
    }
}
