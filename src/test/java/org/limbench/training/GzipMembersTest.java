package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gzip packed is read to its last byte, or refused: never a part of it for the whole. */
final class GzipMembersTest {
    /** That many bytes that no packer makes smaller, so that a member ends anywhere in a buffer. */
    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return noise;
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(into)) {
            gzip.write(content);
        }
        return into.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] unpacked(byte[] file) throws IOException {
        try (InputStream in = new GzipMembers(new ByteArrayInputStream(file))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8100})
    void membersAreReadOneAfterTheOtherWhereverABufferEnds(int least) throws IOException {
        for (int size = least; size < least + 100; size++) {
            byte[] first = noise(size);
            byte[] second = noise(40);
            assertThat(unpacked(joined(packed(first), packed(second), packed(new byte[0]))))
                    .as("%d bytes in the first", size)
                    .isEqualTo(joined(first, second));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8100})
    void aSecondMemberThatIsDamagedOrCutIsNoEnd(int least) throws IOException {
        for (int size = least; size < least + 100; size++) {
            byte[] first = packed(noise(size));
            byte[] second = packed(noise(40));
            byte[] flipped = second.clone();
            flipped[1] ^= 1;
            assertThatThrownBy(() -> unpacked(joined(first, flipped))).isInstanceOf(ZipException.class);
            assertThatThrownBy(() -> unpacked(joined(first, new byte[] {'j'}))).isInstanceOf(ZipException.class);
            assertThatThrownBy(() -> unpacked(joined(first, new byte[5], second)))
                    .isInstanceOf(ZipException.class);
            assertThatThrownBy(() -> unpacked(joined(first, Arrays.copyOf(second, 5))))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void zerosThatFillABlockMayFollow() throws IOException {
        byte[] content = noise(100);
        assertThat(unpacked(joined(packed(content), new byte[512]))).isEqualTo(content);
    }
}
