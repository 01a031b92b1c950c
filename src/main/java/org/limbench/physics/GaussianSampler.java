package org.limbench.physics;

import org.limbench.device.RandomStream;

/**
 * Standard normal numbers by the ziggurat method: mostly one draw, one multiplication and one comparison.
 *
 * <p>256 layers of equal area, Marsaglia and Tsang, J. Stat. Softw. 5(8) (2000), doi:10.18637/jss.v005.i08; layer and
 * position come from different bits of a draw, as Doornik (2005) asks. Tables and rare cases take StrictMath, so that the
 * numbers have the same bits on every machine. Stateless.
 */
final class GaussianSampler {
    private static final int LAYERS = 256;
    /** Where the tail starts, and the area of a layer; both from the paper. */
    private static final double TAIL = 3.654152885361009;

    private static final double AREA = 0.00492867323399;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    /** Right edges of the layers from the base up; the base's is that of a rectangle of its area. */
    private static final double[] EDGE = new double[LAYERS + 1];
    /** exp(-x^2/2) at the edges. */
    private static final double[] HEIGHT = new double[LAYERS + 1];

    static {
        EDGE[0] = AREA / density(TAIL);
        EDGE[1] = TAIL;
        for (int i = 1; i < LAYERS - 1; i++) {
            EDGE[i + 1] = Math.sqrt(-2 * StrictMath.log(AREA / EDGE[i] + density(EDGE[i])));
        }
        EDGE[LAYERS] = 0;
        for (int i = 0; i <= LAYERS; i++) {
            HEIGHT[i] = density(EDGE[i]);
        }
    }

    private GaussianSampler() {}

    private static double density(double x) {
        return StrictMath.exp(-x * x / 2);
    }

    /** Next standard normal number. */
    static double next(RandomStream.Cursor cursor) {
        long bits = cursor.nextBits();
        int layer = (int) bits & (LAYERS - 1);
        // 54 signed bits: uniform on [-1, 1)
        double x = (bits >> 10) * TWO_TO_MINUS_53 * EDGE[layer];
        return Math.abs(x) < EDGE[layer + 1] ? x : beyond(layer, x, cursor);
    }

    /** What to do where the rectangle of a layer overhangs the curve. */
    private static double beyond(int firstLayer, double firstX, RandomStream.Cursor cursor) {
        int layer = firstLayer;
        double x = firstX;
        while (true) {
            if (layer == 0) {
                return Math.copySign(tail(cursor), x);
            }
            double height = HEIGHT[layer] + cursor.nextUniform() * (HEIGHT[layer + 1] - HEIGHT[layer]);
            if (height < density(x)) {
                return x;
            }
            long bits = cursor.nextBits();
            layer = (int) bits & (LAYERS - 1);
            x = (bits >> 10) * TWO_TO_MINUS_53 * EDGE[layer];
            if (Math.abs(x) < EDGE[layer + 1]) {
                return x;
            }
        }
    }

    /** A normal number given that it lies beyond the last layer; Marsaglia 1964. */
    private static double tail(RandomStream.Cursor cursor) {
        while (true) {
            double x = -StrictMath.log(1 - cursor.nextUniform()) / TAIL;
            double y = -StrictMath.log(1 - cursor.nextUniform());
            if (2 * y > x * x) {
                return TAIL + x;
            }
        }
    }
}
