package org.limbench.training;

import org.jspecify.annotations.Nullable;
import org.limbench.device.Require;

/**
 * How arms with a fast and a slow array work. Standard values are those of aihwkit's presets for the same algorithms, but for
 * rows and learning rate of a transfer (see {@link TransferRule}).
 *
 * @param every updates from one transfer to the next, 1..1,000,000
 * @param rows of the fast array read at a transfer, one after the other from where the last ended, 1..65,536; null for the
 *     rule's own
 * @param fastRate {@link TransferRule#DIRECT}: learning rate of the fast array over the plan's; else: pulses of the usual
 *     strongest cell over the bit-line length. More than 0; null for the rule's own
 * @param transferRate learning rate of a transfer over the plan's, more than 0; null for the rule's own
 * @param gamma weight of the fast array in the weights the task sees, slow + gamma fast, 0..1
 * @param granularity updates it takes, at learning rate 1, until one step's worth in the fast array has become a step of the
 *     slow one, however often it is read: aihwkit's auto_granularity, more than 0. Not for {@link TransferRule#DIRECT}
 * @param momentum share of a buffered value that stays once it has become a pulse, 0 to less than 1
 * @param chopProbability that the sign of a row flips after a read, if one row is read at a time; R rows at a time read each R
 *     times as often, so it is divided by R. At most 0.5; null for the rule's own. AGAD flips every 1/probability reads
 * @param tailWeight share of the newest read in AGAD's running mean, over that of a plain mean of a period, more than 0
 */
public record TransferPlan(
        int every,
        @Nullable Integer rows,
        @Nullable Double fastRate,
        @Nullable Double transferRate,
        double gamma,
        double granularity,
        double momentum,
        @Nullable Double chopProbability,
        double tailWeight) {
    public TransferPlan {
        Require.between("transfer every", every, 1, 1_000_000);
        if (rows != null) {
            Require.between("transfer rows", rows, 1, 65_536);
        }
        if (fastRate != null) {
            Require.positive("fast learning rate", fastRate, "1");
        }
        if (transferRate != null) {
            Require.positive("transfer learning rate", transferRate, "1");
        }
        requireShare("gamma", gamma, 1);
        Require.positive("granularity", granularity, "transfers");
        requireShare("momentum", momentum, Math.nextDown(1));
        if (chopProbability != null) {
            requireShare("chop probability", chopProbability, 0.5);
        }
        Require.positive("tail weight", tailWeight, "1");
    }

    private static void requireShare(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 to " + most);
        }
    }

    /** A transfer after every update, the fast array unseen by the task. */
    public static TransferPlan standard() {
        return new TransferPlan(1, null, null, null, 0, 1000, 0, null, 5);
    }

    /** The plan's rows, or the rule's own. */
    int rows(TransferRule rule) {
        return rows == null ? rule.standardRows() : rows;
    }

    /** The plan's transfer rate, or the rule's own. */
    double transferRate(TransferRule rule) {
        return transferRate == null ? rule.standardTransferRate() : transferRate;
    }

    /** The plan's fast rate, or the rule's own. */
    double fastRate(TransferRule rule) {
        return fastRate == null ? rule.standardFastRate() : fastRate;
    }

    /** Probability that the sign of a row flips after a read of it; 0 for rules that do not chop. */
    double flipProbability(TransferRule rule) {
        boolean chops = rule == TransferRule.CHOPPED || rule == TransferRule.DYNAMIC;
        return (chops && chopProbability != null ? chopProbability : rule.standardChopProbability()) / rows(rule);
    }
}
