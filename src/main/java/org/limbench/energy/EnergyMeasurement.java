package org.limbench.energy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;

/**
 * Joules by account with their standard uncertainty (k = 1), out of latched meter registers.
 *
 * <p>Four parts are carried apart because they add up in different ways over windows. The gain error is one unknown
 * number for the whole run, so its part follows the signed energy; so is the offset, whose part follows the time; the two
 * are independent of each other. Noise adds in quadrature. The rounding of latched registers telescopes between windows
 * that adjoin, and adds in quadrature between windows that do not. Model: GUM (JCGM 100:2008) section 5, correlated
 * inputs 5.2. Rounding of a window: whatever the true energy, the counts between two latches are one of two neighbouring
 * numbers, so their error has a variance of at most a quarter of a count squared (Popoviciu's inequality). Two
 * independent rectangular errors, 4.3.7, would give a sixth, but where little flows between the latches they are not
 * independent, and two such uncertainties then miss more than one run in twenty.
 *
 * <p>An account the meter did not see whole is <em>not measured</em>: NaN, with an uncertainty of NaN, and so is every sum
 * that would need it. What was seen beside it is kept apart ({@link #seenJoules}), with the count of windows that were not.
 * Accounts that nothing meters are left out of sums; a sum over none that is metered is not measured either. Immutable.
 */
public final class EnergyMeasurement {
    private static final Set<EnergyAccount> ALL_IN = EnumSet.allOf(EnergyAccount.class);

    private final double[] joules;
    private final double[] gainJoules;
    private final double[] offsetJoules;
    private final double[] noiseVariance;
    private final double[] quantisationVariance;
    /** What drops out of the rounding where a window before, or after, shares a latch and rounds as one with this, J^2. */
    private final double[] firstSeamVariance;

    private final double[] lastSeamVariance;
    /** Windows in which an account was not seen whole. */
    private final long[] blind;
    /** Accounts that nothing meters, a bit each. */
    private int unmetered;

    private long windows;
    private long blindWindows;
    /** Device time of the first and the last latch, s; NaN where nothing was measured. */
    private final double startSeconds;

    private final double endSeconds;

    private EnergyMeasurement(double startSeconds, double endSeconds) {
        int n = EnergyAccount.count();
        this.joules = new double[n];
        this.gainJoules = new double[n];
        this.offsetJoules = new double[n];
        this.noiseVariance = new double[n];
        this.quantisationVariance = new double[n];
        this.firstSeamVariance = new double[n];
        this.lastSeamVariance = new double[n];
        this.blind = new long[n];
        this.startSeconds = startSeconds;
        this.endSeconds = endSeconds;
    }

    /** Nothing measured, with no uncertainty. */
    public static EnergyMeasurement zero() {
        return new EnergyMeasurement(Double.NaN, Double.NaN);
    }

    /**
     * What a window's registers say, given what the device declares of its meter (one channel per account, in order). A
     * register that wrapped once between the latches is read rightly.
     */
    public static EnergyMeasurement of(MeterWindow window, List<MeterChannel> meter) {
        EnergyMeasurement m = new EnergyMeasurement(window.startSeconds(), window.endSeconds());
        m.windows = 1;
        m.blindWindows = window.unseen().isNone() ? 0 : 1;
        for (int i = 0; i < m.joules.length; i++) {
            MeterChannel channel = meter.get(i);
            if (!channel.metered()) {
                m.unmetered |= 1 << i;
                continue;
            }
            if (window.unseen().accounts().contains(channel.account())) {
                m.blind[i] = 1;
                continue;
            }
            double e = netCounts(window.start(), window.end(), i) * channel.lsbJoules();
            double t = window.seconds();
            m.joules[i] = e;
            m.gainJoules[i] = e * channel.gainUncertainty();
            m.offsetJoules[i] = t * channel.offsetUncertaintyWatts();
            m.noiseVariance[i] = channel.noiseWattsPerRootHertz() * channel.noiseWattsPerRootHertz() * t / 2;
            m.quantisationVariance[i] = rounding(channel.lsbJoules());
            m.firstSeamVariance[i] = m.quantisationVariance[i];
            m.lastSeamVariance[i] = m.quantisationVariance[i];
        }
        return m;
    }

    /** At most a quarter of a count squared. */
    private static double rounding(double lsbJoules) {
        return lsbJoules * lsbJoules / 4;
    }

    private static long netCounts(MeterLatch start, MeterLatch end, int i) {
        return (end.delivered()[i] - start.delivered()[i]) - (end.returned()[i] - start.returned()[i]);
    }

    /**
     * The sum over two windows (or sums of windows) of the same meter. Where the other begins at the very instant this
     * one ends, the latch between them drops out; otherwise both keep their own rounding, which is the larger answer.
     */
    public EnergyMeasurement plus(EnergyMeasurement other) {
        boolean adjoining = endSeconds == other.startSeconds;
        double from = Double.isNaN(startSeconds) ? other.startSeconds : startSeconds;
        double to = Double.isNaN(other.endSeconds) ? endSeconds : other.endSeconds;
        EnergyMeasurement sum = new EnergyMeasurement(from, to);
        sum.windows = windows + other.windows;
        sum.blindWindows = blindWindows + other.blindWindows;
        sum.unmetered = unmetered | other.unmetered;
        for (int i = 0; i < joules.length; i++) {
            sum.blind[i] = blind[i] + other.blind[i];
            sum.joules[i] = joules[i] + other.joules[i];
            sum.gainJoules[i] = gainJoules[i] + other.gainJoules[i];
            sum.offsetJoules[i] = offsetJoules[i] + other.offsetJoules[i];
            sum.noiseVariance[i] = noiseVariance[i] + other.noiseVariance[i];
            sum.firstSeamVariance[i] = windows == 0 ? other.firstSeamVariance[i] : firstSeamVariance[i];
            sum.lastSeamVariance[i] = other.windows == 0 ? lastSeamVariance[i] : other.lastSeamVariance[i];
            double shared = adjoining ? Math.min(lastSeamVariance[i], other.firstSeamVariance[i]) : 0;
            sum.quantisationVariance[i] = quantisationVariance[i] + other.quantisationVariance[i] - shared;
        }
        return sum;
    }

    /** Net energy under an account, J; NaN where it was not measured. */
    public double joules(EnergyAccount account) {
        return isMeasured(account) ? joules[account.channel()] : Double.NaN;
    }

    /** Standard uncertainty under an account, J; NaN where it was not measured. */
    public double standardUncertaintyJoules(EnergyAccount account) {
        return isMeasured(account) ? Math.sqrt(variance(account.channel())) : Double.NaN;
    }

    /** Net energy under an account in the windows where it was seen, J: less than flowed, wherever some was not. */
    public double seenJoules(EnergyAccount account) {
        return joules[account.channel()];
    }

    /** Standard uncertainty of {@link #seenJoules}, J. */
    public double seenStandardUncertaintyJoules(EnergyAccount account) {
        return Math.sqrt(variance(account.channel()));
    }

    /** Net energy over all accounts in the windows where each was seen, J. */
    public double seenTotalJoules() {
        double sum = 0;
        for (EnergyAccount account : EnergyAccount.values()) {
            sum += joules[account.channel()];
        }
        return sum;
    }

    /** Whether an account is metered and was seen whole in every window. */
    public boolean isMeasured(EnergyAccount account) {
        return isMetered(account) && blind[account.channel()] == 0;
    }

    /** Whether anything meters an account. */
    public boolean isMetered(EnergyAccount account) {
        return (unmetered >>> account.channel() & 1) == 0;
    }

    /** Windows in it. */
    public long windows() {
        return windows;
    }

    /** Windows of which the meter missed something. */
    public long blindWindows() {
        return blindWindows;
    }

    /** Windows in which an account was not seen whole. */
    public long blindWindows(EnergyAccount account) {
        return blind[account.channel()];
    }

    private double variance(int i) {
        return gainJoules[i] * gainJoules[i]
                + offsetJoules[i] * offsetJoules[i]
                + noiseVariance[i]
                + quantisationVariance[i];
    }

    /** Net energy under a basic account with all that is summed there, of which the meter tells some apart, J. */
    public double basicJoules(EnergyAccount basic) {
        return joules(EnergyAccount.summedUnder(basic));
    }

    /** Net energy over those of some accounts that are metered, J; NaN where one of them was not measured. */
    public double joules(Set<EnergyAccount> accounts) {
        double sum = isMeasured(accounts) ? 0 : Double.NaN;
        for (EnergyAccount account : EnergyAccount.values()) {
            sum += accounts.contains(account) ? joules[account.channel()] : 0;
        }
        return sum;
    }

    /**
     * Standard uncertainty over those of some accounts that are metered, J; NaN where one of them was not measured.
     * Channels are separate meters, hence independent (our assumption).
     */
    public double standardUncertaintyJoules(Set<EnergyAccount> accounts) {
        double variance = isMeasured(accounts) ? 0 : Double.NaN;
        for (EnergyAccount account : EnergyAccount.values()) {
            variance += accounts.contains(account) ? variance(account.channel()) : 0;
        }
        return Math.sqrt(variance);
    }

    private boolean isMeasured(Set<EnergyAccount> accounts) {
        boolean any = false;
        for (EnergyAccount account : accounts) {
            if (isMetered(account)) {
                any = true;
                if (blind[account.channel()] != 0) {
                    return false;
                }
            }
        }
        return any;
    }

    /**
     * Everything lost in cells, J: heat of pulses and of barriers moved, in selected and half-selected cells. Where the meter
     * does not tell that apart from what is lost around the cells, all that may hold it: no less than was lost in them.
     */
    public double cellJoules() {
        return joules(EnergyAccount.holdingCells(unmetered));
    }

    /** Standard uncertainty of {@link #cellJoules}, J. */
    public double cellStandardUncertaintyJoules() {
        return standardUncertaintyJoules(EnergyAccount.holdingCells(unmetered));
    }

    /** Standard uncertainty of what was seen of it, J: in the windows where each of its accounts was. */
    public double seenCellStandardUncertaintyJoules() {
        double variance = 0;
        for (EnergyAccount account : EnergyAccount.holdingCells(unmetered)) {
            variance += variance(account.channel());
        }
        return Math.sqrt(variance);
    }

    /** All-in energy: every account, J. */
    public double allInJoules() {
        return joules(ALL_IN);
    }

    /** Standard uncertainty of the all-in energy, J. */
    public double allInStandardUncertaintyJoules() {
        return standardUncertaintyJoules(ALL_IN);
    }

    /** Net energy over all accounts, J: the all-in energy. */
    public double totalJoules() {
        return allInJoules();
    }

    /** Standard uncertainty over all accounts, J. */
    public double totalStandardUncertaintyJoules() {
        return allInStandardUncertaintyJoules();
    }
}
