package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.RandomStream;

class IdxTaskTest {
    private static final Path FIXTURES = Path.of("test-fixtures/idx");
    private static final String DIGITS = "idx:" + FIXTURES.resolve("digits-images-idx3-ubyte.gz") + ","
            + FIXTURES.resolve("digits-labels-idx1-ubyte");
    private static final int COUNT = 60;

    @TempDir
    Path folder;

    /** The first 60 UCI digits in the MNIST format; white is 16 there and 255 here. */
    private static byte[][] firstDigits() throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + COUNT * 64)
                .putInt(0x00000803)
                .putInt(COUNT)
                .putInt(8)
                .putInt(8);
        ByteBuffer labels = ByteBuffer.allocate(8 + COUNT).putInt(0x00000801).putInt(COUNT);
        try (var packed = new GZIPInputStream(Files.newInputStream(Path.of("test-fixtures/digits/digits.csv.gz")))) {
            List<String> lines = new String(packed.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .limit(COUNT)
                    .toList();
            for (String line : lines) {
                String[] fields = line.split(",", -1);
                for (int p = 0; p < 64; p++) {
                    images.put((byte) Math.round(Double.parseDouble(fields[p]) * 255 / 16));
                }
                labels.put((byte) Double.parseDouble(fields[64]));
            }
        }
        return new byte[][] {images.array(), labels.array()};
    }

    private static byte[] packed(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private String task(byte[] images, byte[] labels) throws IOException {
        Path a = folder.resolve("images");
        Path b = folder.resolve("labels");
        Files.write(a, images);
        Files.write(b, labels);
        return "idx:" + a + "," + b;
    }

    private static byte[] idx(int magic, int[] dimensions, int... bytes) {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * dimensions.length + bytes.length).putInt(magic);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        for (int value : bytes) {
            file.put((byte) value);
        }
        return file.array();
    }

    private static byte[] images(int[] dimensions, int... bytes) {
        return idx(0x803, dimensions, bytes);
    }

    private static byte[] labels(int... bytes) {
        return idx(0x801, new int[] {bytes.length}, bytes);
    }

    private static OuterProduct gradient(Workload workload, int example) {
        OuterProduct gradient = OuterProduct.of(workload.layers().get(0));
        workload.gradient(
                example, new double[][] {workload.layers().get(0).newWeights()}, new OuterProduct[] {gradient});
        return gradient;
    }

    @Test
    void theCommittedFilesAreTheFirstDigits() throws IOException {
        byte[][] digits = firstDigits();
        try (var packed = new GZIPInputStream(Files.newInputStream(FIXTURES.resolve("digits-images-idx3-ubyte.gz")))) {
            assertThat(packed.readAllBytes()).isEqualTo(digits[0]);
        }
        assertThat(FIXTURES.resolve("digits-labels-idx1-ubyte")).hasBinaryContent(digits[1]);
    }

    @Test
    void imagesAndLabelsBecomeAClassifierPackedOrNot() throws IOException {
        Workload digits = Workloads.named(DIGITS, 1);
        assertThat(digits.shape()).isEqualTo(new ArrayGeometry(65, 10));
        assertThat(digits.examples()).isEqualTo(48);
        assertThat(digits.score()).isEqualTo(Score.ACCURACY);

        byte[][] raw = firstDigits();
        Workload other = Workloads.named(task(raw[0], packed(raw[1])), 1);
        for (int k = 0; k < 48; k++) {
            OuterProduct gradient = gradient(digits, k);
            assertThat(gradient(other, k)).isEqualTo(gradient);
            assertThat(gradient.input()[64]).isEqualTo(1);
            for (double x : gradient.input()) {
                // whole 255ths of white
                assertThat(x * 255).isBetween(0.0, 255.0).isCloseTo(Math.rint(x * 255), within(1e-9));
            }
        }
        assertThat(Workloads.named(DIGITS + "?first=20", 1).examples()).isEqualTo(16);
    }

    /** A 3 x 2 image: thirds of 2 rows by halves; each pixel of the small one is the mean of 1.5 x 1 pixels. */
    @Test
    void aSmallerSideIsTheMeanOverEqualParts() {
        double[] image = {
            0.0, 0.6,
            0.3, 0.0,
            0.9, 0.3
        };
        assertThat(IdxImages.averaged(image, 3, 2, 2))
                .containsExactly(new double[] {0.1, 0.4, 0.7, 0.2}, within(1e-12));
        assertThat(IdxImages.averaged(image, 3, 2, 1)).containsExactly(new double[] {0.35}, within(1e-12));
        double[] square = new double[28 * 28];
        for (int k = 0; k < square.length; k++) {
            square[k] = k;
        }
        assertThat(IdxImages.averaged(square, 28, 28, 28)).containsExactly(square, within(1e-9));
        // 28 = 4 x 7: means of whole blocks, the first one over rows and columns 0 to 3
        assertThat(IdxImages.averaged(square, 28, 28, 7)[0]).isCloseTo(1.5 * 28 + 1.5, within(1e-9));
    }

    @Test
    void aSideShrinksTheArrayNeeded() {
        assertThat(Workloads.named(DIGITS + "?side=4", 1).shape()).isEqualTo(new ArrayGeometry(17, 10));
        assertThatThrownBy(() -> Workloads.named(DIGITS + "?side=9", 1))
                .isInstanceOf(WorkloadException.class)
                .hasMessageEndingWith("side is \"9\"; allowed: 1 to 8");
    }

    @Test
    void labelsAreNumberedInRisingOrder() throws IOException {
        Workload workload = Workloads.named(
                task(images(new int[] {4, 1, 1}, 0, 255, 0, 255), labels(7, 200, 7, 200)) + "?model=softmax", 1);
        assertThat(workload.shape()).isEqualTo(new ArrayGeometry(2, 2));
        // white is class 200, the second
        assertThat(workload.score(new double[][] {{-1, 1, 0.5, -0.5}})).isEqualTo(1);
    }

    /** The four files of a collection, one of them packed: its split is the publishers', whatever the seed. */
    @Test
    void aDirectoryOfFourFilesKeepsTheirSplit(@TempDir Path mnist) throws IOException {
        Files.write(mnist.resolve("train-images-idx3-ubyte"), images(new int[] {3, 1, 1}, 0, 255, 0));
        Files.write(mnist.resolve("train-labels-idx1-ubyte.gz"), packed(labels(7, 9, 7)));
        Files.write(mnist.resolve("t10k-images-idx3-ubyte"), images(new int[] {2, 1, 1}, 255, 255));
        Path testLabels = mnist.resolve("t10k-labels-idx1-ubyte");
        assertThatThrownBy(() -> Workloads.named("idx:" + mnist, 1))
                .hasMessageContaining("holds neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz");
        Files.write(testLabels, labels(9, 7));
        String four = mnist + "/train-images-idx3-ubyte," + mnist + "/train-labels-idx1-ubyte.gz," + mnist
                + "/t10k-images-idx3-ubyte," + testLabels;
        for (String task : new String[] {"idx:" + mnist, "idx:" + four}) {
            for (long seed = 1; seed < 4; seed++) {
                Workload workload = Workloads.named(task, seed);
                assertThat(workload.examples()).isEqualTo(3);
                assertThat(workload.shape()).isEqualTo(new ArrayGeometry(2, 2));
                // white is class 9, the second: of the two images to test on one is 9, the other 7
                assertThat(workload.score(new double[][] {{-1, 1, 0.5, -0.5}})).isEqualTo(0.5);
                assertThat(gradient(workload, 1).input()).containsExactly(1, 1);
            }
        }
        assertThat(Workloads.named("idx:" + mnist + "?first=2", 1).examples()).isEqualTo(2);
        Files.write(mnist.resolve("t10k-images-idx3-ubyte"), images(new int[] {2, 1, 2}, 1, 2, 3, 4));
        assertThatThrownBy(() -> Workloads.named("idx:" + mnist, 1))
                .hasMessageContaining("holds images of 1 x 2 pixels; allowed: 1 x 1");
    }

    private void refused(byte[] images, byte[] labels, String message) throws IOException {
        String task = task(images, labels);
        assertThatThrownBy(() -> Workloads.named(task, 1))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsNotIdxIsRefusedInOneLine() throws IOException {
        byte[] good = images(new int[] {2, 1, 2}, 1, 2, 3, 4);
        byte[] pair = labels(0, 1);
        refused(new byte[0], pair, "images ends early; allowed: as many bytes as its header says");
        refused(idx(0x803, new int[] {2}), pair, "images ends early");
        refused(pair, pair, "images begins with 00000801; allowed: 00000803, unsigned bytes in 3 dimensions");
        refused(good, good, "labels begins with 00000803; allowed: 00000801, unsigned bytes in 1 dimension");
        refused(idx(0xD03, new int[] {2, 1, 2}, 1, 2, 3, 4), pair, "images begins with 00000d03");
        refused(images(new int[] {2, 0, 2}), pair, "images, dimension 2 is 0; allowed: 1 or more");
        refused(images(new int[] {2, -1, 2}), pair, "images, dimension 2 is 4294967295; allowed");
        refused(images(new int[] {65536, 65536, 65536}), pair, "dimension 2 is 65536; allowed: 1 or more, 67108864");
        refused(images(new int[] {Integer.MAX_VALUE, 1, 1}), pair, "dimension 1 is 2147483647; allowed");
        refused(images(new int[] {2, 1, 2}, 1, 2, 3), pair, "images ends early, after 3 of 4 bytes its header says");
        refused(images(new int[] {2, 1, 2}, 1, 2, 3, 4, 5), pair, "images goes on after the 4 bytes its header says");
        refused(good, labels(0, 1, 1), "images holds 2 images and");
        refused(good, labels(3, 3), "labels holds one class, 3; allowed: 2 to 256");
        refused(images(new int[] {1, 1, 2}, 1, 2), labels(3), "makes 1 x 2 numbers; allowed: 2 or more images");
        refused(images(new int[] {2, 1, 65536}, new int[131072]), pair, "of at most 65535 pixels");
        assertThatThrownBy(() -> Workloads.named("idx:" + folder.resolve("a") + "," + folder.resolve("b"), 1))
                .hasMessageEndingWith("a is not a file that can be read; allowed: an IDX file");
        assertThatThrownBy(() -> Workloads.named("idx:a", 1)).hasMessageContaining("allowed: idx:IMAGES,LABELS");
        assertThatThrownBy(() -> Workloads.named("idx:a,b,c", 1)).hasMessageContaining("allowed: idx:IMAGES,LABELS");
    }

    /** A header that promises 64 MiB behind a packed file of a few octets takes what is there, not what is promised. */
    @Test
    void aPromiseOfMuchTakesNoMemory() throws IOException {
        refused(packed(images(new int[] {1 << 26, 1, 1}, 1, 2)), labels(0, 1), "after 2 of 67108864 bytes");
    }

    /** Every cut and every flipped bit of a small pair of files, packed and not: a task, or one line that says no. */
    @Test
    void noDamageDoesMoreThanRefuse() throws IOException {
        byte[] good = images(new int[] {4, 2, 2}, 0, 50, 100, 150, 200, 250, 5, 55, 105, 155, 205, 255, 9, 8, 7, 6);
        byte[] few = labels(0, 1, 1, 0);
        int refusals = 0;
        int tasks = 0;
        for (byte[] images : List.of(good, packed(good))) {
            for (int cut = 0; cut < images.length; cut++) {
                assertThat(survives(task(Arrays.copyOf(images, cut), few))).isFalse();
            }
            for (int bit = 0; bit < 8 * images.length; bit++) {
                byte[] damaged = images.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                boolean alive = survives(task(damaged, few));
                tasks += alive ? 1 : 0;
                refusals += alive ? 0 : 1;
            }
        }
        RandomStream.Cursor draws = RandomStream.of(3, "test.damage").cursor();
        for (int n = 0; n < 500; n++) {
            byte[] damaged = few.clone();
            for (int k = 0; k < 1 + n % 4; k++) {
                damaged[draws.nextBelow(damaged.length)] = (byte) draws.nextBits();
            }
            survives(task(good, damaged));
        }
        // pixels may be anything, so all 128 of their bits are; the packed header's time, system and flags likewise
        assertThat(tasks).isGreaterThanOrEqualTo(128);
        assertThat(refusals).isGreaterThanOrEqualTo(16 * 8);
    }

    /** Whether it becomes a task; anything but a refusal fails the test. */
    private static boolean survives(String task) {
        try {
            Workload workload = Workloads.named(task, 1);
            gradient(workload, 0);
            return true;
        } catch (WorkloadException refusal) {
            assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        }
    }
}
