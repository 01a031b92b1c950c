package org.limbench.physics;

/** {@link PulseResponse.Power}. */
final class PowerKernel extends PulseKernel {
    private final double[] upExponent;
    private final double[] downExponent;

    PowerKernel(PulseResponse.Power response, PulsedCell model, CellVariation cells) {
        super(model, cells);
        upExponent = new double[cells.cells()];
        downExponent = new double[cells.cells()];
        for (int cell = 0; cell < upExponent.length; cell++) {
            CellVariation.Normals normals = cells.normals("response", cell);
            double gain = 1 + response.exponentSpread() * normals.next();
            double imbalance = response.asymmetrySpread() * normals.next();
            upExponent[cell] = response.exponent() * Math.abs(Math.min(0, response.asymmetry()) + gain + imbalance);
            downExponent[cell] = response.exponent() * Math.abs(-Math.max(0, response.asymmetry()) + gain - imbalance);
        }
    }

    @Override
    double meanStep(int cell, boolean up, double weight) {
        double span = cells.most[cell] - cells.least[cell];
        if (span == 0) {
            return 0;
        }
        // rounding may leave the weight an ulp outside
        return up
                ? cells.up[cell] * StrictMath.pow(Math.max(0, cells.most[cell] - weight) / span, upExponent[cell])
                : -cells.down[cell]
                        * StrictMath.pow(Math.max(0, weight - cells.least[cell]) / span, downExponent[cell]);
    }
}
