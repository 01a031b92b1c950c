package org.limbench.endtoend;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.BitLines;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;

/** What the contract asks of a device with a tunable barrier, sized for its array, and what follows from it by itself. */
final class ContractCommands {
    static final double KT = 1.380649e-23 * 300;
    private static final double PULSE_SECONDS = 1e-6;
    private static final int LINES = 60;

    private final Datasheet sheet;
    final Tile whole;

    ContractCommands(Datasheet sheet) {
        this.sheet = sheet;
        this.whole = sheet.geometry().whole();
    }

    Drive drive() {
        return new Drive.Barrier(2 * KT, 8 * KT);
    }

    /** Values from -6 to 6 in no order. */
    private static byte[] ramp(int n) {
        byte[] values = new byte[n];
        for (int i = 0; i < n; i++) {
            values[i] = (byte) (i * 37 % 13 - 6);
        }
        return values;
    }

    private Rank1Update rank1(Tile tile) {
        return new Rank1Update(
                tile, drive(), ramp(tile.rows()), 60_000, ramp(tile.columns()), 65_536, 16, PULSE_SECONDS, 77);
    }

    /** A rank-1 update in one frame. */
    Rank1Update rank1() {
        return rank1(new Tile(0, 0, Math.min(LINES, whole.rows()), Math.min(LINES, whole.columns())));
    }

    PulseTrain train(int count) {
        return new PulseTrain(
                whole, Operation.UPDATE, drive(), Polarity.POTENTIATE, PULSE_SECONDS, PULSE_SECONDS, count);
    }

    BarrierChange barrier(double kt) {
        return new BarrierChange(whole, kt * KT, 1e-3);
    }

    Consolidation consolidation(double kt) {
        return new Consolidation(whole, kt * KT, 1e-2);
    }

    /** A dense update of the whole array. */
    DenseUpdate dense() {
        return new DenseUpdate(whole, drive(), ramp(whole.cells()), PULSE_SECONDS);
    }

    /** A sparse update of the first cells. */
    SparseUpdate sparse(int cells) {
        int[] indices = new int[cells];
        byte[] pulses = new byte[cells];
        for (int i = 0; i < cells; i++) {
            indices[i] = i;
            pulses[i] = (byte) (i % 2 == 0 ? 1 : -1);
        }
        return new SparseUpdate(sheet.geometry(), drive(), indices, pulses, PULSE_SECONDS);
    }

    /** A sparse update of one cell more than the device stages at once. */
    SparseUpdate sparseBeyondStaging() {
        return sparse(sheet.mostStagedBytes() / 5 + 1);
    }

    /** Every kind of update, by name: where the array is large enough also beyond one frame and beyond the staging. */
    Map<String, ArrayCommand> updates() {
        Map<String, ArrayCommand> updates = new LinkedHashMap<>();
        updates.put("rank-1 in a frame", rank1());
        updates.put("rank-1 of the whole array", rank1(whole));
        updates.put("dense", dense());
        updates.put("sparse", sparse(9));
        updates.put("sparse in blocks", sparseBeyondStaging());
        updates.put(
                "pulse train",
                new PulseTrain(
                        whole, Operation.PROGRAM, drive(), Polarity.DEPRESS, PULSE_SECONDS, 2 * PULSE_SECONDS, 3));
        return updates;
    }

    /** Every kind of command. */
    List<ArrayCommand> everything() {
        Map<String, ArrayCommand> all = new LinkedHashMap<>();
        all.put("barrier", barrier(30));
        all.putAll(updates());
        all.put("read", new ReadRequest(whole, 2));
        all.put("consolidation", consolidation(60));
        all.put("time", new TimeAdvance(3600, false));
        all.put("read of a tile", new ReadRequest(new Tile(3, 4, 5, 6), 1));
        all.put("back", barrier(24));
        return List.copyOf(all.values());
    }

    /** Pulses a command is made of, by the command alone. */
    static long pulses(ArrayCommand command) {
        if (command instanceof PulseTrain train) {
            return (long) train.count() * train.tile().cells();
        }
        if (command instanceof Rank1Update update) {
            return Arrays.stream(BitLines.of(update).signedCounts())
                    .map(Math::abs)
                    .sum();
        }
        byte[] signed = command instanceof DenseUpdate dense
                ? dense.signedPulses()
                : command instanceof SparseUpdate sparse ? sparse.signedPulses() : new byte[0];
        long sum = 0;
        for (byte pulse : signed) {
            sum += Math.abs(pulse);
        }
        return sum;
    }

    /** Counts delivered within a receipt's window, account by account. */
    static long[] delivered(Receipt receipt) {
        long[] counts = new long[EnergyAccount.count()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = receipt.window().end().delivered()[i]
                    - receipt.window().start().delivered()[i];
        }
        return counts;
    }

    /** Counts that came back within a receipt's window, account by account. */
    static long[] returned(Receipt receipt) {
        long[] counts = new long[EnergyAccount.count()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = receipt.window().end().returned()[i]
                    - receipt.window().start().returned()[i];
        }
        return counts;
    }
}
