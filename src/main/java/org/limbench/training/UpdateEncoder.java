package org.limbench.training;

import org.limbench.device.Drive;
import org.limbench.device.Rank1Update;
import org.limbench.device.Tile;

/**
 * An outer product as a stochastic rank-1 update: signed 8-bit codes with one scale per vector.
 *
 * <p>A vector's largest |entry| gets code 127, the others are rounded to the nearest code, so that a line's firing
 * probability is within (largest probability)/254 of what was wanted; the scale carries the largest probability. Scheme:
 * Gokmen and Vlasov, Front. Neurosci. 10:333 (2016), doi:10.3389/fnins.2016.00333.
 */
final class UpdateEncoder {
    private static final int ONE_Q16 = 65_536;

    private final Tile tile;
    private final double pulseSeconds;

    UpdateEncoder(Tile tile, double pulseSeconds) {
        this.tile = tile;
        this.pulseSeconds = pulseSeconds;
    }

    /** Row i fires with probability |input_i| / mostInput, column j with |error_j| / mostError, cut at 1. */
    Rank1Update absolute(
            double[] input,
            double mostInput,
            double[] error,
            double mostError,
            Drive drive,
            int slots,
            long pulseSeed) {
        double largestInput = Math.min(largest(input), mostInput);
        double largestError = Math.min(largest(error), mostError);
        return new Rank1Update(
                tile,
                drive,
                codes(input, largestInput),
                scaleQ16(largestInput / mostInput),
                codes(error, largestError),
                scaleQ16(largestError / mostError),
                slots,
                pulseSeconds,
                pulseSeed);
    }

    /**
     * Firing probabilities that carry the learning rate: unclipped, E[pulses of cell ij] = rate |input_i error_j| / step.
     *
     * <p>With k = rate max|input| max|error| / step pulses wanted at the strongest cell and BL slots (the rule's; with
     * bit-line management at most ceil(k)), row i fires with b |input_i| and column j with a |error_j|, both cut at 1. Plain,
     * a = b = sqrt(rate / (step BL)). Update management multiplies a by sqrt(max|input| / max|error|) and b by the inverse, so
     * that both strongest lines fire with sqrt(k / BL); where k exceeds BL, the largest error is taken as that which k = BL
     * allows: no input is cut, and errors beyond it fire in every slot (Gokmen and Vlasov, doi:10.3389/fnins.2016.00333;
     * Gokmen, Onen and Haensch, Front. Neurosci. 11:538 (2017), doi:10.3389/fnins.2017.00538; the cut as in aihwkit's
     * PulsedUpdateMetaParameter).
     */
    Rank1Update managed(
            double[] input,
            double[] error,
            double rate,
            double stepWeight,
            Drive drive,
            BitLineRule rule,
            long pulseSeed) {
        double largestInput = largest(input);
        double largestError = largest(error);
        double wanted = rate * largestInput * largestError / stepWeight;
        int slots =
                rule.bitLineManagement() ? (int) Math.max(1, Math.min(Math.ceil(wanted), rule.slots())) : rule.slots();
        double row = Math.sqrt(rate / (stepWeight * slots));
        double column = row;
        if (rule.updateManagement() && wanted > 0) {
            double balance = Math.sqrt(largestError * Math.min(1, rule.slots() / wanted) / largestInput);
            row *= balance;
            column /= balance;
        }
        double mostRow = Math.min(1, row * largestInput);
        double mostColumn = Math.min(1, column * largestError);
        return new Rank1Update(
                tile,
                drive,
                codes(input, Math.min(largestInput, 1 / row)),
                scaleQ16(mostRow),
                codes(error, Math.min(largestError, 1 / column)),
                scaleQ16(mostColumn),
                slots,
                pulseSeconds,
                pulseSeed);
    }

    private static double largest(double[] vector) {
        double largest = 0;
        for (double entry : vector) {
            largest = Math.max(largest, Math.abs(entry));
        }
        return largest;
    }

    private static int scaleQ16(double probability) {
        return (int) Math.rint(probability * ONE_Q16);
    }

    private static byte[] codes(double[] vector, double largest) {
        byte[] codes = new byte[vector.length];
        if (largest > 0) {
            for (int i = 0; i < vector.length; i++) {
                double cut = Math.max(-largest, Math.min(largest, vector[i]));
                codes[i] = (byte) Math.rint(127 * cut / largest);
            }
        }
        return codes;
    }
}
