package org.limbench.transport.faults;

/**
 * What may happen to each frame on its way in one direction; every probability is per frame, 0 to 1.
 *
 * <p>At most one of these befalls a frame, so their sum is at most 1.
 *
 * @param loss the frame vanishes
 * @param flips one to three bits of it are inverted; ignored on a carrier of messages, which keeps integrity
 * @param duplication it arrives twice
 * @param reordering it arrives after the next one
 * @param delay it arrives after {@code delayCalls} further calls of the same direction
 * @param disconnection the link is closed instead
 * @param truncation its end is missing; ignored on a carrier of messages
 * @param delayCalls how many calls a delayed frame waits, 1 to 1000
 */
public record FaultProbabilities(
        double loss,
        double flips,
        double duplication,
        double reordering,
        double delay,
        double disconnection,
        double truncation,
        int delayCalls) {
    /** A link without faults. */
    public static final FaultProbabilities NONE = new FaultProbabilities(0, 0, 0, 0, 0, 0, 1);

    public FaultProbabilities {
        double sum = probability("loss", loss)
                + probability("flips", flips)
                + probability("duplication", duplication)
                + probability("reordering", reordering)
                + probability("delay", delay)
                + probability("disconnection", disconnection)
                + probability("truncation", truncation);
        if (sum > 1) {
            throw new IllegalArgumentException("the fault probabilities add up to " + sum + "; allowed: at most 1");
        }
        if (delayCalls < 1 || delayCalls > 1000) {
            throw new IllegalArgumentException("delayCalls is " + delayCalls + "; allowed: 1 to 1000");
        }
    }

    /** Faults that leave frames as long as they are. */
    public FaultProbabilities(
            double loss,
            double flips,
            double duplication,
            double reordering,
            double delay,
            double disconnection,
            int delayCalls) {
        this(loss, flips, duplication, reordering, delay, disconnection, 0, delayCalls);
    }

    private static double probability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 to 1");
        }
        return value;
    }
}
