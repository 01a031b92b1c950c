package org.limbench.training;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.Rank1Update;
import org.limbench.device.Tile;
import org.limbench.thermodynamics.ApproachComparison;
import org.limbench.thermodynamics.Contraction;
import org.limbench.thermodynamics.ScheduleCase;
import org.limbench.thermodynamics.SchedulePlan;

/**
 * Learning rate and gradient to a command, for one arm on one device.
 *
 * <p>With a barrier the firing probabilities are |input| and |error| and the learning rate is in the pulse: eta input error
 * = slots x P(row) x P(column) x netLevels x step, so netLevels = eta mostInput mostError / (step x slots). Without, it is
 * in the probabilities.
 */
final class UpdateRule {
    private final Layer layer;
    private final TrainingPlan plan;
    private final UpdateEncoder encoder;
    private final double stepWeight;
    private final @Nullable LongFunction<BarrierPulses> pulses;
    private final Drive.@Nullable Voltage voltage;
    private final BitLineRule bitLines;

    private UpdateRule(
            Datasheet datasheet,
            Layer layer,
            TrainingPlan plan,
            Tile tile,
            @Nullable LongFunction<BarrierPulses> pulses,
            Drive.@Nullable Voltage voltage) {
        this.layer = layer;
        this.plan = plan;
        this.encoder = new UpdateEncoder(tile, datasheet.pulseSeconds());
        this.stepWeight = new WeightMap(datasheet).stepWeight();
        this.pulses = pulses;
        this.voltage = voltage;
        this.bitLines = plan.bitLines().within(datasheet.mostSlots());
    }

    /**
     * The rule of an arm for one layer.
     *
     * @param tile cells that hold the layer, of its size
     * @param updates how many there will be
     */
    static UpdateRule of(Datasheet datasheet, Layer layer, TrainingPlan plan, Tile tile, ArmPlan arm, long updates) {
        LongFunction<BarrierPulses> pulses = switch (arm.write()) {
            case MODULATED_BARRIER -> always(BarrierPulses.fixedTilt(datasheet, plan.tiltKt()));
            case LOWERED_BARRIER ->
                always(BarrierPulses.fixedBarrier(datasheet, loweredBarrierKt(datasheet, layer, plan)));
            case FIXED_BARRIER -> always(BarrierPulses.fixedBarrier(datasheet, retentionKt(datasheet, plan)));
            case BOTH_MODULATED -> bothModulated(datasheet, layer, plan, updates);
            case STOCHASTIC_PULSES -> null;
        };
        return new UpdateRule(datasheet, layer, plan, tile, pulses, pulses == null ? datasheet.voltage() : null);
    }

    private static LongFunction<BarrierPulses> always(BarrierPulses pulses) {
        return n -> pulses;
    }

    /**
     * Pulses whose tilt is that of approach C: least heat at the final variance a constant tilt of the plan's would have. The
     * schedule counts net steps in units of the first update's, so its pulse is as many times shorter.
     */
    private static LongFunction<BarrierPulses> bothModulated(
            Datasheet datasheet, Layer layer, TrainingPlan plan, long updates) {
        double first = netLevels(layer, plan, new WeightMap(datasheet).stepWeight(), 0);
        ScheduleCase given = new ScheduleCase(
                plan.learningRate().schedule(),
                Math.toIntExact(Math.min(updates, Integer.MAX_VALUE)),
                Contraction.of(plan.contraction()),
                BarrierPulses.limits(datasheet).attemptsPerSecond(),
                datasheet.pulseSeconds() / first,
                plan.tiltKt(),
                retentionKt(datasheet, plan),
                datasheet.temperatureKelvin());
        SchedulePlan tilts = ApproachComparison.of(given).plan("C");
        // a tilt at the clamp must not fall under it by its last bit
        return n -> BarrierPulses.fixedTilt(
                datasheet, tilts.step().apply((int) n + 1).tiltKt() * (1 + 1e-12));
    }

    /** The barrier that meets the plan's retention specification at the datasheet's nominal attempt rate, kT. */
    static double retentionKt(Datasheet datasheet, TrainingPlan plan) {
        return plan.retention().barrierKt(BarrierPulses.limits(datasheet).attemptsPerSecond());
    }

    /** The constant barrier at which the first update's tilt is the plan's. */
    private static double loweredBarrierKt(Datasheet datasheet, Layer layer, TrainingPlan plan) {
        return BarrierPulses.fixedTilt(datasheet, plan.loweredTiltKt())
                .pulse(netLevels(layer, plan, new WeightMap(datasheet).stepWeight(), 0))
                .barrierKt();
    }

    private static double netLevels(Layer layer, TrainingPlan plan, double stepWeight, long n) {
        return rate(layer, plan, n) * layer.mostInput() * layer.mostError() / (stepWeight * plan.slots());
    }

    private static double rate(Layer layer, TrainingPlan plan, long n) {
        return plan.learningRate().at(n) * layer.rateShare();
    }

    /** The layer's learning rate at update n. */
    double rate(long n) {
        return rate(layer, plan, n);
    }

    /** The pulse of update n; null where there is no barrier. */
    BarrierPulses.@Nullable Pulse pulse(long n) {
        return pulses == null ? null : pulses.apply(n).pulse(netLevels(layer, plan, stepWeight, n));
    }

    /** How many of the first so many updates leave a barrier under which Arrhenius' law fails; it rises from update to update. */
    long shallow(long updates) {
        for (long n = 0; n < updates; n++) {
            BarrierPulses.Pulse pulse = pulse(n);
            if (pulse == null || !pulse.shallow()) {
                return n;
            }
        }
        return updates;
    }

    /** The command of update n. */
    Rank1Update command(long n, OuterProduct gradient, long pulseSeed) {
        if (pulses != null) {
            BarrierPulses now = pulses.apply(n);
            Drive drive = now.drive(now.pulse(netLevels(layer, plan, stepWeight, n)));
            return encoder.absolute(
                    gradient.input(),
                    layer.mostInput(),
                    gradient.error(),
                    layer.mostError(),
                    drive,
                    plan.slots(),
                    pulseSeed);
        }
        if (voltage == null) {
            throw new IllegalStateException("a device with neither barrier nor voltage passed the datasheet's check");
        }
        return encoder.managed(gradient.input(), gradient.error(), rate(n), stepWeight, voltage, bitLines, pulseSeed);
    }
}
