package org.limbench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.RandomStream;

final class TraceReaderTest {
    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("wire.pcapng");
        TraceFiles.write(file);
    }

    private static List<String> lines(List<TraceRecord> records) {
        return records.stream()
                .map(record -> record.number() + " " + record.link().name() + " " + record.kind() + " "
                        + record.direction() + " " + (record.epochNanos() - TraceFiles.START) + " " + record.length()
                        + " " + record.comment() + " " + MessageWords.of(record.decoded()))
                .toList();
    }

    private List<String> linesOf(byte[] bytes) throws IOException {
        return lines(TraceFiles.records(Files.write(directory.resolve("other.pcapng"), bytes)));
    }

    private void refused(byte[] bytes, String... parts) throws IOException {
        Path other = Files.write(directory.resolve("other.pcapng"), bytes);
        assertThatThrownBy(() -> TraceFiles.records(other))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContainingAll("other.pcapng: byte ")
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        List<TraceRecord> records = TraceFiles.records(file);
        assertThat(lines(records)).hasSize(9);
        assertThat(records.get(1).epochNanos()).isEqualTo(TraceFiles.START + 2_000_000);
        assertThat(records.get(1).link())
                .isEqualTo(new TracedLink(0, "serial:./lim0", Side.HOST, OptionalLong.empty()));
        assertThat(records).extracting(TraceRecord::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(records.stream().filter(record -> record.kind() == TraceRecord.Kind.CORRUPT))
                .hasSize(2)
                .allMatch(record -> record.direction() == Direction.TO_HOST);
    }

    @Test
    void aFileCutAnywhereIsReadUpToTheBlockItIsCutIn() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        List<String> all = lines(TraceFiles.records(file));
        Path other = directory.resolve("cut.pcapng");
        int most = 0;
        for (int length = 4; length < whole.length; length++) {
            Files.write(other, Arrays.copyOf(whole, length));
            try (TraceReader reader = TraceReader.open(other)) {
                List<String> read = lines(TraceFiles.records(reader));
                assertThat(read).isEqualTo(all.subList(0, read.size()));
                assertThat(read.size()).isGreaterThanOrEqualTo(most);
                most = read.size();
                boolean cut = reader.cutAt().isPresent();
                assertThat(cut).as("length %d", length).isEqualTo(reader.offset() != length);
                assertThat(reader.cutAt().orElse(reader.offset())).isEqualTo(reader.offset());
                assertThat(reader.next()).isNull();
            }
        }
        assertThat(most).isEqualTo(all.size() - 1);
    }

    @Test
    void theOtherByteOrderIsReadAlike() throws IOException {
        assertThat(linesOf(turned(Files.readAllBytes(file)))).isEqualTo(lines(TraceFiles.records(file)));
    }

    /** The same blocks big-endian: lengths, fixed fields, option heads; data as it is. */
    private static byte[] turned(byte[] little) {
        ByteBuffer in = ByteBuffer.wrap(little).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(little.length);
        while (in.hasRemaining()) {
            int start = in.position();
            int type = in.getInt();
            int total = in.getInt();
            out.putInt(type).putInt(total);
            int data = 0;
            if (type == Pcapng.SECTION_HEADER) {
                out.putInt(in.getInt())
                        .putShort(in.getShort())
                        .putShort(in.getShort())
                        .putLong(in.getLong());
            } else if (type == Pcapng.INTERFACE_DESCRIPTION) {
                out.putShort(in.getShort()).putShort(in.getShort()).putInt(in.getInt());
            } else {
                out.putInt(in.getInt()).putInt(in.getInt()).putInt(in.getInt());
                int kept = in.getInt();
                out.putInt(kept).putInt(in.getInt());
                data = (kept + 3) / 4 * 4;
            }
            for (int i = 0; i < data; i++) {
                out.put(in.get());
            }
            while (in.position() < start + total - 4) {
                int code = in.getShort();
                int length = in.getShort();
                out.putShort((short) code).putShort((short) length);
                if (type == Pcapng.ENHANCED_PACKET && code != Pcapng.COMMENT && code != Pcapng.END_OF_OPTIONS) {
                    out.putInt(in.getInt());
                } else {
                    for (int i = 0; i < (length + 3) / 4 * 4; i++) {
                        out.put(in.get());
                    }
                }
            }
            out.putInt(in.getInt());
        }
        return out.array();
    }

    @Test
    void blocksAndTrafficOfOthersArePassedOver() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.write(whole, 0, header);
        mixed.writeBytes(block(0x0BAD, new byte[8])); // custom block
        mixed.writeBytes(block(5, new byte[BlockReader.MOST_BLOCK])); // statistics, larger than any block read
        mixed.write(whole, header, whole.length - header);
        byte[] ethernet = {1, 0, 0, 0, 0, 0, 0, 0};
        mixed.writeBytes(block(Pcapng.INTERFACE_DESCRIPTION, ethernet));
        byte[] packet = new byte[20];
        packet[0] = 2;
        mixed.writeBytes(block(Pcapng.ENHANCED_PACKET, packet));
        assertThat(linesOf(mixed.toByteArray())).isEqualTo(lines(TraceFiles.records(file)));
    }

    @Test
    void aSecondSectionIsReadAsFurtherLinks() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        Path other = Files.write(directory.resolve("twice.pcapng"), twice);
        assertThat(TraceFiles.records(other))
                .hasSize(18)
                .last()
                .satisfies(record -> assertThat(record.link().number()).isOne())
                .satisfies(record -> assertThat(record.number()).isEqualTo(18));
    }

    @Test
    void timesOfEveryResolutionAreTold() {
        long nanos = TraceFiles.START;
        assertThat(new Interface(null, false, 9, 0).epochNanos(nanos)).isEqualTo(nanos);
        assertThat(new Interface(null, false, 6, 0).epochNanos(nanos / 1000)).isEqualTo(nanos / 1000 * 1000);
        assertThat(new Interface(null, false, 0, -5).epochNanos(105)).isEqualTo(100_000_000_000L);
        assertThat(new Interface(null, false, 128 + 1, 0).epochNanos(3)).isEqualTo(1_500_000_000L);
        assertThat(new Interface(null, false, 128 + 32, 0).epochNanos((7L << 32) + (1L << 30)))
                .isEqualTo(7_250_000_000L);
        assertThat(new Interface(null, false, 12, 0).epochNanos(1_000_000_250_000L))
                .isEqualTo(1_000_000_250L);
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() throws IOException {
        refused(new byte[0], "byte 0", "no pcapng section header");
        refused("GIF89a, no trace".getBytes(StandardCharsets.US_ASCII), "byte 0", "--trace");
        byte[] whole = Files.readAllBytes(file);
        int second = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        refused(with(whole, 8, 7), "byte 0", "byte-order magic");
        refused(with(whole, 12, 9), "byte 0", "version 9.0", "allowed: 1");
        refused(with(whole, second + 4, 13), "byte " + second, "block of 13 bytes");
        refused(with(whole, second + 4, 8), "byte " + second, "block of 8 bytes");
        refused(with(whole, second + 6, 0x20), "byte " + second, "at most 1048576");
        refused(with(whole, second - 4, 1), "byte 0", "ends saying");
        refused(with(whole, second + 18, 0x7F), "byte " + second, "option 2", "left");
        int packet = firstPacket(whole);
        refused(with(whole, packet + 8, 9), "byte " + packet, "interface 9", "the 2 described");
        refused(with(whole, packet + 21, 9), "byte " + packet, "packet takes 2304 bytes");
        refused(with(whole, packet + 15, 0xFF), "byte " + packet, "overflow");
        refused(with(whole, packet + 32, 0), "byte " + packet, "no direction");
    }

    private static int firstPacket(byte[] whole) {
        ByteBuffer in = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (in.getInt(at) != Pcapng.ENHANCED_PACKET) {
            at += in.getInt(at + 4);
        }
        return at;
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    @Test
    void anyMutationIsReadOrRefusedInOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        RandomStream.Cursor random = RandomStream.of(11, "test.traces").cursor();
        Path other = directory.resolve("mutant.pcapng");
        int refused = 0;
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] mutant = Arrays.copyOf(whole, whole.length - random.nextBelow(8) * random.nextBelow(60));
            for (int n = random.nextBelow(4); n >= 0; n--) {
                mutant[random.nextBelow(mutant.length)] = (byte) random.nextBelow(256);
            }
            try (TraceReader reader = TraceReader.open(other, new ByteArrayInputStream(mutant))) {
                for (TraceRecord record : TraceFiles.records(reader)) {
                    if (record.bytes().length > whole.length
                            || MessageWords.of(record.decoded()).isBlank()) {
                        fail("round " + round + " gave " + record);
                    }
                }
                read++;
            } catch (TraceFormatException wrong) {
                assertThat(wrong).hasMessageMatching(".*mutant.pcapng: byte \\d+: .+");
                refused++;
            }
        }
        assertThat(read).isGreaterThan(2_000);
        assertThat(refused).isGreaterThan(2_000);
    }

    private static byte[] block(int type, byte[] body) {
        int total = body.length + Pcapng.BLOCK_FRAME;
        return ByteBuffer.allocate(total)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(total)
                .put(body)
                .putInt(total)
                .array();
    }
}
