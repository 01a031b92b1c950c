package org.limbench.energy;

import java.util.List;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;

/**
 * Joules by account with their standard uncertainty (k = 1), out of latched meter registers.
 *
 * <p>Gain and offset are the same in every window of a run, so their parts add linearly; noise adds in quadrature; the
 * quantisation of latched registers telescopes, so a sum over adjoining windows keeps one count's worth. Hence the parts
 * are carried apart. Model: GUM (JCGM 100:2008) section 5, correlated inputs 5.2.
 */
public final class EnergyMeasurement {
    private final double[] joules;
    private final double[] correlatedJoules;
    private final double[] noiseVariance;
    private final double[] quantisationVariance;

    private EnergyMeasurement(double[] joules, double[] correlated, double[] noise, double[] quantisation) {
        this.joules = joules;
        this.correlatedJoules = correlated;
        this.noiseVariance = noise;
        this.quantisationVariance = quantisation;
    }

    /** Nothing measured, with no uncertainty. */
    public static EnergyMeasurement zero() {
        int n = EnergyAccount.count();
        return new EnergyMeasurement(new double[n], new double[n], new double[n], new double[n]);
    }

    /** What a window's registers say, given what the device declares of its meter (one channel per account, in order). */
    public static EnergyMeasurement of(MeterWindow window, List<MeterChannel> meter) {
        EnergyMeasurement m = zero();
        for (int i = 0; i < m.joules.length; i++) {
            MeterChannel channel = meter.get(i);
            double e = netCounts(window.start(), window.end(), i) * channel.lsbJoules();
            double t = window.seconds();
            m.joules[i] = e;
            m.correlatedJoules[i] = Math.abs(e) * channel.gainUncertainty() + t * channel.offsetUncertaintyWatts();
            m.noiseVariance[i] = channel.noiseWattsPerRootHertz() * channel.noiseWattsPerRootHertz() * t / 2;
            // two latches, each uniform within one count: 2 * lsb^2 / 12
            m.quantisationVariance[i] = channel.lsbJoules() * channel.lsbJoules() / 6;
        }
        return m;
    }

    private static long netCounts(MeterLatch start, MeterLatch end, int i) {
        return (end.delivered()[i] - start.delivered()[i]) - (end.returned()[i] - start.returned()[i]);
    }

    /** The sum over two windows of the same meter, the later adjoining or following the earlier. */
    public EnergyMeasurement plus(EnergyMeasurement other) {
        EnergyMeasurement sum = zero();
        for (int i = 0; i < joules.length; i++) {
            sum.joules[i] = joules[i] + other.joules[i];
            sum.correlatedJoules[i] = correlatedJoules[i] + other.correlatedJoules[i];
            sum.noiseVariance[i] = noiseVariance[i] + other.noiseVariance[i];
            sum.quantisationVariance[i] = Math.max(quantisationVariance[i], other.quantisationVariance[i]);
        }
        return sum;
    }

    /** Net energy under an account, J. */
    public double joules(EnergyAccount account) {
        return joules[account.channel()];
    }

    /** Standard uncertainty under an account, J. */
    public double standardUncertaintyJoules(EnergyAccount account) {
        int i = account.channel();
        return Math.sqrt(correlatedJoules[i] * correlatedJoules[i] + noiseVariance[i] + quantisationVariance[i]);
    }

    /** Net energy over all accounts, J. */
    public double totalJoules() {
        double sum = 0;
        for (double e : joules) {
            sum += e;
        }
        return sum;
    }

    /** Standard uncertainty over all accounts, J; channels are separate meters, hence independent. */
    public double totalStandardUncertaintyJoules() {
        double variance = 0;
        for (int i = 0; i < joules.length; i++) {
            variance += correlatedJoules[i] * correlatedJoules[i] + noiseVariance[i] + quantisationVariance[i];
        }
        return Math.sqrt(variance);
    }
}
