package org.limbench.physics;

import java.nio.ByteBuffer;
import org.limbench.device.ArrayGeometry;

/** The opening of every snapshot: version, model tag, rows, columns; big-endian. */
final class SnapshotHeader {
    private SnapshotHeader() {}

    /** Reads and checks the opening; leaves the buffer behind it. */
    static void require(ByteBuffer in, byte version, byte tag, ArrayGeometry geometry) {
        byte foundVersion = in.get();
        byte foundTag = in.get();
        if (foundVersion != version || foundTag != tag) {
            throw new IllegalArgumentException("snapshot is version " + foundVersion + " of model '" + (char) foundTag
                    + "'; allowed: version " + version + " of model '" + (char) tag + "'");
        }
        int rows = in.getInt();
        int columns = in.getInt();
        if (rows != geometry.rows() || columns != geometry.columns()) {
            throw new IllegalArgumentException("snapshot has " + rows + " x " + columns + " cells; allowed: "
                    + geometry.rows() + " x " + geometry.columns());
        }
    }

    static void requireLength(byte[] snapshot, int length) {
        if (snapshot.length != length) {
            throw new IllegalArgumentException("snapshot has " + snapshot.length + " bytes; allowed: " + length);
        }
    }

    /** Reads finite doubles; refuses any other. */
    static double[] finiteDoubles(ByteBuffer in, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getDouble();
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "snapshot value " + i + " is " + values[i] + "; allowed: a finite number");
            }
        }
        return values;
    }

    /** Reads counts; refuses negative ones. */
    static long[] counts(ByteBuffer in, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getLong();
            if (values[i] < 0) {
                throw new IllegalArgumentException("snapshot count " + i + " is " + values[i] + "; allowed: 0 or more");
            }
        }
        return values;
    }
}
