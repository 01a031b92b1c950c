package org.limbench.emulator.rcn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.SparseUpdate;
import org.limbench.physics.CellArray;
import org.limbench.profile.DeviceProfile;
import org.limbench.protocol.rcn.DacPin;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.StationVolts;
import org.limbench.protocol.rcn.Wiring;

/**
 * The cells of a chip and the voltages on its lines. Whatever the lines are at for a time acts on every cell for that time: its
 * two gates make its barrier, its row and column its tilt. A pulse is nothing but that.
 *
 * <p>The cells are driven as pulses of the time that passes, those with the same barrier and tilt together, with their rest
 * barrier at its highest all along, so that nothing of the model's own half-select acts beside the lines. What they dissipate
 * is of no use here: the station meters currents. Single-threaded.
 */
final class ChipUnderLines {
    /** Chance of a jump of a cell left alone at its highest barrier for a year, at most: else it could not be parked there. */
    private static final double QUIET = 1e-3;

    private static final double YEAR_SECONDS = 3.156e7;

    private final Wiring wiring;
    private final ArrayGeometry geometry;
    private final CellArray cells;
    private final BarrierLimits limits;
    private final double[] volts = new double[RcnCommand.DAC_CHIPS * RcnCommand.DAC_CHANNELS];
    private boolean strobed;
    private int muxMask;
    private double seconds;

    /**
     * A chip fresh from power-on, all outputs at 0 V.
     *
     * @throws IllegalArgumentException when the profile's cells have no barrier that holds
     */
    ChipUnderLines(Wiring wiring, DeviceProfile profile, long seed) {
        this.wiring = wiring;
        this.geometry = wiring.lines().geometry();
        DeviceProfile sized = profile.withGeometry(geometry.rows(), geometry.columns());
        BarrierLimits barrier = sized.model().barrierLimits();
        double kt = wiring.ktJoules();
        if (barrier == null
                || barrier.attemptsPerSecond() * YEAR_SECONDS * StrictMath.exp(-barrier.mostJoules() / kt) > QUIET) {
            throw new IllegalArgumentException("profile is " + profile.name()
                    + "; allowed on an emulated station: one with a tunable barrier that can hold for a year, such as"
                    + " lim-chain");
        }
        this.limits = barrier;
        this.cells = sized.newArray(seed);
        cells.apply(new BarrierChange(geometry.whole(), limits.mostJoules(), 0));
    }

    /** Virtual time, s. */
    double seconds() {
        return seconds;
    }

    /** An output has moved. */
    void set(DacPin pin, double to) {
        volts[pin.index()] = to;
    }

    /** Pin PD9: rows and gates on their own outputs, or at rest. */
    void strobe(boolean high) {
        strobed = high;
    }

    /** Pins PD0 to PD7, which choose the column at the amplifier. */
    void mux(int mask) {
        muxMask = mask;
    }

    /** Lets time pass with the lines as they are. */
    void pass(double duration) {
        if (duration <= 0) {
            return;
        }
        seconds += duration;
        Map<Drive.Barrier, List<Integer>> alike = new LinkedHashMap<>();
        for (int cell = 0; cell < geometry.cells(); cell++) {
            alike.computeIfAbsent(drive(cell), unused -> new ArrayList<>()).add(cell);
        }
        alike.forEach((drive, members) -> {
            int[] indices = members.stream().mapToInt(Integer::intValue).toArray();
            byte[] signs = new byte[indices.length];
            for (int i = 0; i < signs.length; i++) {
                signs[i] = (byte) (tiltVolts(indices[i]) < 0 ? -1 : 1);
            }
            cells.apply(new SparseUpdate(geometry, drive, indices, signs, duration));
        });
    }

    /** The barrier between a cell's gates and the tilt between its lines, inside what its model can be asked. */
    private Drive.Barrier drive(int cell) {
        Wiring.Line row = wiring.lines().rows().get(cell / geometry.columns());
        Wiring.Line column = wiring.lines().columns().get(cell % geometry.columns());
        double rest = volts[wiring.lines().gateRest().index()];
        double kt = wiring.barrier().kt(strobed ? at(row.gate()) : rest, strobed ? at(column.gate()) : rest);
        double barrier = Math.max(limits.leastJoules(), Math.min(limits.mostJoules(), kt * wiring.ktJoules()));
        double tilt = Math.abs(tiltVolts(cell)) * wiring.drive().ktPerVolt() * wiring.ktJoules();
        return new Drive.Barrier(Math.min(Math.min(tilt, 2 * barrier), limits.mostTiltJoules()), barrier);
    }

    private double at(DacPin pin) {
        return volts[pin.index()];
    }

    /** Row over column, V; a column at the amplifier is at its virtual earth. */
    private double tiltVolts(int cell) {
        if (!strobed) {
            return 0;
        }
        int column = cell % geometry.columns();
        double earth = column == wiring.read().column(muxMask)
                ? wiring.lines().restVolts()
                : at(wiring.lines().columns().get(column).drive());
        return at(wiring.lines().rows().get(cell / geometry.columns()).drive()) - earth;
    }

    /** Current of all rows, A. */
    double rowAmperes() {
        double[] siemens = siemens();
        double amperes = 0;
        for (int cell = 0; cell < siemens.length; cell++) {
            amperes += siemens[cell] * tiltVolts(cell);
        }
        return amperes;
    }

    /** Current into the amplifier from the column that is switched to it, A; 0 where the mask chooses none. */
    double amplifierAmperes() {
        double[] siemens = siemens();
        int column = wiring.read().column(muxMask);
        double amperes = 0;
        for (int cell = column; column < geometry.columns() && cell < siemens.length; cell += geometry.columns()) {
            amperes += siemens[cell] * tiltVolts(cell);
        }
        return amperes;
    }

    /** True conductances, row-major, S. */
    double[] siemens() {
        double[] siemens = new double[geometry.cells()];
        cells.conductancesSiemens(geometry.whole(), siemens);
        return siemens;
    }

    /** Volts of the fast converter's pin PA1 for a row current, V. */
    double captureVolts(double amperes) {
        double volts1 = wiring.capture().restVolts() + wiring.capture().ohms() * amperes;
        return Math.max(0, Math.min(StationVolts.MOST_FAST, volts1));
    }
}
