package org.limbench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.ScriptedLink;
import org.limbench.transport.Link;
import org.limbench.transport.LinkKind;

final class TraceWriterTest {
    @TempDir
    private Path directory;

    /** draft-ietf-opsawg-pcapng, figures 9 (section header), 10 (interface description), 11 (enhanced packet), 8 (options). */
    @Test
    void fileIsLaidOutOctetByOctetAsTheDraftHasIt() throws Exception {
        Path file = directory.resolve("golden.pcapng");
        try (TraceWriter writer = TraceWriter.create(file, TraceFiles.ORIGIN, new ManualClock(0x0102030405060708L))) {
            ScriptedLink wire = new ScriptedLink(LinkKind.STREAM);
            Link link = writer.tap("x", Side.DEVICE, OptionalLong.of(-5)).record(wire);
            link.send(FrameCodec.encode(new Envelope(TraceFiles.SESSION, 0, new Bye("ok"))), TraceFiles.COMMAND);
            wire.coming(new byte[] {2, 1, 0});
            link.receive(Duration.ZERO);
        }

        assertThat(HexFormat.ofDelimiter(" ").formatHex(Files.readAllBytes(file)))
                .isEqualTo("""
                        0a 0d 0d 0a 40 00 00 00 4d 3c 2b 1a 01 00 00 00
                        ff ff ff ff ff ff ff ff
                        02 00 03 00 63 70 75 00
                        03 00 02 00 6f 73 00 00
                        04 00 0a 00 6c 69 6d 62 65 6e 63 68 20 31 00 00
                        00 00 00 00 40 00 00 00
                        01 00 00 00 68 00 00 00 93 00 00 00 00 40 00 00
                        02 00 0b 00 78 20 65 6e 76 65 6c 6f 70 65 73 00
                        03 00 32 00 72 65 63 6f 72 64 65 64 20 62 79 20 74 68 65 20 64 65 76 69 63 65 2c 20
                        65 6d 75 6c 61 74 65 64 20 64 65 76 69 63 65 20 6f 66 20 73 65 65 64 20 2d 35 00 00
                        09 00 01 00 09 00 00 00
                        00 00 00 00 68 00 00 00
                        01 00 00 00 64 00 00 00 94 00 00 00 00 40 00 00
                        02 00 05 00 78 20 72 61 77 00 00 00
                        03 00 32 00 72 65 63 6f 72 64 65 64 20 62 79 20 74 68 65 20 64 65 76 69 63 65 2c 20
                        65 6d 75 6c 61 74 65 64 20 64 65 76 69 63 65 20 6f 66 20 73 65 65 64 20 2d 35 00 00
                        09 00 01 00 09 00 00 00
                        00 00 00 00 64 00 00 00
                        06 00 00 00 44 00 00 00 01 00 00 00 04 03 02 01 08 07 06 05
                        00 00 00 00 00 00 00 00
                        02 00 04 00 02 00 00 00
                        06 00 04 00 01 00 00 00
                        01 00 0b 00 6c 69 6e 6b 20 6f 70 65 6e 65 64 00
                        00 00 00 00 44 00 00 00
                        06 00 00 00 44 00 00 00 00 00 00 00 04 03 02 01 08 07 06 05
                        10 00 00 00 10 00 00 00
                        09 88 77 66 55 44 33 22 11 e2 01 04 0a 02 6f 6b
                        02 00 04 00 02 00 00 00
                        06 00 04 00 01 00 00 00
                        00 00 00 00 44 00 00 00
                        06 00 00 00 68 00 00 00 01 00 00 00 04 03 02 01 08 07 06 05
                        02 00 00 00 02 00 00 00
                        02 01 00 00
                        02 00 04 00 01 00 00 00
                        06 00 04 00 01 00 00 00
                        01 00 29 00 66 72 61 6d 65 20 6f 66 20 31 20 62 79 74 65 73 20 69 73 20
                        74 6f 6f 20 73 68 6f 72 74 20 66 6f 72 20 69 74 73 20 43 52 43 00 00 00
                        00 00 00 00 68 00 00 00
                        """.strip().replace('\n', ' '));
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws Exception {
        Path file = Files.writeString(directory.resolve("mine"), "precious");
        assertThatThrownBy(() -> TraceWriter.create(file, TraceFiles.ORIGIN, () -> 0))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("precious");
        assertThatThrownBy(
                        () -> TraceWriter.create(directory.resolve("no").resolve("where"), TraceFiles.ORIGIN, () -> 0))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aTraceWithoutAPacketIsNotKept() throws Exception {
        Path file = directory.resolve("empty.pcapng");
        TraceWriter writer = TraceWriter.create(file, TraceFiles.ORIGIN, () -> 0);
        writer.tap("x", Side.HOST, OptionalLong.empty());
        assertThat(file).isNotEmptyFile();
        writer.close();
        assertThat(file).doesNotExist();
        writer.close();
    }

    @Test
    void everyPacketIsReadableBeforeTheFileIsClosed() throws Exception {
        Path file = directory.resolve("open.pcapng");
        try (TraceWriter writer = TraceWriter.create(file, TraceFiles.ORIGIN, () -> 5)) {
            Link link = writer.tap("x", Side.HOST, OptionalLong.empty()).record(new ScriptedLink(LinkKind.MESSAGES));
            for (int n = 1; n < 20; n++) {
                assertThat(TraceFiles.records(file)).hasSize(n);
                link.send(new byte[n], TraceFiles.COMMAND);
            }
        }
    }

    @Test
    void thePlaceOpenedAnewKeepsItsInterfaces() throws Exception {
        Path file = directory.resolve("again.pcapng");
        try (TraceWriter writer = TraceWriter.create(file, TraceFiles.ORIGIN, () -> 5)) {
            for (String name : new String[] {"a", "b", "a"}) {
                writer.tap(name, Side.HOST, OptionalLong.empty()).record(new ScriptedLink(LinkKind.STREAM));
            }
        }
        assertThat(TraceFiles.records(file))
                .extracting(record -> record.link().number())
                .containsExactly(0, 1, 0);
        assertThat(TraceFiles.records(file)).extracting(TraceRecord::connection).containsExactly(1, 1, 2);
    }

    @Test
    void longTextsAreClippedBetweenCharacters() throws Exception {
        Path file = directory.resolve("long.pcapng");
        try (TraceWriter writer = TraceWriter.create(file, TraceFiles.ORIGIN, () -> 5)) {
            writer.tap("\u20ac".repeat(3_000), Side.HOST, OptionalLong.empty())
                    .record(new ScriptedLink(LinkKind.STREAM));
        }
        assertThat(TraceFiles.records(file))
                .extracting(record -> record.link().name())
                .containsExactly("\u20ac".repeat(1024 / 3));
    }

    @Test
    void aDiskThatIsFullEndsTheTraceAndNotTheLink() throws Exception {
        Path file = directory.resolve("full.pcapng");
        OutputStream disk = new SmallDisk(300);
        ScriptedLink wire = new ScriptedLink(LinkKind.MESSAGES);
        try (TraceWriter writer = TraceWriter.begin(file, disk, TraceFiles.ORIGIN, () -> 5)) {
            Link link = writer.tap("x", Side.HOST, OptionalLong.empty()).record(wire);
            assertThat(writer.failure()).isEmpty();
            for (int n = 0; n < 10; n++) {
                link.send(new byte[] {1, 2}, TraceFiles.COMMAND);
            }
            assertThat(writer.failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("full.pcapng ends after", "No space left"));
        }
        assertThat(wire.sent()).hasSize(10);
    }

    /** Takes so many bytes and no more. */
    private static final class SmallDisk extends OutputStream {
        private int left;

        SmallDisk(int bytes) {
            left = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new IOException("No space left on device");
            }
        }
    }
}
