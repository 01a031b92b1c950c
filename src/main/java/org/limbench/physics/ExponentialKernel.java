package org.limbench.physics;

import org.limbench.device.RandomStream;

/** {@link PulseResponse.Exponential}. */
final class ExponentialKernel extends PulseKernel {
    private final PulseResponse.Exponential response;

    ExponentialKernel(PulseResponse.Exponential response, PulsedCell model, CellVariation cells) {
        super(model, cells);
        this.response = response;
    }

    @Override
    double meanStep(int cell, boolean up, double weight) {
        double span = cells.most[cell] - cells.least[cell];
        if (span == 0) {
            return 0;
        }
        double z = 2 * response.slope() * weight / span + response.offset();
        return up
                ? cells.up[cell] * Math.max(0, 1 - response.upFactor() * StrictMath.exp(response.upRate() * z))
                : -cells.down[cell] * Math.max(0, 1 - response.downFactor() * StrictMath.exp(-response.downRate() * z));
    }

    @Override
    double next(int cell, boolean up, double weight, RandomStream.Cursor cursor) {
        double step = meanStep(cell, up, weight);
        if (spread != 0) {
            double scale = Math.abs(step) + response.additiveNoise() + response.weightNoise() * Math.abs(weight);
            step += spread * scale * GaussianSampler.next(cursor);
        }
        return cells.clip(cell, weight + step);
    }
}
