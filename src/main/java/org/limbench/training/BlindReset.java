package org.limbench.training;

import java.util.List;
import java.util.stream.DoubleStream;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

/**
 * Brings every cell from wherever it is to mid-range, by pulses alone and steered by nothing that was read: down until any
 * start level has reached the bottom, then up by half the range. Its cell heat is booked under PROGRAM and its spread is
 * kept: the up-move is a count of jumps with variance mean x coth(x/2), sigma 12.9 levels of 256 at x = 2 (derived:
 * {@code ActivatedJumps}).
 */
final class BlindReset {
    /** Standard deviations by which the mean down-move exceeds the range: a start at the top falls short with P = 3e-7. */
    private static final double SIGMAS = 5;

    private BlindReset() {}

    /** The two trains for a cell with a barrier, down and up, each pulse moving about one level. */
    static List<PulseTrain> trains(Exchange exchange, double stepsAcross, BarrierPulses pulses) {
        double fano = coth(pulses.pulse(1).tiltKt() / 2);
        // least mean mu with mu - 5 sqrt(mu F) >= steps across: quadratic in sqrt(mu)
        double root = (SIGMAS * Math.sqrt(fano) + Math.sqrt(SIGMAS * SIGMAS * fano + 4 * stepsAcross)) / 2;
        // resting against the bottom under tilt x, levels are occupied as e^(-x i): mean 1/(e^x - 1)
        double bottom = 1 / StrictMath.expm1(pulses.pulse(1).tiltKt());
        return List.of(
                train(exchange, pulses, Polarity.DEPRESS, root * root),
                train(exchange, pulses, Polarity.POTENTIATE, stepsAcross / 2 - bottom));
    }

    private static PulseTrain train(Exchange exchange, BarrierPulses pulses, Polarity polarity, double steps) {
        int count = (int) Math.max(1, Math.min(1_000_000, Math.ceil(steps)));
        BarrierPulses.Pulse pulse = pulses.pulse(steps / count);
        BarrierPulses.requireWithin(exchange.datasheet(), "the reset", pulse);
        return train(exchange, exchange.tile(), pulses.drive(pulse), polarity, count);
    }

    /** A train of program pulses of the nominal width, one after the other. */
    static PulseTrain train(Exchange exchange, Tile tile, Drive drive, Polarity polarity, int count) {
        double pulse = exchange.datasheet().pulseSeconds();
        return new PulseTrain(tile, Operation.PROGRAM, drive, polarity, pulse, pulse, count);
    }

    /** Resets cells with a barrier; after a restart on the way, from the beginning. */
    static void run(Exchange exchange, double stepsAcross, BarrierPulses pulses) {
        exchange.whole(trains(exchange, stepsAcross, pulses));
    }

    /**
     * Resets cells driven by voltage: down by four times the range in mean steps (within e^-4 of the bottom even where
     * steps shrink towards it), then up in bursts of 1/32 of the range until the population's mean is at mid-range. How
     * far a burst goes is not on the datasheet, hence the reads: this reset is closed-loop in one number, so the strict
     * information bound does not apply to it. At most 40 ranges up.
     */
    static void run(Exchange exchange, Tile tile, WeightMap map) {
        Drive.Voltage drive = voltage(exchange.datasheet());
        double across = map.stepsAcross();
        exchange.whole(List.<ArrayCommand>of(train(exchange, tile, drive, Polarity.DEPRESS, pulses(4 * across))));
        PulseTrain burst = train(exchange, tile, drive, Polarity.POTENTIATE, pulses(across / 32));
        for (int bursts = 0; bursts < 40 * 32 && mean(map.steps(exchange.read(tile))) < across / 2; bursts++) {
            // a burst lost to a restart shows in the next read
            exchange.once(List.of(burst));
        }
    }

    /** The nominal amplitudes of a device that has them. */
    static Drive.Voltage voltage(Datasheet datasheet) {
        Drive.Voltage drive = datasheet.voltage();
        if (drive == null) {
            throw new IllegalArgumentException(datasheet.device() + " has no voltage drive");
        }
        return drive;
    }

    /** Steps as a number of pulses a train may have. */
    static int pulses(double steps) {
        return (int) Math.max(1, Math.min(1_000_000, Math.rint(steps)));
    }

    /** Mean in a fixed order. */
    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Sample standard deviation. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / Math.max(1, values.length - 1));
    }

    private static double coth(double y) {
        return 1 / StrictMath.tanh(y);
    }

    /** Tells population mean and spread in minimum steps as metrics. */
    static void describe(List<Readout> arrays, WeightMap map, String when, ArmRecord record) {
        double[] steps = arrays.stream()
                .flatMapToDouble(array -> DoubleStream.of(map.steps(array)))
                .toArray();
        record.metric("reset" + when + "MeanLevels", mean(steps));
        record.metric("reset" + when + "SpreadLevels", deviation(steps));
    }
}
