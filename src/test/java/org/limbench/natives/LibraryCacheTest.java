package org.limbench.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibraryCacheTest {
    private static final byte[] CODE = "machine code".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    private Path home;

    private JarLibrary library;
    private String digest;

    @BeforeEach
    void packALibrary() throws IOException {
        Path packed = Files.write(home.resolve("packed.so"), CODE);
        library = new JarLibrary(packed.toUri().toURL());
        digest = library.digest();
    }

    @Test
    void aLibraryIsKeptUnderItsDigestForItsOwnerAlone() throws IOException {
        Path placed = new LibraryCache(home.resolve("cache")).place(library, digest, "lib.so");

        assertThat(placed).hasBinaryContent(CODE);
        assertThat(placed.getParent()).hasFileName(digest);
        if (PrivateDirectory.posix()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(placed)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void whatIsThereIsUsedAgain() throws IOException {
        LibraryCache cache = new LibraryCache(home.resolve("cache"));
        Path placed = cache.place(library, digest, "lib.so");
        Object first = Files.getAttribute(placed, "basic:fileKey");

        assertThat(Files.getAttribute(cache.place(library, digest, "lib.so"), "basic:fileKey"))
                .isEqualTo(first);
    }

    @Test
    void aCopyThatIsNotTheLibraryIsReplaced() throws IOException {
        LibraryCache cache = new LibraryCache(home.resolve("cache"));
        Path placed = cache.place(library, digest, "lib.so");
        byte[] flipped = CODE.clone();
        flipped[3] ^= 1;
        Files.write(placed, flipped);

        assertThat(cache.place(library, digest, "lib.so")).hasBinaryContent(CODE);

        Path elsewhere = Files.write(home.resolve("elsewhere"), CODE);
        Files.delete(placed);
        Files.createSymbolicLink(placed, elsewhere);

        assertThat(cache.place(library, digest, "lib.so"))
                .hasBinaryContent(CODE)
                .isRegularFile();
        assertThat(Files.isSymbolicLink(placed)).isFalse();
    }

    @Test
    void aJarThatHoldsSomethingElseThanItsDigestSaysIsRefused() throws IOException {
        String other = "0".repeat(64);
        LibraryCache cache = new LibraryCache(home.resolve("cache"));

        assertThatIOException()
                .isThrownBy(() -> cache.place(library, other, "lib.so"))
                .withMessageContaining("what the jar holds changed while it was read");
        assertThat(files(home.resolve("cache"))).containsExactly("lock");
    }

    @Test
    void whatAKilledStartLeftHalfWrittenGoes() throws IOException {
        Path directory = PrivateDirectory.of(home.resolve("cache/natives").resolve(digest));
        Files.write(directory.resolve("lib.so.partial"), new byte[1000]);

        new LibraryCache(home.resolve("cache")).place(library, digest, "lib.so");

        assertThat(files(home.resolve("cache"))).containsExactlyInAnyOrder("lib.so", "lock", "used");
    }

    @Test
    void aLibraryThatNoStartUsedForAWeekGoesWhenAnotherComes() throws IOException {
        LibraryCache cache = new LibraryCache(home.resolve("cache"));
        Path old = cache.place(library, digest, "lib.so");
        Path packed = Files.write(home.resolve("newer.so"), new byte[] {1, 2, 3});
        JarLibrary newer = new JarLibrary(packed.toUri().toURL());
        Path recent = cache.place(newer, newer.digest(), "lib.so");
        assertThat(old).exists();

        FileTime now = Files.getLastModifiedTime(recent);
        Files.setLastModifiedTime(
                old.resolveSibling("used"), FileTime.from(now.toInstant().minus(Duration.ofDays(8))));
        Path third = Files.write(home.resolve("third.so"), new byte[] {4});
        JarLibrary newest = new JarLibrary(third.toUri().toURL());
        cache.place(newest, newest.digest(), "lib.so");

        assertThat(old.getParent()).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    void startsAtTheSameTimeAgree() throws Exception {
        ExecutorService starts = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> placed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                // each its own directory entry first, then all into one
                placed.add(
                        starts.submit(() -> new LibraryCache(home.resolve("cache")).place(library, digest, "lib.so")));
            }
            for (Future<Path> place : placed) {
                assertThat(place.get()).hasBinaryContent(CODE);
            }
        } finally {
            starts.shutdownNow();
        }
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(home.resolve("file"));

        assertThatIOException()
                .isThrownBy(() -> new LibraryCache(file.resolve("cache")))
                .withMessage(file + " is not a directory");
        assumeTrue(!System.getProperty("user.name").equals("root"), "the superuser may write everywhere");
        Path closed = Files.createDirectory(
                home.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assertThatIOException()
                .isThrownBy(() -> new LibraryCache(closed.resolve("cache")))
                .withMessage(closed.resolve("cache") + " cannot be made: permission denied");
    }

    private static List<String> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
