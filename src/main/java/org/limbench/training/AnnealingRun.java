package org.limbench.training;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.TimeAdvance;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceRefusedException;

/**
 * One arm of an annealing experiment, from molten spins to old age. Used once, on one thread.
 *
 * <p>A sweep offers every spin one flip, class by class of {@link GraphColouring}, in an order drawn anew each time from
 * {@code training.sweep-order}. The host computes the fields of a class from the spins last read and sends one command for each
 * magnitude of the field, since a command has one tilt: X = 2 |h| / T kT between the two signs, T in units of the couplings,
 * towards the field. Every command is read back before the next.
 */
final class AnnealingRun {
    /** Turns of a half-selected spin per sweep worth a warning: one spin in a thousand. */
    private static final double MOST_DISTURBANCE = 1e-3;

    private final Datasheet datasheet;
    private final IsingProblem problem;
    private final TrainingPlan plan;
    private final AnnealingPlan annealing;
    private final AnnealingArm arm;
    private final RunListener listener;
    private final SpinCells cells;
    private final Exchange exchange;
    private final ArmRecord record;
    private final List<int[]> classes;
    private final double[] ages;

    private boolean[] up = new boolean[0];
    private long attempts;
    private long turned;
    private long best = Long.MIN_VALUE;
    private int bestSweep;

    AnnealingRun(
            ArrayDriver driver,
            IsingProblem problem,
            TrainingPlan plan,
            AnnealingPlan annealing,
            AnnealingArm arm,
            RunListener listener) {
        this(driver, problem, GraphColouring.classes(problem), plan, annealing, arm, listener);
    }

    /** With classes of the caller's, for showing what wrong ones do. */
    AnnealingRun(
            ArrayDriver driver,
            IsingProblem problem,
            List<int[]> classes,
            TrainingPlan plan,
            AnnealingPlan annealing,
            AnnealingArm arm,
            RunListener listener) {
        this.datasheet = driver.datasheet();
        this.problem = problem;
        this.plan = plan;
        this.annealing = annealing;
        this.arm = arm;
        this.listener = listener;
        this.cells = SpinCells.of(datasheet, problem, Math.max(annealing.firstActivity(), annealing.lastActivity()));
        this.exchange = new Exchange(driver, cells.tile(), plan, listener);
        this.record = new ArmRecord(arm.plan(), listener);
        this.classes = classes;
        this.ages = plan.ages();
    }

    /** Refuses, in one line, what cannot work; nothing has been sent. */
    void requireFeasible() {
        String who = "arm " + arm.label();
        BarrierPulses.requireBarrier(datasheet, who + " needs a rest barrier", plan.holdKt());
        BarrierPulses.requireBarrier(datasheet, who + " needs a retention barrier", retentionKt());
        for (int sweep : new int[] {0, annealing.sweeps() - 1}) {
            double activity = arm.activity(annealing, sweep);
            cells.requireWithin(who + ", zero field,", 0, activity);
            cells.requireWithin(who + ", the largest field,", annealing.mostTiltKt(), activity);
        }
    }

    ArmOutcome run() {
        requireFeasible();
        listener.armStarted(arm.plan());
        warn();
        reset();
        anneal();
        evaluate();
        consolidate();
        age();
        ArmOutcome outcome = record.outcome(barriers(), exchange.restarts());
        listener.armFinished(outcome);
        return outcome;
    }

    /** Half-selected cells turn without regard to their field: a hold barrier that lets them is worth a word. */
    private void warn() {
        double turns = cells.disturbance(plan.holdKt(), arm.activity(annealing, 0), classes.size());
        if (turns > MOST_DISTURBANCE) {
            record.note(String.format(
                    Locale.ROOT,
                    "at a hold barrier of %.3g kT half-selected spins turn up to %.2g times a sweep whatever their field, as if"
                            + " infinitely hot; a higher one keeps them",
                    plan.holdKt(),
                    turns));
        }
    }

    private double retentionKt() {
        return UpdateRule.retentionKt(datasheet, plan);
    }

    private BarriersKt barriers() {
        return new BarriersKt(
                cells.pulse(0, arm.activity(annealing, 0)).barrierKt(),
                cells.pulse(0, arm.activity(annealing, annealing.sweeps() - 1)).barrierKt(),
                plan.holdKt(),
                retentionKt());
    }

    private void reset() {
        listener.segmentStarted(Segment.RESET);
        double joules = plan.holdKt() * BarrierPulses.joulesPerKt(datasheet);
        exchange.rest(List.of(new BarrierChange(cells.tile(), joules, plan.rampSeconds())));
        Readout before = exchange.read();
        PulseTrain melt = cells.melt(annealing.firstActivity());
        exchange.whole(List.of(melt));
        Readout after = exchange.read();
        listener.resetDone(before, after);
    }

    private void anneal() {
        listener.segmentStarted(Segment.TRAIN);
        RandomStream orders = RandomStream.of(plan.seed(), "training.sweep-order");
        double[] temperatures = arm.temperatures(annealing);
        up = cells.up(exchange.read());
        for (int sweep = 0; sweep < temperatures.length; sweep++) {
            double activity = arm.activity(annealing, sweep);
            for (int of : Shuffle.permutation(classes.size(), orders.split(sweep))) {
                offer(classes.get(of), temperatures[sweep], activity);
            }
            keepBest(sweep);
            listener.progress(sweep + 1, temperatures.length + ages.length);
        }
        record.metric("sweeps", temperatures.length);
        record.metric("flipAttempts", (double) attempts);
        record.metric("flips", (double) turned);
    }

    /** One flip for each spin of a class, weakest fields first. */
    private void offer(int[] spins, double temperature, double activity) {
        long[] fields = new long[spins.length];
        TreeMap<Long, List<Integer>> byMagnitude = new TreeMap<>();
        for (int k = 0; k < spins.length; k++) {
            fields[k] = problem.field(spins[k], up);
            byMagnitude
                    .computeIfAbsent(Math.abs(fields[k]), magnitude -> new ArrayList<>())
                    .add(k);
        }
        for (Map.Entry<Long, List<Integer>> group : byMagnitude.entrySet()) {
            int[] listed = new int[group.getValue().size()];
            boolean[] upward = new boolean[listed.length];
            for (int k = 0; k < listed.length; k++) {
                int at = group.getValue().get(k);
                listed[k] = spins[at];
                upward[k] = fields[at] >= 0;
            }
            BarrierPulses.Pulse pulse = cells.pulse(totalTiltKt(group.getKey(), temperature), activity);
            send(cells.update(pulse, listed, upward), listed.length);
        }
    }

    private double totalTiltKt(long field, double temperature) {
        return field == 0 ? 0 : Math.min(2 * problem.weight(field) / temperature, annealing.mostTiltKt());
    }

    /** Sends an update with the read behind it in the same window; a lost one is not sent again, only read after. */
    private void send(DenseUpdate command, int offered) {
        List<Receipt> receipts = exchange.once(List.of(command, exchange.readRequest(cells.tile())));
        record.update(receipts.isEmpty() ? null : receipts.get(0), false);
        Readout readout = receipts.size() < 2 ? null : receipts.get(1).readout();
        boolean[] now = cells.up(readout == null ? exchange.read() : readout);
        attempts += offered;
        for (int i = 0; i < now.length; i++) {
            turned += now[i] == up[i] ? 0 : 1;
        }
        up = now;
    }

    private void keepBest(int sweep) {
        long cut = problem.cut(up);
        if (cut > best) {
            best = cut;
            bestSweep = sweep + 1;
        }
    }

    private void evaluate() {
        listener.segmentStarted(Segment.EVALUATE);
        long last = cut();
        record.metric("cutBest", problem.weight(Math.max(best, last)));
        record.metric("cutFinal", problem.weight(last));
        record.metric("sweepsToBest", bestSweep);
        Long known = problem.bestKnown();
        if (known != null) {
            record.metric("bestKnown", problem.weight(known));
            if (known > 0) {
                record.metric("ratioBest", (double) Math.max(best, last) / known);
                record.metric("ratioFinal", (double) last / known);
            }
            if (best > known) {
                record.note("found a cut of " + told(best) + ", more than the best known to the task, " + told(known));
            }
        }
    }

    /** A weight as people write it: whole where it is. */
    private String told(long units) {
        return BigDecimal.valueOf(problem.weight(units)).stripTrailingZeros().toPlainString();
    }

    private long cut() {
        return problem.cut(cells.up(exchange.read()));
    }

    private void consolidate() {
        listener.segmentStarted(Segment.CONSOLIDATE);
        double joules = retentionKt() * BarrierPulses.joulesPerKt(datasheet);
        exchange.rest(plan.consolidateBy().tiles(cells.tile()).stream()
                .map(tile -> new Consolidation(tile, joules, plan.rampSeconds()))
                .toList());
    }

    private void age() {
        if (ages.length == 0) {
            return;
        }
        if (!datasheet.emulated()) {
            record.note(datasheet.device() + " is real: it cannot be aged in virtual time");
            return;
        }
        listener.segmentStarted(Segment.AGE);
        double age = 0;
        long aged = 0;
        for (int i = 0; i < ages.length; i++) {
            if (!advance(ages[i] - age)) {
                return;
            }
            age = ages[i];
            aged = cut();
            record.retention(new RetentionPoint(age, aged / reference()));
            listener.progress(annealing.sweeps() + i + 1L, annealing.sweeps() + (long) ages.length);
        }
        record.metric("cutAged", problem.weight(aged));
    }

    /** What cuts are measured by in a retention curve: the best known, or the weight no cut exceeds. */
    private double reference() {
        Long known = problem.bestKnown();
        return Math.max(1, known == null ? problem.positiveWeight() : known);
    }

    /** Lets time pass unpowered; whether a restart on the way let it pass is not known, so the curve ends there. */
    private boolean advance(double seconds) {
        List<Receipt> receipts;
        try {
            receipts = exchange.once(List.of(new TimeAdvance(seconds, false)));
        } catch (DeviceRefusedException e) {
            record.note(datasheet.device() + " does not advance time: " + e.getMessage());
            return false;
        }
        boolean applied = !receipts.isEmpty() && receipts.get(0).status().applied();
        if (!applied) {
            record.note("ageing ends early: whether " + seconds + " s have passed is not known");
        }
        return applied;
    }
}
