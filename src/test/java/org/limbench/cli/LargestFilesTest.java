package org.limbench.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file that is read whole has a largest size; one that is larger is refused in one line that tells it. */
final class LargestFilesTest {
    private static final long THREE_GIBIBYTES = 3L << 30;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
                    profile show FILE                                               | 262144 bytes
                    emulate --profile FILE --tcp 127.0.0.1:0                        | 262144 bytes
                    emulate --profile lim-chain --tcp 127.0.0.1:0 --faults FILE     | 1048576 bytes
                    emulate --profile lim-chain --serial lim0 --dialect rcn --wiring FILE | 262144 bytes
                    proxy --listen tcp:127.0.0.1:0 --to tcp:127.0.0.1:1 --faults FILE | 1048576 bytes
                    run --out NEW --task csv:FILE                                   | at most 268435456
                    run --out NEW --task maxcut:FILE                                | at most 67108864
                    run --out NEW --task idx:FILE,FILE                              | at most 67109888
                    """)
    void isOneLine(String line, String most) throws IOException {
        Path file = sparse(directory.resolve("large.yaml"));
        String[] arguments = line.replace("FILE", file.toString())
                .replace("NEW", directory.resolve("new").toString())
                .split(" +");

        Said.by(directory, arguments).refused(ExitCode.BAD_INPUT, file.toString(), most.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    run.json   | report DIR       | at most 67108864
                    seeds.json | run --resume DIR | more than 1048576 bytes
                    seeds.json | report DIR       | more than 1048576 bytes
                    """)
    void ofARunDirectoryIsOneLine(String name, String line, String most) throws IOException {
        Path run = Files.createDirectory(directory.resolve("run"));
        sparse(run.resolve(name));

        Said.by(directory, line.replace("DIR", run.toString()).split(" ")).refused(ExitCode.BAD_INPUT, name, most);
    }

    @ParameterizedTest
    @CsvSource("bounds eval,more than 65536 bytes")
    void ofSettingsIsOneLine(String line, String most) throws IOException {
        sparse(directory.resolve("limbench.yaml"));

        Said.by(directory, line.split(" ")).refused(ExitCode.BAD_INPUT, "limbench.yaml", most);
    }

    /** As large as none may be, with nothing in it and no place taken on the disk. */
    private static Path sparse(Path file) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(THREE_GIBIBYTES);
        }
        return file;
    }
}
