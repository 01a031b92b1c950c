package org.limbench.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;
import org.limbench.energy.EnergyMeasurement;

/** Counts what the meter did not see of an arm, and what it saw of its updates. Single-threaded. */
final class MeterCoverage {
    private final List<String> unmetered;
    private final Map<String, Long> causes = new TreeMap<>();
    private @Nullable MeterLatch lastEnd;
    private double seconds;
    private double seenJoules;
    private long rows;
    private long openSeams;
    /** Welford's running mean and sum of squares over the updates that were measured. */
    private long measured;

    private double mean;
    /** Lost in cells by what training did beside updates, J. */
    private double besideUpdates;

    private double squares;

    MeterCoverage(Datasheet datasheet) {
        this.unmetered = datasheet.meter().stream()
                .filter(channel -> !channel.metered())
                .map(MeterChannel::account)
                .map(EnergyAccount::label)
                .toList();
    }

    void row(MeterWindow window, EnergyMeasurement energy, boolean told) {
        if (lastEnd != null && told && !lastEnd.equals(window.start())) {
            openSeams++;
        }
        lastEnd = window.end();
        seenJoules += energy.seenTotalJoules();
        MeterLoss unseen = window.unseen();
        if (!unseen.isNone()) {
            rows++;
            seconds += unseen.seconds();
            Stream<String> why = unseen.causes().isEmpty()
                    ? Stream.of("untold")
                    : unseen.causes().stream().map(MeterLoss.Cause::label);
            why.forEach(cause -> causes.merge(cause, 1L, Long::sum));
        }
    }

    /** Of an update that was applied, or of something else in training, which may change cells or not. */
    void core(EnergyMeasurement energy, boolean update, boolean changes) {
        double joules = energy.cellJoules();
        if (!update) {
            // a read that was not seen took nothing from a cell
            besideUpdates += changes || !Double.isNaN(joules) ? joules : 0;
        } else if (!Double.isNaN(joules)) {
            measured++;
            double off = joules - mean;
            mean += off / measured;
            squares += off * (joules - mean);
        }
    }

    /**
     * Mean heat lost in cells over the updates that were measured, with the share in what else training did, J; NaN where no
     * update was, or something else was not.
     *
     * @param applied updates in all
     */
    double meanCoreJoules(long applied) {
        return measured == 0 ? Double.NaN : mean + besideUpdates / applied;
    }

    /**
     * Standard uncertainty of {@link #meanCoreJoules} as the mean of all updates, J. Those not seen are taken for one block,
     * wholly correlated, whose mean lies about that of the others as a single update does (our assumption): a gap falls at
     * one time of the training.
     *
     * @param applied updates in all
     * @param seenUncertaintyJoules of the sum of what was seen
     */
    double coreUncertaintyJoules(long applied, double seenUncertaintyJoules) {
        if (measured == 0) {
            return Double.NaN;
        }
        double spread = measured < 2 ? Math.abs(mean) : Math.sqrt(squares / (measured - 1));
        double meter = seenUncertaintyJoules / measured;
        double rest = spread * (applied - measured) / applied;
        return Math.sqrt(meter * meter + rest * rest);
    }

    /** What is to be told; null where everything was measured. */
    @Nullable
    NotMeasured notMeasured(long ofRows, long applied) {
        return rows == 0 && openSeams == 0 && unmetered.isEmpty()
                ? null
                : new NotMeasured(
                        rows, ofRows, applied - measured, applied, causes, seconds, seenJoules, openSeams, unmetered);
    }
}
