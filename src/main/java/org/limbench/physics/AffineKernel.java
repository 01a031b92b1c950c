package org.limbench.physics;

import org.limbench.device.RandomStream;

/** Responses whose mean step is gain + slope w: constant, linear, soft bounds, saturating. */
final class AffineKernel extends PulseKernel {
    private final double[] upGain;
    private final double[] upSlope;
    private final double[] downGain;
    private final double[] downSlope;
    private final boolean multiplicative;
    /** Nominal step that additive noise goes by, weight units; 0 where it goes by the cell's own. */
    private final double noiseStep;

    AffineKernel(PulsedCell model, CellVariation cells) {
        super(model, cells);
        int count = cells.cells();
        upGain = new double[count];
        upSlope = new double[count];
        downGain = new double[count];
        downSlope = new double[count];
        PulseResponse response = model.response();
        boolean saturating = response instanceof PulseResponse.Saturating;
        noiseStep = saturating ? model.step().weight() : 0;
        multiplicative = isMultiplicative(response);
        for (int cell = 0; cell < count; cell++) {
            if (response instanceof PulseResponse.Saturating curve) {
                saturate(curve, model.range().span(), cell);
            } else {
                upGain[cell] = cells.up[cell];
                downGain[cell] = -cells.down[cell];
                incline(response, model.range(), cell);
            }
        }
    }

    private static boolean isMultiplicative(PulseResponse response) {
        return (response instanceof PulseResponse.Linear linear && linear.multiplicativeNoise())
                || (response instanceof PulseResponse.SoftBounds soft && soft.multiplicativeNoise())
                || (response instanceof PulseResponse.SoftBoundsReference reference && reference.multiplicativeNoise());
    }

    /** Slopes of a step that loses a share at each bound. */
    private void incline(PulseResponse response, WeightRange range, int cell) {
        double upDecrease = response instanceof PulseResponse.Constant ? 0 : 1;
        double downDecrease = upDecrease;
        double upBound = cells.most[cell];
        double downBound = cells.least[cell];
        if (response instanceof PulseResponse.Linear linear) {
            CellVariation.Normals normals = cells.normals("response", cell);
            upDecrease = linear.upDecrease() + linear.upSpread() * normals.next();
            downDecrease = linear.downDecrease() + linear.downSpread() * normals.next();
            if (!linear.mayIncrease()) {
                upDecrease = Math.abs(upDecrease);
                downDecrease = Math.abs(downDecrease);
            }
            if (linear.meanBound()) {
                upBound = range.mostWeight();
                downBound = range.leastWeight();
            }
        }
        upSlope[cell] = upBound == 0 ? 0 : -upDecrease * cells.up[cell] / upBound;
        downSlope[cell] = downBound == 0 ? 0 : downDecrease * cells.down[cell] / downBound;
    }

    /** A saturating curve goes a fixed share of the way to its soft bound with every pulse. */
    private void saturate(PulseResponse.Saturating response, double nominalSpan, int cell) {
        CellVariation.Normals normals = cells.normals("response", cell);
        double low = cells.least[cell];
        double high = cells.most[cell];
        if (cells.up[cell] > 0 && high > low) {
            double constant = varied(response.upConstant(), response.labelSpread(), normals);
            SaturatingCurve curve = new SaturatingCurve(low, high, nominalSpan / cells.up[cell], constant);
            upGain[cell] = curve.stepAtZero();
            upSlope[cell] = -curve.share();
        }
        if (cells.down[cell] > 0 && high > low) {
            double constant = varied(response.downConstant(), response.labelSpread(), normals);
            SaturatingCurve curve = new SaturatingCurve(high, low, nominalSpan / cells.down[cell], constant);
            downGain[cell] = curve.stepAtZero();
            downSlope[cell] = -curve.share();
        }
    }

    private static double varied(double constant, double labelSpread, CellVariation.Normals normals) {
        if (labelSpread == 0) {
            return constant;
        }
        double label = NonlinearityLabel.label(constant) + labelSpread * normals.next();
        return NonlinearityLabel.constant(Math.max(-NonlinearityLabel.MOST, Math.min(NonlinearityLabel.MOST, label)));
    }

    @Override
    double meanStep(int cell, boolean up, double weight) {
        return up ? upGain[cell] + upSlope[cell] * weight : downGain[cell] + downSlope[cell] * weight;
    }

    @Override
    double next(int cell, boolean up, double weight, RandomStream.Cursor cursor) {
        double step = meanStep(cell, up, weight);
        if (spread != 0) {
            step += (multiplicative ? step : noiseScale(cell, up)) * spread * GaussianSampler.next(cursor);
        }
        return cells.clip(cell, weight + step);
    }

    /** Step whose share the additive noise of a pulse is, weight units. */
    private double noiseScale(int cell, boolean up) {
        return noiseStep != 0 ? noiseStep : up ? cells.up[cell] : cells.down[cell];
    }

    /** The loop of {@link PulseKernel#fire} with {@link #next} written into it: the same numbers, sooner. */
    @Override
    void fire(CellTrain train, int cell, boolean up, int pulses) {
        double gain = up ? upGain[cell] : downGain[cell];
        double slope = up ? upSlope[cell] : downSlope[cell];
        double scale = noiseScale(cell, up) * spread;
        double least = cells.least[cell];
        double most = cells.most[cell];
        double zeroSiemens = train.zeroSiemens;
        double siemensPerWeight = train.siemensPerWeight;
        double writeWeight = train.writeWeight;
        RandomStream.Cursor cursor = train.cursor;
        double weight = train.weight;
        double shift = train.shift;
        double met = 0;
        for (int k = 0; k < pulses; k++) {
            met += Math.max(0, zeroSiemens + siemensPerWeight * (weight + shift));
            double step = gain + slope * weight;
            if (spread != 0) {
                step += (multiplicative ? step * spread : scale) * GaussianSampler.next(cursor);
            }
            weight = Math.max(least, Math.min(most, weight + step));
            if (writeWeight != 0) {
                shift = writeWeight * GaussianSampler.next(cursor);
            }
        }
        train.met = met;
        train.weight = weight;
        train.shift = shift;
    }
}
