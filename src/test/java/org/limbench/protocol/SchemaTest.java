package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    private static final Path RELEASED = Path.of("firmware-protocol", "limbench-v1.desc.txt");

    @Test
    void everythingReleasedIsStillThereWithItsNumberAndType() throws IOException {
        List<String> released = Files.readAllLines(RELEASED);

        assertThat(Schema.lines()).containsAll(released);
        assertThat(released).hasSizeGreaterThan(200);
    }

    @Test
    void nothingAddedReusesANumberOfItsMessage() {
        List<String> numbers = Schema.lines().stream()
                .map(line -> line.replaceAll("^(\\w+)\\.\\w+ = (\\d+).*$", "$1 $2"))
                .toList();

        assertThat(numbers).doesNotHaveDuplicates();
    }
}
