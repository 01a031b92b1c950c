package org.limbench.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateDirectoryTest {
    private static final int NOBODY = 65_534;

    @TempDir
    private Path home;

    @BeforeEach
    void onlyWhereFilesHaveOwners() {
        assumeTrue(PrivateDirectory.posix(), "no POSIX owners here");
    }

    @Test
    void everyPartMadeIsForTheOwnerAlone() throws IOException {
        Path made = PrivateDirectory.of(home.resolve("a/b"));

        assertThat(mode(made)).isEqualTo("rwx------");
        assertThat(mode(made.getParent())).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatOthersWriteIsRefused() throws IOException {
        Path open = Files.createDirectory(home.resolve("open"));
        chmod(open, "rwxrwxrwx");

        assertThatIOException()
                .isThrownBy(() -> PrivateDirectory.of(open))
                .withMessage(open.toRealPath() + " can be written by other users (mode 0777)");
        assertThatIOException()
                .isThrownBy(() -> PrivateDirectory.of(open.resolve("below")))
                .withMessageContaining("can be written by other users");
        assertThat(open.resolve("below")).doesNotExist();
        assertThatIOException()
                .isThrownBy(() -> PrivateDirectory.in(open))
                .withMessageContaining("can be written by other users");
    }

    @Test
    void aSharedDirectoryThatProtectsItsFilesWillDo() throws IOException {
        Path sticky = Files.createDirectory(home.resolve("tmp"));
        Files.setAttribute(sticky, "unix:mode", 01777);

        assertThat(mode(PrivateDirectory.of(sticky.resolve("below")))).isEqualTo("rwx------");
        assertThat(mode(PrivateDirectory.in(sticky))).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryOfAnotherUserIsRefusedHoweverItIsReached() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only the superuser can give files away");
        Path theirs = Files.createDirectory(home.resolve("theirs"));
        Path inside = Files.createDirectory(theirs.resolve("inside"));
        Files.setAttribute(theirs, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Path link = Files.createSymbolicLink(home.resolve("link"), theirs);

        for (Path way : new Path[] {theirs, inside, inside.resolve("new"), link, link.resolve("inside")}) {
            assertThatIOException()
                    .isThrownBy(() -> PrivateDirectory.of(way))
                    .withMessage(theirs.toRealPath() + " belongs to another user (65534)");
        }
    }

    @Test
    void whatIsInTheWayIsNamed() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        Path dangling = Files.createSymbolicLink(home.resolve("dangling"), home.resolve("nothing"));

        assertThatIOException()
                .isThrownBy(() -> PrivateDirectory.of(file.resolve("below")))
                .withMessage(file + " is not a directory");
        assertThatIOException()
                .isThrownBy(() -> PrivateDirectory.of(dangling))
                .withMessage(dangling + " is a symbolic link to nothing");
        assertThatIOException()
                .isThrownBy(() -> PrivateDirectory.of(Path.of("relative")))
                .withMessage("relative is not an absolute path");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void chmod(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
