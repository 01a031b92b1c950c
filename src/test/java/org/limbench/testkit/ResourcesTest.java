package org.limbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counts by which other tests find leaks find one, and do not find what is not there. */
final class ResourcesTest {
    @TempDir
    private Path directory;

    @Test
    void anOpenFileIsCountedUntilItIsClosed() throws IOException {
        Path file = Files.createFile(directory.resolve("held"));
        Map<String, Long> before = Resources.held();
        try (FileChannel held = FileChannel.open(file)) {
            assertThat(held.isOpen()).isTrue();
            assertThat(Resources.gained(before))
                    .containsValue(1L)
                    .anySatisfy((kind, count) ->
                            assertThat(kind).startsWith("descriptor ").endsWith("/held"));
        }
        assertThat(Resources.gained(before))
                .noneSatisfy((kind, count) -> assertThat(kind).endsWith("/held"));
    }

    @Test
    void aDescriptorClosedWhileTheyAreListedIsNotHeld() {
        assertThat(Resources.kind(Path.of("/proc/self/fd/1999999999"))).isEmpty();
    }
}
