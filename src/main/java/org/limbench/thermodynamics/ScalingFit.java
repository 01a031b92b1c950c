package org.limbench.thermodynamics;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Least squares of ln(operations) on ln(parameters), every model weighed alike: an informative fit, not a law. Residuals
 * are taken as independent and of one spread (our assumption; models of one laboratory are neither).
 */
public final class ScalingFit {
    private final SimpleRegression regression = new SimpleRegression(true);
    private final double meanLogParameters;
    private final double spread;

    private ScalingFit(List<TrainedModel> models) {
        double sum = 0;
        for (TrainedModel model : models) {
            double x = StrictMath.log(model.parameters());
            sum += x;
            regression.addData(x, StrictMath.log(model.operations()));
        }
        this.meanLogParameters = sum / models.size();
        this.spread = regression.getXSumSquares();
    }

    /** Fits three models or more. */
    public static ScalingFit of(List<TrainedModel> models) {
        Domain.atLeast("models", models.size(), 3);
        return new ScalingFit(models);
    }

    /** alpha: operations grow as parameters^alpha. */
    public double exponent() {
        return regression.getSlope();
    }

    /** Standard error of alpha. */
    public double exponentStandardError() {
        return regression.getSlopeStdErr();
    }

    /** Standard deviation of a new model about the line, decades: scatter and the line's own uncertainty. */
    public double predictionDecades(double parameters) {
        double away = StrictMath.log(Domain.positive("parameters", parameters)) - meanLogParameters;
        double variance = regression.getMeanSquareError() * (1 + 1.0 / regression.getN() + away * away / spread);
        return Math.sqrt(variance) / StrictMath.log(10);
    }

    /** The line as a scaling, with the reference at the models' mean logarithm. */
    public ComputeScaling.Power scaling() {
        return new ComputeScaling.Power(
                exponent(), StrictMath.exp(regression.predict(meanLogParameters)), StrictMath.exp(meanLogParameters));
    }
}
