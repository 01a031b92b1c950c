package org.limbench.training;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A file of unsigned bytes in the IDX format of the MNIST database, packed by gzip or not: two zero octets, 8 for unsigned
 * bytes, the number of dimensions, each dimension in four octets, the most significant first, then the bytes, the last
 * dimension fastest (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats). Nothing it says
 * is trusted: no more memory is taken than the file has bytes for, and never more than {@link #MOST_BYTES}.
 */
final class IdxFile {
    /** Most bytes behind the header; MNIST's training images are 47 million. */
    static final int MOST_BYTES = 64 << 20;

    private static final int UNSIGNED_BYTES = 8;
    private static final int HEADER_BYTES = 4 + 4 * 255;

    private final String name;
    private final int[] dimensions;
    private final byte[] bytes;

    private IdxFile(String name, int[] dimensions, byte[] bytes) {
        this.name = name;
        this.dimensions = dimensions;
        this.bytes = bytes;
    }

    /**
     * Reads a file.
     *
     * @param dimensions how many it must have
     * @param role of the file in its task
     * @param inputs told of it
     * @throws WorkloadException one line naming file, value and what is allowed
     */
    static IdxFile read(String path, int dimensions, String role, Consumer<TaskInput> inputs) {
        return DataFile.read(path, "an IDX file", MOST_BYTES + HEADER_BYTES, file -> {
            IdxFile read = whole(path, file, dimensions);
            file.tell(inputs, role, read.counts(), "");
            return read;
        });
    }

    private static IdxFile whole(String path, DataFile file, int dimensions) throws IOException {
        try {
            return read(path, new DataInputStream(file.bytes()), dimensions);
        } catch (EOFException e) {
            throw new WorkloadException(path + " ends early; allowed: as many bytes as its header says", e);
        }
    }

    private static IdxFile read(String name, DataInputStream in, int wanted) throws IOException {
        int magic = in.readInt();
        int right = UNSIGNED_BYTES << 8 | wanted;
        if (magic != right) {
            throw new WorkloadException(String.format(
                    "%s begins with %08x; allowed: %08x, unsigned bytes in %d dimension%s",
                    name, magic, right, wanted, wanted == 1 ? "" : "s"));
        }
        int[] dimensions = new int[wanted];
        long size = 1;
        for (int d = 0; d < wanted; d++) {
            dimensions[d] = in.readInt();
            // each factor is below 2^31 and the product before it at most MOST_BYTES
            size *= dimensions[d];
            if (dimensions[d] < 1 || size > MOST_BYTES) {
                throw new WorkloadException(name + ", dimension " + (d + 1) + " is "
                        + Integer.toUnsignedString(dimensions[d]) + "; allowed: 1 or more, " + MOST_BYTES
                        + " bytes in all");
            }
        }
        // grows with what is there, not with what the header says
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new WorkloadException(
                    name + " ends early, after " + bytes.length + " of " + size + " bytes its header says");
        }
        if (in.read() >= 0) {
            throw new WorkloadException(name + " goes on after the " + size + " bytes its header says");
        }
        return new IdxFile(name, dimensions, bytes);
    }

    String name() {
        return name;
    }

    /** What a record says of it. */
    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(Map.of("examples", (long) dimensions[0]));
        if (dimensions.length == 1) {
            counts.put(
                    "classes", Arrays.stream(values(dimensions[0])).distinct().count());
        } else {
            counts.put("features", (long) bytes.length / dimensions[0]);
        }
        return counts;
    }

    /** Length of a dimension, from 0. */
    int dimension(int which) {
        return dimensions[which];
    }

    /** Byte number k, 0..255. */
    int at(int k) {
        return Byte.toUnsignedInt(bytes[k]);
    }

    /** The first values of a file. */
    int[] values(int first) {
        int[] values = new int[first];
        for (int k = 0; k < values.length; k++) {
            values[k] = at(k);
        }
        return values;
    }
}
