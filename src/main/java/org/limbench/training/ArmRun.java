package org.limbench.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.thermodynamics.SchedulePlan;

/** One arm from reset to old age. Used once, on one thread. */
final class ArmRun {
    private final Datasheet datasheet;
    private final Workload workload;
    private final TrainingPlan plan;
    private final ArmPlan arm;
    private final RunListener listener;
    private final Exchange exchange;
    private final WeightMap map;
    private final ArmRecord record;
    /** Rectangles of cells that are reset: one, or the fast and the slow array. */
    private final List<Tile> arrays;

    /** Layers in the cells whose weights the task sees. */
    private final List<LayerBank> banks;

    /** Layers in a fast and a slow array; empty where there is one array. */
    private final List<TransferLayer> transfers;

    /** Weights of each bank's last readout. */
    private final double[][] weights;

    private final double[] ages;
    private final long updates;

    /** Refuses, in one line, a device of the wrong kind or size. */
    ArmRun(ArrayDriver driver, Workload workload, TrainingPlan plan, ArmPlan arm, RunListener listener) {
        Tile tile = workload.shape().whole();
        this.datasheet = driver.datasheet();
        this.workload = workload;
        this.plan = plan;
        this.arm = arm;
        this.listener = listener;
        this.exchange = new Exchange(driver, tile, plan, listener);
        this.map = new WeightMap(datasheet);
        this.record = new ArmRecord(arm, listener);
        this.ages = plan.ages();
        this.updates = plan.updatesOf(workload);
        requireFit();
        this.transfers = arm.transfer() == null ? List.of() : transferLayers(arm.transfer());
        this.arrays = transfers.isEmpty() ? List.of(tile) : List.of(tile, TransferLayer.slowTile(tile, datasheet));
        this.banks = transfers.isEmpty()
                ? workload.layers().stream()
                        .map(layer -> new LayerBank(exchange, layer, layer.tile(), plan, arm, updates))
                        .toList()
                : transfers.stream().map(TransferLayer::slow).toList();
        this.weights = banks.stream().map(LayerBank::weights).toArray(double[][]::new);
    }

    private List<TransferLayer> transferLayers(TransferRule rule) {
        List<TransferLayer> layers = new ArrayList<>();
        for (Layer layer : workload.layers()) {
            Tile slow = TransferLayer.slowTile(layer.tile(), datasheet);
            layers.add(new TransferLayer(
                    new LayerBank(exchange, layer, layer.tile(), plan, arm, updates),
                    new LayerBank(exchange, layer, slow, plan, arm, updates),
                    plan,
                    rule,
                    datasheet,
                    layers.size()));
        }
        return List.copyOf(layers);
    }

    private void requireFit() {
        ArrayGeometry has = datasheet.geometry();
        ArrayGeometry needs = workload.shape();
        if (!has.contains(exchange.tile())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "task %s needs an array of %d x %d; %s has %d x %d",
                    workload.name(),
                    needs.rows(),
                    needs.columns(),
                    datasheet.device(),
                    has.rows(),
                    has.columns()));
        }
        if (tunable() != (datasheet.barrier() != null)) {
            throw new IllegalArgumentException("arm \"" + arm.name() + "\" cannot be run on " + datasheet.device());
        }
        if (arm.transfer() != null && !TransferLayer.fits(needs, datasheet)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "arm \"%s\" needs two arrays of %d x %d, one above the other; %s has %d x %d in all",
                    arm.name(),
                    needs.rows(),
                    needs.columns(),
                    datasheet.device(),
                    has.rows(),
                    has.columns()));
        }
    }

    /** Refuses, in one line, what cannot work; nothing has been sent. */
    void requireFeasible() {
        if (!tunable()) {
            return;
        }
        if (plan.slots() > datasheet.mostSlots()) {
            throw new IllegalArgumentException("slots is " + plan.slots() + "; allowed on " + datasheet.device()
                    + ": 1 to " + datasheet.mostSlots());
        }
        String who = "arm " + arm.name();
        BarrierPulses.requireBarrier(datasheet, who + " needs a rest barrier", restKt());
        BarrierPulses.requireBarrier(
                datasheet, who + " needs a retention barrier", UpdateRule.retentionKt(datasheet, plan));
        // rates never rise, so the first and the last update are the extremes of barrier and tilt
        for (LayerBank bank : banks) {
            requirePulse(who, bank.rule(), 0);
            requirePulse(who, bank.rule(), updates - 1);
        }
        BlindReset.trains(exchange, map.stepsAcross(), resetPulses());
    }

    private void requirePulse(String who, UpdateRule rule, long n) {
        BarrierPulses.Pulse pulse;
        try {
            pulse = rule.pulse(n);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(who + ", update " + n + ": " + e.getMessage(), e);
        }
        if (pulse != null) {
            BarrierPulses.requireWithin(datasheet, who + ", update " + n + ",", pulse);
        }
    }

    ArmOutcome run() {
        requireFeasible();
        listener.armStarted(arm);
        if (!transfers.isEmpty()) {
            listener.transfersInto(arrays.get(1));
        }
        reset();
        train();
        evaluate();
        consolidate();
        age();
        ArmOutcome outcome = record.outcome(barriers(), exchange.restarts());
        listener.armFinished(outcome);
        return outcome;
    }

    private boolean tunable() {
        return arm.write() != WriteRule.STOCHASTIC_PULSES;
    }

    private double restKt() {
        return arm.write() == WriteRule.FIXED_BARRIER ? UpdateRule.retentionKt(datasheet, plan) : plan.holdKt();
    }

    private BarrierPulses resetPulses() {
        return arm.write() == WriteRule.FIXED_BARRIER
                ? BarrierPulses.fixedBarrier(datasheet, restKt())
                : BarrierPulses.fixedTilt(datasheet, plan.resetTiltKt());
    }

    private void reset() {
        listener.segmentStarted(Segment.RESET);
        if (tunable()) {
            double joules = restKt() * BarrierPulses.joulesPerKt(datasheet);
            exchange.rest(List.of(new BarrierChange(exchange.tile(), joules, plan.rampSeconds())));
        }
        List<Readout> before = readArrays();
        BlindReset.describe(before, map, "Before", record);
        if (tunable()) {
            BlindReset.run(exchange, map.stepsAcross(), resetPulses());
        } else if (plan.zero() == ZeroPoint.SYMMETRY_POINT) {
            findSymmetryPoints();
        } else {
            arrays.forEach(array -> BlindReset.run(exchange, array, map));
        }
        List<Readout> after = readArrays();
        BlindReset.describe(after, map, "After", record);
        listener.resetDone(before.get(before.size() - 1), after.get(after.size() - 1));
    }

    private List<Readout> readArrays() {
        return arrays.stream().map(exchange::read).toList();
    }

    private void findSymmetryPoints() {
        CellReferences[] found = new CellReferences[arrays.size()];
        // the last first: its reads then are the first and the last of the segment, and can be compared
        for (int i = found.length - 1; i >= 0; i--) {
            found[i] = new SymmetryPoint(exchange, arrays.get(i), map).find();
        }
        for (LayerBank bank : banks) {
            bank.zero(found[found.length - 1]);
        }
        for (TransferLayer layer : transfers) {
            layer.fast().zero(found[0]);
        }
        record.metric("symmetryPointSpreadLevels", CellReferences.deviationSteps(List.of(found), datasheet));
    }

    private void train() {
        listener.segmentStarted(Segment.TRAIN);
        long shallow = banks.get(0).rule().shallow(updates);
        if (shallow > 0) {
            record.note(shallow + " of " + updates + " updates leave less than " + (int) SchedulePlan.SHALLOW_KT
                    + " kT of barrier, where Arrhenius' law is not valid");
        }
        ExampleOrder order = new ExampleOrder(plan.seed(), workload.examples());
        OuterProduct[] gradient =
                banks.stream().map(LayerBank::layer).map(OuterProduct::of).toArray(OuterProduct[]::new);
        UpdateLoop loop = transfers.isEmpty()
                ? new DirectLoop(exchange, banks, record, plan.seed())
                : new TransferLoop(exchange, transfers, record, plan.seed());
        for (long n = 0; n < updates; n++) {
            workload.gradient(order.example(n), weights, gradient);
            loop.update(n, gradient).forEach(listener::updateDone);
            listener.progress(n + 1, updates + ages.length);
        }
        if (!transfers.isEmpty()) {
            record.transferMetrics();
        }
    }

    private void evaluate() {
        listener.segmentStarted(Segment.EVALUATE);
        String stem = workload.score().label();
        record.metric(stem + "Trained", score());
        record.metric(stem + "Float", FloatReference.score(workload, plan));
        workload.references().forEach((name, score) -> record.metric(stem + name, score));
    }

    private double score() {
        banks.forEach(LayerBank::read);
        return workload.score(weights);
    }

    private void consolidate() {
        if (!tunable() && transfers.isEmpty()) {
            record.note(datasheet.device() + " has no tunable barrier: consolidation is not available");
        } else if (arm.consolidated()) {
            listener.segmentStarted(Segment.CONSOLIDATE);
            double joules = UpdateRule.retentionKt(datasheet, plan) * BarrierPulses.joulesPerKt(datasheet);
            exchange.rest(plan.consolidateBy().tiles(exchange.tile()).stream()
                    .map(tile -> new Consolidation(tile, joules, plan.rampSeconds()))
                    .toList());
        }
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
        double score = Double.NaN;
        for (int i = 0; i < ages.length; i++) {
            if (!advance(ages[i] - age)) {
                return;
            }
            age = ages[i];
            score = score();
            record.retention(new RetentionPoint(age, score));
            listener.progress(updates + i + 1, updates + ages.length);
        }
        record.metric(workload.score().label() + "Aged", score);
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

    private @Nullable BarriersKt barriers() {
        UpdateRule rule = banks.get(0).rule();
        BarrierPulses.Pulse first = rule.pulse(0);
        BarrierPulses.Pulse last = rule.pulse(updates - 1);
        return first == null || last == null
                ? null
                : new BarriersKt(
                        first.barrierKt(), last.barrierKt(), restKt(), UpdateRule.retentionKt(datasheet, plan));
    }
}
