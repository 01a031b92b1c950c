package org.limbench.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.jar.JarEntry;
import org.junit.jupiter.api.Test;

final class JarLibraryTest {
    /** After a change of DuckDB's version the message holds the line that belongs into the list. */
    @Test
    void theListedDigestsAreThoseOfTheLibrariesInTheJar() throws IOException {
        String listed = new String(
                Objects.requireNonNull(JarLibrary.class.getResourceAsStream("digests.txt"))
                        .readAllBytes(),
                StandardCharsets.US_ASCII);

        for (String system : new String[] {"linux_amd64", "linux_arm64", "macos_arm64", "windows_amd64"}) {
            URL url = Objects.requireNonNull(
                    getClass().getResource("/libduckdb_java.so_" + system), "DuckDB for " + system);
            JarEntry entry = ((JarURLConnection) url.openConnection()).getJarEntry();
            String line = String.format(
                    "%s %08x %d %s\n",
                    new JarLibrary(url).copyTo(OutputStream.nullOutputStream()),
                    entry.getCrc(),
                    entry.getSize(),
                    entry.getName());
            assertThat(listed).contains(line);
        }
    }

    @Test
    void aLibraryThatIsNotListedIsRead() throws IOException {
        URL url = Objects.requireNonNull(getClass().getResource("/com/sun/jna/linux-x86-64/libjnidispatch.so"));
        JarLibrary library = new JarLibrary(url);

        assertThat(library.digest()).hasSize(64).isEqualTo(library.copyTo(OutputStream.nullOutputStream()));
    }
}
