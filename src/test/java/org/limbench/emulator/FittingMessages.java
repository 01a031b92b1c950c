package org.limbench.emulator;

import java.util.ArrayList;
import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadRequest;
import org.limbench.device.SparseUpdate;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.protocol.BarrierSchedule;
import org.limbench.protocol.Bye;
import org.limbench.protocol.Command;
import org.limbench.protocol.MatrixVector;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterStream;
import org.limbench.protocol.PowerOn;
import org.limbench.protocol.QueryUpdate;
import org.limbench.protocol.ResetRequest;
import org.limbench.protocol.StagedUpdate;

/** One message of each kind that an array of a size carries out, driven by barriers and by voltages. */
final class FittingMessages {
    private static final double PULSE_SECONDS = 1e-6;

    private FittingMessages() {}

    static List<Message> all(ArrayGeometry geometry) {
        Tile whole = geometry.whole();
        Tile corner = new Tile(geometry.rows() - 1, geometry.columns() - 1, 1, 1);
        byte[] rows = codes(geometry.rows());
        byte[] columns = codes(geometry.columns());
        List<ArrayCommand> commands = new ArrayList<>();
        List<Message> all = new ArrayList<>();
        for (Drive drive : List.of(new Drive.Barrier(4e-21, 4e-20), new Drive.Voltage(1.5, 1.25))) {
            Rank1Update rank1 = new Rank1Update(whole, drive, rows, 65_536, columns, 65_536, 4, PULSE_SECONDS, 0x1234);
            commands.add(rank1);
            commands.add(new PulseTrain(
                    whole, Operation.PROGRAM, drive, Polarity.POTENTIATE, PULSE_SECONDS, 2 * PULSE_SECONDS, 3));
            commands.add(new PulseTrain(
                    corner, Operation.UPDATE, drive, Polarity.DEPRESS, PULSE_SECONDS, PULSE_SECONDS, 100));
            all.addAll(StagedUpdate.split(1, 1, rank1));
            all.addAll(StagedUpdate.split(1, 1, new DenseUpdate(whole, drive, codes(geometry.cells()), PULSE_SECONDS)));
            all.addAll(StagedUpdate.split(
                    1, 1, new SparseUpdate(geometry, drive, new int[] {1, 5}, new byte[] {2, -3}, PULSE_SECONDS)));
        }
        commands.add(new BarrierChange(whole, 5e-20, 0));
        commands.add(new BarrierChange(corner, 6e-20, 1e-3));
        commands.add(new Consolidation(whole, 1e-19, 1e-3));
        commands.add(new TimeAdvance(10, true));
        commands.add(new TimeAdvance(3e8, false));
        commands.add(new ReadRequest(whole, 2));
        commands.forEach(command -> all.add(new Command(1, 1, command)));
        all.add(new BarrierSchedule(
                1, 1, whole, List.of(new BarrierSchedule.Step(1, 5e-20), new BarrierSchedule.Step(2, 6e-20))));
        all.add(new MatrixVector(1, whole, rows, 0.2));
        all.add(new QueryUpdate(3));
        all.add(new MeterStream(true, 1));
        all.add(new PowerOn("again"));
        all.add(new ResetRequest());
        all.add(new Bye("done"));
        return all;
    }

    private static byte[] codes(int count) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) (i % 2 == 0 ? 100 - i : i - 90);
        }
        return codes;
    }
}
