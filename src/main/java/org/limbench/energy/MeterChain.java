package org.limbench.energy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.RandomStream;
import org.limbench.device.Require;

/**
 * The meter of an emulated device: true joules go in, latched counts come out, through a gain error, an offset, white
 * noise and counting.
 *
 * <p>What a channel has seen is rounded to whole counts and what is left over is carried on, so that delivered minus
 * returned is always the rounded sum of everything observed: counting errors telescope and are never lost or doubled. A
 * net count of less than nothing goes into the returned register; both only go up and wrap at 2^64.
 *
 * <p>Deterministic: the registers depend on the channels, the errors, the seed and the observations. Single-threaded.
 * Source: our assumption of how a gated accumulator behaves; the same model as {@link EnergyMeasurement} inverts.
 */
public final class MeterChain {
    private static final int SNAPSHOT_MAGIC = 0x4C4D4333; // "LMC3"
    private static final int SNAPSHOT_BYTES = 4 + 8 + 4 + EnergyAccount.count() * 5 * 8;
    /** Counts of one observation stay below half of a register, so that a window's difference is never ambiguous. */
    private static final double MOST_COUNTS = 0x1.0p62;

    private final List<MeterChannel> channels;
    private final List<MeterError> errors;
    private final RandomStream noise;
    private final long[] delivered = new long[EnergyAccount.count()];
    private final long[] returned = new long[EnergyAccount.count()];
    private final double[] leftOverCounts = new double[EnergyAccount.count()];
    private long observations;
    private int losses;

    /**
     * A chain with given errors.
     *
     * @param channels as declared, one per account, in account order
     * @param errors one per channel
     * @param seed of the noise
     */
    public MeterChain(List<MeterChannel> channels, List<MeterError> errors, long seed) {
        Require.between("meter channels", channels.size(), EnergyAccount.count(), EnergyAccount.count());
        Require.between("meter errors", errors.size(), EnergyAccount.count(), EnergyAccount.count());
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).account().channel() != i) {
                throw new IllegalArgumentException("meter channel " + i + " is "
                        + channels.get(i).account() + "; allowed: account order, " + EnergyAccount.at(i));
            }
        }
        this.channels = List.copyOf(channels);
        this.errors = List.copyOf(errors);
        this.noise = RandomStream.of(seed, "energy.noise");
    }

    /** A chain whose errors are drawn once, normally distributed with the declared standard uncertainties. */
    public static MeterChain drawn(List<MeterChannel> channels, long seed) {
        RandomStream truth = RandomStream.of(seed, "energy.truth");
        List<MeterError> errors = new ArrayList<>();
        for (MeterChannel channel : channels) {
            RandomStream.Cursor draws = truth.split(channel.account().channel()).cursor();
            double gain = channel.gainUncertainty() * draws.nextGaussian();
            // a channel that reads nothing or backwards is broken, not uncertain
            errors.add(new MeterError(Math.max(gain, -0.99), channel.offsetUncertaintyWatts() * draws.nextGaussian()));
        }
        return new MeterChain(channels, errors, seed);
    }

    /** What the host is told of the meter. */
    public List<MeterChannel> channels() {
        return channels;
    }

    /**
     * Lets time pass with energy flowing.
     *
     * @param joulesByAccount true net energy under each account, J; negative where more came back than went in
     * @param seconds device time this took, s, 0 or more
     * @throws IllegalArgumentException when a number is not finite or a channel would count more than 2^62 at once;
     *     nothing has been counted then
     */
    public void observe(double[] joulesByAccount, double seconds) {
        observe(joulesByAccount, seconds, Set.of());
    }

    /**
     * As {@link #observe(double[], double)}, with a meter that misses some accounts: their registers stand still, and the
     * loss is counted.
     */
    public void observe(double[] joulesByAccount, double seconds, Set<EnergyAccount> unseen) {
        Require.between("joulesByAccount", joulesByAccount.length, EnergyAccount.count(), EnergyAccount.count());
        Require.atLeastZero("seconds", seconds, "s");
        double[] counts = new double[joulesByAccount.length];
        for (int i = 0; i < counts.length; i++) {
            Require.finite(EnergyAccount.at(i) + " energy", joulesByAccount[i], "J");
            counts[i] = leftOverCounts[i];
            if (!unseen.contains(EnergyAccount.at(i))) {
                counts[i] += observedJoules(i, joulesByAccount[i], seconds)
                        / channels.get(i).lsbJoules();
            }
            if (!(Math.abs(counts[i]) <= MOST_COUNTS)) {
                throw new IllegalArgumentException(EnergyAccount.at(i) + " energy is " + joulesByAccount[i] + " J in "
                        + seconds + " s, " + counts[i] + " counts of "
                        + channels.get(i).lsbJoules() + " J; allowed: at most 2^62 counts at once");
            }
        }
        for (int i = 0; i < counts.length; i++) {
            long whole = (long) Math.rint(counts[i]);
            leftOverCounts[i] = counts[i] - whole;
            delivered[i] += Math.max(whole, 0);
            returned[i] -= Math.min(whole, 0);
        }
        observations++;
        losses += unseen.isEmpty() ? 0 : 1;
    }

    private double observedJoules(int i, double joules, double seconds) {
        MeterError error = errors.get(i);
        double observed = joules * (1 + error.relativeGain()) + error.offsetWatts() * seconds;
        double density = channels.get(i).noiseWattsPerRootHertz();
        if (density > 0 && seconds > 0) {
            // white noise of one-sided density S^2 integrated over t has variance S^2 t / 2
            double deviation = density * Math.sqrt(seconds / 2);
            observed += deviation * noise.split(i).split(observations).cursor().nextGaussian();
        }
        return observed;
    }

    /** The registers now. */
    public MeterLatch latch() {
        return new MeterLatch(delivered.clone(), returned.clone(), losses);
    }

    /** Everything needed to go on from here. Layout: magic, observations, losses, then per account five 8-byte fields. */
    public byte[] snapshot() {
        ByteBuffer out = ByteBuffer.allocate(SNAPSHOT_BYTES)
                .putInt(SNAPSHOT_MAGIC)
                .putLong(observations)
                .putInt(losses);
        for (int i = 0; i < delivered.length; i++) {
            out.putDouble(errors.get(i).relativeGain())
                    .putDouble(errors.get(i).offsetWatts())
                    .putLong(delivered[i])
                    .putLong(returned[i])
                    .putDouble(leftOverCounts[i]);
        }
        return out.array();
    }

    /**
     * Restores a snapshot of a chain with the same errors.
     *
     * @throws IllegalArgumentException when it is not one; nothing has changed then
     */
    public void restore(byte[] snapshot) {
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        if (snapshot.length != SNAPSHOT_BYTES || in.getInt() != SNAPSHOT_MAGIC) {
            throw new IllegalArgumentException("meter snapshot has " + snapshot.length + " bytes; allowed: "
                    + SNAPSHOT_BYTES + " bytes written by a meter chain");
        }
        long count = Require.atLeastZero("meter snapshot observations", in.getLong());
        int missed = in.getInt();
        MeterLatch latch = MeterLatch.zero();
        double[] leftOver = new double[leftOverCounts.length];
        for (int i = 0; i < leftOver.length; i++) {
            MeterError error = errors.get(i);
            if (in.getDouble() != error.relativeGain() || in.getDouble() != error.offsetWatts()) {
                throw new IllegalArgumentException(
                        "meter snapshot is of another meter; allowed: one of the same profile and seed");
            }
            latch.delivered()[i] = in.getLong();
            latch.returned()[i] = in.getLong();
            leftOver[i] = in.getDouble();
            if (!(Math.abs(leftOver[i]) <= 0.5)) {
                throw new IllegalArgumentException("meter snapshot " + EnergyAccount.at(i) + " left over is "
                        + leftOver[i] + "; allowed: -0.5 to 0.5 counts");
            }
        }
        observations = count;
        losses = missed;
        System.arraycopy(latch.delivered(), 0, delivered, 0, delivered.length);
        System.arraycopy(latch.returned(), 0, returned, 0, returned.length);
        System.arraycopy(leftOver, 0, leftOverCounts, 0, leftOver.length);
    }
}
