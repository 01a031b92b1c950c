package org.limbench.assessment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.math3.distribution.TDistribution;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * B0 to B3 on a whole blind run: one fixed list of commands, sent again and again, each time read once before and once
 * after. Told of every command in order; single-threaded.
 *
 * <p>The list was fixed before the interval and nothing read inside it steers a pulse, so K is the list and (10) holds for
 * the run as one, training included: heat at least kT [H(before | K) - H(after | K)]. Both entropies are those of
 * {@link RepeatedReadouts}; the uncertainty is a bootstrap over repeats. Heat is the mean over repeats, with the meter's
 * uncertainty and the thermal spread of the mean.
 *
 * <p>On fresh devices every repeat starts from power-on, independently of the run that gave the list. On one device only the
 * first can, and only the blind reset makes repeats alike: the bound is conditional then, and each later repeat is a cycle,
 * whose energy over all accounts is at least zero (B0).
 */
public final class ReplayAssessor {
    private static final int RESAMPLINGS = 200;
    private static final Set<EnergyAccount> PULSES = EnumSet.of(EnergyAccount.PROGRAM, EnergyAccount.UPDATE);

    private final Datasheet datasheet;
    private final long seed;
    private final int cells;
    private final int[] directions;
    private final RepeatedReadouts readouts;
    private final List<double[]> distances = new ArrayList<>();
    private final List<Double> jumpCounts = new ArrayList<>();

    private EnergyMeasurement energy = EnergyMeasurement.zero();
    private EnergyMeasurement cycles = EnergyMeasurement.zero();
    private double thermalVariance;
    private double coolestKelvin = Double.POSITIVE_INFINITY;
    private double sharedNats;
    private int fresh;
    private int repeats;

    private boolean startsFresh;
    private @Nullable Readout before;
    private @Nullable Readout after;
    private EnergyMeasurement own = EnergyMeasurement.zero();
    private double jumps;
    private boolean jumpsCounted = true;

    /**
     * @param protocol the fixed list
     * @param read of the state, before and after
     * @param seed of the bootstrap
     */
    public ReplayAssessor(Datasheet datasheet, List<? extends ArrayCommand> protocol, ReadRequest read, long seed) {
        this.datasheet = datasheet;
        this.seed = seed;
        this.cells = read.tile().cells();
        CommandedMoves moves = CommandedMoves.of(protocol, read.tile(), datasheet);
        this.directions = moves.directions();
        this.readouts = new RepeatedReadouts(datasheet, moves, cells);
    }

    /**
     * A repeat begins.
     *
     * @param fromPowerOn whether every cell is now in the device's power-on population
     */
    public void begin(boolean fromPowerOn) {
        startsFresh = fromPowerOn;
        before = null;
        after = null;
        own = EnergyMeasurement.zero();
        jumps = 0;
    }

    /** Takes a command that was applied; reads before the first pulse and after the last are the two that count. */
    public void observe(ArrayCommand command, Receipt receipt) {
        EnergyMeasurement measured = EnergyMeasurement.of(receipt.window(), datasheet.meter());
        own = own.plus(measured);
        coolestKelvin = Math.min(coolestKelvin, receipt.temperatureKelvin());
        jumpsCounted &= receipt.jumps() >= 0;
        jumps += receipt.jumps();
        thermalVariance += CellHeat.thermalVariance(
                tiltKt(command, receipt.temperatureKelvin()), receipt, measured.joules(PULSES));
        if (receipt.readout() != null) {
            before = before == null ? receipt.readout() : before;
            after = receipt.readout();
        }
    }

    private static double tiltKt(ArrayCommand command, double kelvin) {
        Drive drive = command instanceof ArrayUpdate update
                ? update.drive()
                : command instanceof PulseTrain train ? train.drive() : null;
        return drive instanceof Drive.Barrier barrier
                ? barrier.tiltJoules() / PhysicalConstants.thermalEnergyJoules(kelvin)
                : Double.NaN;
    }

    /** The repeat is over. */
    public void end() {
        Readout from = before;
        Readout to = after;
        if (from == null || to == null || from.codes().length != cells) {
            throw new IllegalStateException("a repeat was not read before and after");
        }
        if (startsFresh) {
            readouts.before(from);
            fresh++;
            sharedNats = datasheet.emulated() ? 0 : Math.max(sharedNats, RowColumnCorrelation.mostNats(from));
        }
        readouts.after(to);
        distances.add(JumpDistance.sums(from, to, directions, datasheet));
        jumpCounts.add(jumps);
        energy = energy.plus(own);
        cycles = repeats > 0 && !startsFresh ? cycles.plus(own) : cycles;
        repeats++;
    }

    /** Everything lost in the cells, mean over repeats, J; the meter's uncertainty and the thermal spread of the mean. */
    public BoundResult.Quantity meanHeat() {
        double meter = energy.cellStandardUncertaintyJoules() / repeats;
        return new BoundResult.Quantity(
                energy.cellJoules() / repeats,
                Math.sqrt(meter * meter + thermalVariance / ((double) repeats * repeats)));
    }

    /**
     * The bounds on the run.
     *
     * @throws IllegalStateException when fewer than two repeats have ended
     */
    public List<BoundResult> finish() {
        if (repeats < 2) {
            throw new IllegalStateException("repeats is " + repeats + "; allowed: 2 or more");
        }
        double nats = nats(null);
        double u = bootstrap();
        BoundResult.Quantity heat = meanHeat();
        BlindBounds bounds = new BlindBounds(datasheet, Segment.RUN, heat, coolestKelvin);
        BoundResult information = bounds.information(nats, u, words());
        BoundResult jumpLimit = bounds.jumpLimit(nats, u, distance(), mostJumps(), cells);
        return List.of(cycle(heat), conditional(information), conditional(jumpLimit), bounds.overdamped());
    }

    private double nats(int @Nullable [] picked) {
        double perCell = picked == null ? readouts.leastBefore() : readouts.leastBefore(picked);
        double after = picked == null ? readouts.mostAfter() : readouts.mostAfter(picked);
        return Math.max(0, cells * perCell - sharedNats) - after;
    }

    private double bootstrap() {
        RandomStream.Cursor draws =
                RandomStream.of(seed, "assessment.replay-bootstrap").cursor();
        int[] picked = new int[repeats];
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < RESAMPLINGS; k++) {
            for (int i = 0; i < repeats; i++) {
                picked[i] = draws.nextBelow(repeats);
            }
            double nats = nats(picked);
            sum += nats;
            squares += nats * nats;
        }
        double mean = sum / RESAMPLINGS;
        return Math.sqrt(Math.max(0, squares - RESAMPLINGS * mean * mean) / (RESAMPLINGS - 1));
    }

    /** Distance of a run summed over cells at its lower limit over repeats, levels. */
    private double distance() {
        double least = 0;
        for (int k = 0; k < 2; k++) {
            int look = k;
            double[] sums = distances.stream().mapToDouble(d -> d[look]).toArray();
            least = Math.max(least, Math.abs(mean(sums)) - twoLooks() * standardError(sums));
        }
        return Math.max(0, least - JumpDistance.slack(cells, datasheet));
    }

    private double mostJumps() {
        double[] counts = jumpCounts.stream().mapToDouble(Double::doubleValue).toArray();
        return jumpsCounted ? mean(counts) + twoLooks() * standardError(counts) : -1;
    }

    /** Student's quantile at 1 - 0.025/2: two looks at half the tail each. */
    private double twoLooks() {
        return new TDistribution(null, repeats - 1).inverseCumulativeProbability(1 - 0.025 / 2);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    private String words() {
        String start = fresh == 0
                ? "no repeat starts from power-on, so only H before >= 0 can be said"
                : String.format(
                        Locale.ROOT,
                        "H before >= %.3f nat per cell (power-on, %d pooled)",
                        readouts.leastBefore(),
                        fresh * cells);
        String shared = sharedNats > 0
                ? String.format(Locale.ROOT, "; total correlation before, at most %.3g nat, subtracted", sharedNats)
                : "";
        return String.format(
                Locale.ROOT,
                "blind, K the recorded commands, fixed before: %d repeats of %d cells, %s, H after <= %.3f nat per cell"
                        + " (over repeats, %d groups by jumps commanded)%s",
                repeats,
                cells,
                start,
                readouts.mostAfter() / cells,
                readouts.groups(),
                shared);
    }

    /** On one device all repeats but the first start from the state before, and only the reset makes them alike. */
    private BoundResult conditional(BoundResult bound) {
        if (fresh == repeats) {
            return bound;
        }
        boolean fault = bound.verdict() == Verdict.MEASUREMENT_FAULT;
        return new BoundResult(
                bound.id(),
                bound.segment(),
                bound.name(),
                BoundStatus.CONDITIONAL,
                bound.joules(),
                bound.standardUncertaintyJoules(),
                bound.comparedJoules(),
                bound.comparedStandardUncertaintyJoules(),
                bound.ratio(),
                fault ? Verdict.CONDITION_VIOLATED : bound.verdict(),
                bound.because()
                        + "; if the reset leaves nothing of the repeat before, and the recorded run did not begin in"
                        + " this very state (a served device of the same seed would)");
    }

    private BoundResult cycle(BoundResult.Quantity heat) {
        int closed = repeats - Math.max(fresh, 1);
        if (closed == 0) {
            return BoundResult.notApplicable(
                    "B0",
                    Segment.RUN,
                    "second law over a cycle",
                    BoundStatus.STRICT,
                    heat.joules(),
                    "every repeat starts on a fresh device, so no cycle is closed");
        }
        double mean = cycles.totalJoules() / closed;
        double u = cycles.totalStandardUncertaintyJoules() / closed;
        if (Double.isNaN(mean)) {
            return BoundResult.compare(
                    "B0",
                    Segment.RUN,
                    "second law over a cycle",
                    BoundStatus.STRICT,
                    new BoundResult.Quantity(0, 0),
                    new BoundResult.Quantity(mean, u),
                    "the energy over all accounts of a cycle is at least 0");
        }
        return new BoundResult(
                "B0",
                Segment.RUN,
                "second law over a cycle",
                BoundStatus.STRICT,
                0.0,
                0,
                mean,
                u,
                null,
                Verdict.ofSegment(BoundStatus.STRICT, Verdict.z(mean, u, 0, 0)),
                closed + (closed == 1 ? " repeat ends" : " repeats end")
                        + " as the one before ended: a cycle, whose energy over all accounts is at least 0");
    }
}
