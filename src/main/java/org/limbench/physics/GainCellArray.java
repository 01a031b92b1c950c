package org.limbench.physics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.RandomStream;
import org.limbench.thermodynamics.PhysicalConstants;

/**
 * An array of {@link GainCell} nodes.
 *
 * <p>What is booked is what the rails deliver: charge moved times rail voltage. It is the heat of the packets plus the rise
 * of the stored energy C V^2/2, which the leak turns into heat later. A packet that would leave the node's range is cut
 * off there. The pulses of a cell are spread evenly over the command, each followed by its share of the leak, whatever
 * slots they fell into; every cell leaks, pulsed or not, powered or not (our assumptions). Half-selected cells see lines
 * switch and nothing else: their current sources are off (our assumption).
 *
 * <p>Over any interval the leak is drawn from its exact law, a normal with mean V exp(-t/tau) and variance (kT/C) (1 -
 * exp(-2t/tau)) (Ornstein and Uhlenbeck, doi:10.1103/PhysRev.36.823): two halves of an interval have the law of the
 * whole. Single-threaded.
 */
final class GainCellArray extends VoltageArray {
    private static final byte VERSION = 1;
    private static final byte TAG = 'G';
    private static final int HEADER_BYTES = 2 + 2 * Integer.BYTES + 2 * Long.BYTES;

    private final GainCell model;
    /** kT/C, V^2. */
    private final double thermalVariance;
    /** Node voltages, row-major, V. */
    private final double[] volts;

    private final double[] leakSeconds;
    /** Mean charge of a nominal packet to (2 i) and from (2 i + 1) cell i, C. */
    private final double[] packets;

    GainCellArray(
            GainCell model, ArrayGeometry geometry, double temperatureKelvin, ArrayEnergetics energetics, long seed) {
        super(geometry, energetics, seed);
        this.model = model;
        this.thermalVariance =
                model.noise() ? PhysicalConstants.thermalEnergyJoules(temperatureKelvin) / model.nodeFarads() : 0;
        volts = new double[geometry.cells()];
        leakSeconds = new double[volts.length];
        packets = new double[2 * volts.length];
        drawVariation();
        RandomStream powerOn = RandomStream.of(seed, "physics.power-on");
        for (int cell = 0; cell < volts.length; cell++) {
            volts[cell] = clip(model.powerOnVolts()
                    + model.powerOnSpreadVolts() * powerOn.split(cell).cursor().nextGaussian());
        }
    }

    private void drawVariation() {
        RandomStream leaks = RandomStream.of(seed, "physics.variation.leak");
        RandomStream charges = RandomStream.of(seed, "physics.variation.packet");
        for (int cell = 0; cell < volts.length; cell++) {
            leakSeconds[cell] = model.leakSeconds() * factor(model.leakSpread(), leaks.split(cell));
        }
        for (int source = 0; source < packets.length; source++) {
            packets[source] = model.packetCoulombs() * factor(model.packetSpread(), charges.split(source));
        }
    }

    private static double factor(double spread, RandomStream stream) {
        return spread == 0 ? 1 : StrictMath.exp(spread * stream.cursor().nextGaussian());
    }

    private double clip(double nodeVolts) {
        return Math.max(model.leastVolts(), Math.min(model.mostVolts(), nodeVolts));
    }

    @Override
    void requireDrive(Drive.Voltage drive) {
        GainCell.requireRails(drive, model.leastVolts(), model.mostVolts());
    }

    @Override
    void pulse(Stimulus stimulus, Operation operation, long command, EnergyBook book) {
        Drive.Voltage rails = (Drive.Voltage) stimulus.drive;
        RandomStream stream = RandomStream.of(seed, "physics.packet").split(command);
        double width = stimulus.pulseSeconds / model.pulseSeconds();
        int[] pulses = new int[volts.length];
        for (int at = 0; at < stimulus.pulses.length; at++) {
            pulses[arrayIndex(stimulus.tile, at)] = stimulus.pulses[at];
        }
        double delivered = 0;
        for (int cell = 0; cell < volts.length; cell++) {
            RandomStream.Cursor cursor = stream.split(cell).cursor();
            int count = Math.abs(pulses[cell]);
            if (count == 0) {
                leak(cell, Leak.over(stimulus.elapsedSeconds, leakSeconds[cell], thermalVariance), cursor);
                continue;
            }
            Polarity polarity = pulses[cell] > 0 ? Polarity.POTENTIATE : Polarity.DEPRESS;
            double packet = width * packets[2 * cell + (pulses[cell] > 0 ? 0 : 1)];
            Leak share = Leak.over(stimulus.elapsedSeconds / count, leakSeconds[cell], thermalVariance);
            double moved = 0;
            for (int k = 0; k < count; k++) {
                moved += movePacket(cell, polarity.sign(), packet, cursor);
                leak(cell, share, cursor);
            }
            delivered += moved * rails.volts(polarity);
        }
        book.addPulses(operation, delivered, 0);
    }

    /** Adds a packet to a node, or takes it off; returns the charge that moved, C. */
    private double movePacket(int cell, int sign, double meanCoulombs, RandomStream.Cursor cursor) {
        double charge = model.noise()
                ? PoissonSampler.next(cursor, meanCoulombs / PhysicalConstants.ELEMENTARY_CHARGE)
                        * PhysicalConstants.ELEMENTARY_CHARGE
                : meanCoulombs;
        double before = volts[cell];
        double after = before + sign * charge / model.nodeFarads();
        // thermal noise may hold a node a little outside: a packet never pulls it back
        volts[cell] = sign > 0
                ? Math.max(before, Math.min(after, model.mostVolts()))
                : Math.min(before, Math.max(after, model.leastVolts()));
        return Math.abs(volts[cell] - before) * model.nodeFarads();
    }

    private void leak(int cell, Leak leak, RandomStream.Cursor cursor) {
        volts[cell] *= leak.kept();
        if (leak.deviationVolts() > 0) {
            volts[cell] += leak.deviationVolts() * cursor.nextGaussian();
        }
    }

    /** What an interval of leaking does to a node: the share of its voltage kept, and the noise added, V. */
    private record Leak(double kept, double deviationVolts) {
        static Leak over(double seconds, double leakSeconds, double thermalVariance) {
            double times = seconds / leakSeconds;
            return new Leak(StrictMath.exp(-times), Math.sqrt(thermalVariance * -StrictMath.expm1(-2 * times)));
        }
    }

    @Override
    void pass(double seconds, long command) {
        RandomStream stream = RandomStream.of(seed, "physics.leak").split(command);
        for (int cell = 0; cell < volts.length; cell++) {
            leak(
                    cell,
                    Leak.over(seconds, leakSeconds[cell], thermalVariance),
                    stream.split(cell).cursor());
        }
    }

    @Override
    double siemens(int cell) {
        return model.leastSiemens() + (clip(volts[cell]) - model.leastVolts()) * model.siemensPerVolt();
    }

    /** Version, tag, rows, columns (int32), seed, commands (int64), then per cell node voltage (double, V). */
    @Override
    public byte[] snapshot() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + Double.BYTES * volts.length);
        out.put(VERSION).put(TAG).putInt(geometry().rows()).putInt(geometry().columns());
        out.putLong(seed).putLong(commands);
        for (double node : volts) {
            out.putDouble(node);
        }
        return out.array();
    }

    @Override
    public void restore(byte[] snapshot) {
        int length = HEADER_BYTES + Double.BYTES * volts.length;
        ByteBuffer in = ByteBuffer.wrap(snapshot);
        try {
            SnapshotHeader.require(in, VERSION, TAG, geometry());
            SnapshotHeader.requireLength(snapshot, length);
            long newSeed = in.getLong();
            long newCommands = in.getLong();
            double[] nodes = SnapshotHeader.finiteDoubles(in, volts.length);
            seed = newSeed;
            commands = newCommands;
            System.arraycopy(nodes, 0, volts, 0, nodes.length);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("snapshot has " + snapshot.length + " bytes; allowed: " + length, e);
        }
        drawVariation();
    }
}
