package org.limbench.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.BarrierChange;
import org.limbench.device.BitLines;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.testkit.TestDevice;

/**
 * The commands of a leg. State-changing command n depends on seed and n alone and carries n in the last bits of its
 * duration, so that the array itself can tell which command it was given: the wire's ids never reach it.
 *
 * <p>Of a hundred 89 are rank-1 updates, 6 staged ones (some larger than the device stages, so that they go in two
 * blocks), 5 pulse trains, barrier changes and consolidations; a read after every 64th.
 */
public final class SoakCommands {
    /** Shape of the array. */
    public static final ArrayGeometry GEOMETRY = new ArrayGeometry(8, 6);
    /** Bytes the device stages: five rows. */
    public static final int MOST_STAGED_BYTES = 30;

    private static final int READ_EVERY = 64;
    private static final double PULSE_SECONDS = 1e-6;
    private static final double RAMP_SECONDS = 1e-3;
    private static final double BARRIER_JOULES = 1e-19;
    private static final int SPARSE_CELLS = 9;
    private static final int TRAIN_PULSES = 5;

    private final RandomStream stream;

    public SoakCommands(long seed) {
        stream = RandomStream.of(seed, "soak.commands");
    }

    /** All commands of a leg of so many array updates, reads included, in order. */
    public List<ArrayCommand> leg(int updates) {
        List<ArrayCommand> commands = new ArrayList<>();
        int done = 0;
        for (long n = 0; done < updates; n++) {
            ArrayCommand command = command(n);
            commands.add(command);
            done += command instanceof ArrayUpdate ? 1 : 0;
            if (n % READ_EVERY == READ_EVERY - 1) {
                commands.add(new ReadRequest(GEOMETRY.whole(), 1));
            }
        }
        return commands;
    }

    /** State-changing command number {@code n}. */
    public ArrayCommand command(long n) {
        RandomStream.Cursor draws = stream.split(n).cursor();
        int kind = draws.nextBelow(100);
        double pulse = numbered(PULSE_SECONDS, n);
        double ramp = numbered(RAMP_SECONDS, n);
        Tile whole = GEOMETRY.whole();
        if (kind < 2) {
            return new BarrierChange(whole, BARRIER_JOULES * draws.nextUniform(), ramp);
        }
        if (kind < 3) {
            return new Consolidation(whole, BARRIER_JOULES, ramp);
        }
        if (kind < 5) {
            Polarity polarity = draws.nextBelow(2) == 0 ? Polarity.POTENTIATE : Polarity.DEPRESS;
            int count = 1 + draws.nextBelow(TRAIN_PULSES);
            return new PulseTrain(
                    new Tile(2, 1, 3, 4), Operation.UPDATE, TestDevice.DRIVE, polarity, pulse, pulse, count);
        }
        if (kind < 9) {
            Tile tile = kind < 7 ? whole : new Tile(3, 0, 5, 6);
            return new DenseUpdate(tile, TestDevice.DRIVE, pulses(tile.cells(), draws), pulse);
        }
        if (kind < 11) {
            int[] cells = new int[kind == 9 ? SPARSE_CELLS : 2];
            int step = GEOMETRY.cells() / cells.length;
            Arrays.setAll(cells, i -> i * step + draws.nextBelow(step));
            return new SparseUpdate(GEOMETRY, TestDevice.DRIVE, cells, pulses(cells.length, draws), pulse);
        }
        return new Rank1Update(
                whole,
                TestDevice.DRIVE,
                codes(GEOMETRY.rows(), draws),
                65_536,
                codes(GEOMETRY.columns(), draws),
                40_000,
                8,
                pulse,
                draws.nextBits());
    }

    private static byte[] pulses(int count, RandomStream.Cursor draws) {
        byte[] pulses = new byte[count];
        for (int i = 0; i < count; i++) {
            pulses[i] = (byte) (draws.nextBelow(7) - 3);
        }
        return pulses;
    }

    private static byte[] codes(int count, RandomStream.Cursor draws) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) (draws.nextBelow(255) - 127);
        }
        return codes;
    }

    private static double numbered(double seconds, long n) {
        return Double.longBitsToDouble(Double.doubleToLongBits(seconds) + n);
    }

    private static long number(double seconds, double base) {
        return Double.doubleToLongBits(seconds) - Double.doubleToLongBits(base);
    }

    /** The number a state-changing command, or a block of one, carries. */
    public static long number(ArrayCommand command) {
        if (command instanceof Rank1Update update) {
            return number(update.pulseSeconds(), PULSE_SECONDS);
        }
        if (command instanceof DenseUpdate update) {
            return number(update.pulseSeconds(), PULSE_SECONDS);
        }
        if (command instanceof SparseUpdate update) {
            return number(update.pulseSeconds(), PULSE_SECONDS);
        }
        if (command instanceof PulseTrain train) {
            return number(train.pulseSeconds(), PULSE_SECONDS);
        }
        if (command instanceof BarrierChange change) {
            return number(change.rampSeconds(), RAMP_SECONDS);
        }
        if (command instanceof Consolidation consolidation) {
            return number(consolidation.rampSeconds(), RAMP_SECONDS);
        }
        throw new IllegalArgumentException("command is " + command + "; allowed: one of a leg that changes state");
    }

    /** First cell a command or block addresses: tells the blocks of one command apart. */
    static int firstCell(ArrayCommand command) {
        if (command instanceof DenseUpdate update) {
            return update.tile().row() * GEOMETRY.columns() + update.tile().column();
        }
        return command instanceof SparseUpdate update ? update.cells()[0] : 0;
    }

    /** Pulses a command fires when it is carried out whole; computed from the command, not by any array. */
    static long pulses(ArrayCommand command) {
        if (command instanceof Rank1Update update) {
            return Arrays.stream(BitLines.of(update).signedCounts())
                    .mapToLong(Math::abs)
                    .sum();
        }
        if (command instanceof DenseUpdate update) {
            return sum(update.signedPulses());
        }
        if (command instanceof SparseUpdate update) {
            return sum(update.signedPulses());
        }
        return command instanceof PulseTrain train
                ? (long) train.count() * train.tile().cells()
                : 0;
    }

    private static long sum(byte[] signedPulses) {
        long sum = 0;
        for (byte pulses : signedPulses) {
            sum += Math.abs(pulses);
        }
        return sum;
    }
}
