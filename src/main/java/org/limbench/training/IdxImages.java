package org.limbench.training;

import java.nio.file.Path;

/** Images and labels of an {@code idx:} task, made small enough for an array. */
final class IdxImages {
    private static final double WHITE = 255;

    private IdxImages() {}

    /**
     * A pair of files, as features and classes.
     *
     * @param features pixels row by row, 0..1, one image a row
     * @param width features of an image
     * @param labels of the images
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Examples(double[] features, int width, ClassLabels labels) {}

    /**
     * Reads {@code IMAGES,LABELS}; options {@code side} (pixels along an edge after averaging) and {@code first} (how many
     * images to take).
     *
     * @throws WorkloadException one line naming file, value and what is allowed
     */
    static Examples read(TaskText task) {
        int comma = task.what().indexOf(',');
        if (comma < 1
                || comma != task.what().lastIndexOf(',')
                || comma == task.what().length() - 1) {
            throw new WorkloadException("task is \"" + task.text() + "\"; allowed: idx:IMAGES,LABELS");
        }
        IdxFile images = IdxFile.read(Path.of(task.what().substring(0, comma)), 3);
        IdxFile labels = IdxFile.read(Path.of(task.what().substring(comma + 1)), 1);
        int count = images.dimension(0);
        if (labels.dimension(0) != count) {
            throw new WorkloadException(images.name() + " holds " + count + " images and " + labels.name() + " "
                    + labels.dimension(0) + " labels; allowed: as many of one as of the other");
        }
        int rows = images.dimension(1);
        int columns = images.dimension(2);
        int first = task.whole("first", count, 2, count);
        int side = task.whole("side", 0, 1, Math.min(rows, columns));
        int width = side == 0 ? rows * columns : side * side;
        if (count < 2 || (long) first * width > ExampleTable.MOST_NUMBERS || width > 65_535) {
            throw new WorkloadException(images.name() + " makes " + first + " x " + width
                    + " numbers; allowed: 2 or more images of at most 65535 pixels, " + ExampleTable.MOST_NUMBERS
                    + " in all; options side and first make them fewer");
        }
        double[] features = new double[first * width];
        double[] image = new double[rows * columns];
        for (int k = 0; k < first; k++) {
            for (int p = 0; p < image.length; p++) {
                image[p] = images.at(k * image.length + p) / WHITE;
            }
            double[] small = side == 0 ? image : averaged(image, rows, columns, side);
            System.arraycopy(small, 0, features, k * width, width);
        }
        return new Examples(features, width, labels.classes(first));
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
