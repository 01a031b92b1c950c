package org.limbench.physics;

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
        double rate = up ? response.upRate() : -response.downRate();
        return signedStep(cell, up)
                * shape(
                        up ? response.upFactor() : response.downFactor(),
                        rate * response.offset(),
                        rate * (2 * response.slope() / span),
                        weight);
    }

    private double signedStep(int cell, boolean up) {
        return up ? cells.up[cell] : -cells.down[cell];
    }

    /** max(0, 1 - factor exp(start + slope w)). */
    private static double shape(double factor, double start, double slope, double weight) {
        return Math.max(0, 1 - factor * KernelExp.exp(start + slope * weight));
    }

    /** The loop of {@link PulseKernel#fire} with what stays the same within a train taken out of it. */
    @Override
    void fire(CellTrain train, int cell, boolean up, int pulses) {
        double least = cells.least[cell];
        double most = cells.most[cell];
        if (most == least) {
            super.fire(train, cell, up, pulses);
            return;
        }
        double factor = up ? response.upFactor() : response.downFactor();
        double rate = up ? response.upRate() : -response.downRate();
        double start = rate * response.offset();
        double slope = rate * (2 * response.slope() / (most - least));
        double full = signedStep(cell, up);
        double weight = train.weight;
        for (int k = 0; k < pulses; k++) {
            double step = full * shape(factor, start, slope, weight);
            if (spread != 0) {
                step += spread * scale(step, weight) * GaussianSampler.next(train.cursor);
            }
            weight = Math.max(least, Math.min(most, weight + step));
            train.take(weight);
        }
    }

    private double scale(double step, double weight) {
        return Math.abs(step) + response.additiveNoise() + response.weightNoise() * Math.abs(weight);
    }
}
