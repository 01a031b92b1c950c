package org.limbench.training;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.limbench.device.Require;

/** Images and labels of an {@code idx:} task, made small enough for an array. */
final class IdxImages {
    private static final double WHITE = 255;
    /** As read, and among the examples to train or test on. */
    private static final int BYTES_OF_A_PIXEL = 2 * Double.BYTES;

    /** The files of the MNIST database and those published in its likeness, in the order a task names them. */
    private static final List<String> MNIST = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    private IdxImages() {}

    /**
     * Images as features and classes.
     *
     * @param features pixels row by row, 0..1, one image a row; those to train on first
     * @param width features of an image
     * @param labels of the images
     * @param published how many of the first are to train on by the publishers' split; 0 where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Examples(double[] features, int width, ClassLabels labels, int published) {}

    /** Images with their labels. */
    private record Pair(IdxFile images, IdxFile labels) {
        static Pair read(String images, String labels, Consumer<TaskInput> inputs) {
            Pair pair = new Pair(IdxFile.read(images, 3, "images", inputs), IdxFile.read(labels, 1, "labels", inputs));
            if (pair.labels.dimension(0) != pair.count()) {
                throw new WorkloadException(images + " holds " + pair.count() + " images and " + labels + " "
                        + pair.labels.dimension(0) + " labels; allowed: as many of one as of the other");
            }
            return pair;
        }

        int count() {
            return images.dimension(0);
        }
    }

    /**
     * Reads {@code IMAGES,LABELS}, or the images and labels to train on and those to test on, four names or the directory they
     * are in; options {@code side} (pixels along an edge after averaging) and {@code first} (how many images to take of those
     * to train on).
     *
     * @throws WorkloadException one line naming file, value and what is allowed
     */
    static Examples read(TaskText task, Consumer<TaskInput> inputs) {
        List<String> files = files(task);
        Pair train = Pair.read(files.get(0), files.get(1), inputs);
        Pair test = files.size() == 4 ? Pair.read(files.get(2), files.get(3), inputs) : null;
        int rows = train.images.dimension(1);
        int columns = train.images.dimension(2);
        if (test != null && (test.images.dimension(1) != rows || test.images.dimension(2) != columns)) {
            throw new WorkloadException(test.images.name() + " holds images of " + test.images.dimension(1) + " x "
                    + test.images.dimension(2) + " pixels; allowed: " + rows + " x " + columns + " as in "
                    + train.images.name());
        }
        int first = task.whole("first", train.count(), Math.min(2, train.count()), train.count());
        int side = task.whole("side", 0, 1, Math.min(rows, columns));
        int width = side == 0 ? rows * columns : side * side;
        int all = first + (test == null ? 0 : test.count());
        if (train.count() < 2 || (long) all * width > ExampleTable.MOST_NUMBERS || width > 65_535) {
            throw new WorkloadException(train.images.name() + " makes " + all + " x " + width
                    + " numbers; allowed: 2 or more images of at most 65535 pixels, " + ExampleTable.MOST_NUMBERS
                    + " in all; options side and first make them fewer");
        }
        Require.memory(
                train.images.name() + ": " + all + " x " + width + " pixels, " + BYTES_OF_A_PIXEL + " bytes each,",
                (long) all * width * BYTES_OF_A_PIXEL);
        double[] features = new double[all * width];
        fill(features, 0, train.images, first, side);
        int[] values = Arrays.copyOf(train.labels.values(first), all);
        if (test != null) {
            fill(features, first * width, test.images, test.count(), side);
            System.arraycopy(test.labels.values(test.count()), 0, values, first, test.count());
        }
        return new Examples(features, width, classes(train.labels.name(), values), test == null ? 0 : first);
    }

    private static List<String> files(TaskText task) {
        List<String> files = task.files();
        if (files.size() == 1 && Files.isDirectory(path(task, files.get(0)))) {
            Path directory = path(task, files.get(0));
            return MNIST.stream().map(name -> inside(directory, name)).toList();
        }
        if ((files.size() != 2 && files.size() != 4) || files.contains("")) {
            throw new WorkloadException("task is \"" + task.text() + "\"; allowed: idx:IMAGES,LABELS, or"
                    + " idx:IMAGES,LABELS,TESTIMAGES,TESTLABELS, or a directory that holds " + String.join(", ", MNIST)
                    + " (a comma in a file's name is written %2C)");
        }
        return files;
    }

    private static Path path(TaskText task, String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new WorkloadException("task is \"" + TableCollector.printable(task.text()) + "\"; allowed: paths", e);
        }
    }

    /** A file of the collection as it is, or packed by gzip as it is published. */
    private static String inside(Path directory, String name) {
        for (String there : new String[] {name, name + ".gz"}) {
            if (Files.isRegularFile(directory.resolve(there))) {
                return directory.resolve(there).toString();
            }
        }
        throw new WorkloadException(directory + " holds neither " + name + " nor " + name
                + ".gz; allowed: a directory with " + String.join(", ", MNIST));
    }

    private static void fill(double[] features, int from, IdxFile images, int count, int side) {
        int rows = images.dimension(1);
        int columns = images.dimension(2);
        double[] image = new double[rows * columns];
        for (int k = 0; k < count; k++) {
            for (int p = 0; p < image.length; p++) {
                image[p] = images.at(k * image.length + p) / WHITE;
            }
            double[] small = side == 0 ? image : averaged(image, rows, columns, side);
            System.arraycopy(small, 0, features, from + k * small.length, small.length);
        }
    }

    /** Labels as classes, numbered in rising order. */
    private static ClassLabels classes(String name, int[] values) {
        int[] classes = Arrays.stream(values).sorted().distinct().toArray();
        if (classes.length < 2) {
            throw new WorkloadException(name + " holds one class, " + classes[0] + "; allowed: 2 to 256");
        }
        return new ClassLabels(
                Arrays.stream(values)
                        .map(value -> Arrays.binarySearch(classes, value))
                        .toArray(),
                classes.length);
    }

    /** Mean over each of side x side equal rectangles; a pixel across an edge counts with its share. */
    static double[] averaged(double[] image, int rows, int columns, int side) {
        double[] small = new double[side * side];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                for (int a = i * side / rows; a < side && a * rows < (i + 1) * side; a++) {
                    double high = overlap(i, a, rows, side);
                    for (int b = j * side / columns; b < side && b * columns < (j + 1) * side; b++) {
                        small[a * side + b] += high * overlap(j, b, columns, side) * image[i * columns + j];
                    }
                }
            }
        }
        return small;
    }

    /** Share of part {@code a} of {@code side} that pixel {@code i} of {@code pixels} fills along one edge. */
    private static double overlap(int i, int a, int pixels, int side) {
        double from = Math.max((double) i * side, (double) a * pixels);
        double to = Math.min((double) (i + 1) * side, (double) (a + 1) * pixels);
        return Math.max(0, to - from) / pixels;
    }
}
