package org.limbench.transport.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.limbench.transport.LinkException;
import org.limbench.transport.Release;

/** A symbolic link of the user's choice to a pseudo-terminal; gone again on close, unless somebody replaced it. */
final class StableSymlink implements AutoCloseable {
    private final Path link;
    private final Path target;

    private StableSymlink(Path link, Path target) {
        this.link = link;
        this.target = target;
    }

    /**
     * Makes the link. One that a killed process left is replaced: it dangles, or its number was given to us again.
     *
     * @throws LinkException when anything else is there, or the directory is missing or not writable
     */
    static StableSymlink create(Path link, Path target) throws LinkException {
        try {
            if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                boolean ours = Files.isSymbolicLink(link)
                        && (!Files.exists(link) || Files.readSymbolicLink(link).equals(target));
                if (!ours) {
                    throw new LinkException("serial:" + link
                            + ": something is there already and is left alone; remove it or choose another path");
                }
                Files.delete(link);
            }
            Files.createSymbolicLink(link, target);
            return new StableSymlink(link, target);
        } catch (LinkException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw new LinkException("serial:" + link + ": cannot make the symbolic link: " + e, e);
        }
    }

    @Override
    public void close() {
        Release.quietly(() -> {
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
                Files.delete(link);
            }
        });
    }
}
