package org.limbench.protocol.rcn;

import java.util.List;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Require;

/**
 * Which pin of the station is which line of the chip, and what volts on it mean.
 *
 * <p>The scheme (our own; the station leaves it to the adapter): every cell sits between a row and a column drive line, which
 * tilts it by their difference, and behind a row and a column gate line, whose mean sets its barrier. Columns stay at rest and
 * rows are driven, so that the current of the rows is the current of the cells. A cell is pulsed where both its gates open; one
 * gate alone opens it half way. A switch on the adapter, thrown by pin PD9, puts every row and gate on its own output; while
 * PD9 is low, rows are at rest and gates at one common rest output.
 *
 * @param name of the wiring
 * @param summary one line
 * @param device kind of chip, for the datasheet
 * @param sha256 of the file, lower-case hex
 * @param bytes of the file
 * @param temperatureKelvin bath temperature, K
 * @param cell the chip's cells
 * @param lines the pins
 * @param barrier from gate volts to barriers
 * @param drive from row volts to tilts
 * @param pulse how a pulse is made
 * @param capture how the row current is metered during a pulse
 * @param read how a cell is read
 * @param numbers every number that has a source
 */
public record Wiring(
        String name,
        String summary,
        String device,
        String sha256,
        long bytes,
        double temperatureKelvin,
        Cell cell,
        Lines lines,
        Barrier barrier,
        Drive drive,
        Pulse pulse,
        Capture capture,
        Read read,
        List<SourcedNumber> numbers) {
    /** Boltzmann's constant, J/K, exact (SI 2019); the floor below does not offer one to this room. */
    private static final double BOLTZMANN = 1.380_649e-23;

    public Wiring {
        Require.positive("temperatureKelvin", temperatureKelvin, "K");
        numbers = List.copyOf(numbers);
        double up = StationVolts.MOST_DAC - lines.restVolts();
        double room = Math.min(lines.restVolts(), up);
        if (drive.volts(drive.mostTiltKt()) > room || read.volts() > up) {
            throw new IllegalArgumentException("drive.mostTiltKt takes " + drive.volts(drive.mostTiltKt())
                    + " V either way and read.volts is " + read.volts() + " V; allowed: " + room + " V and " + up
                    + " V, what the outputs have beside lines.restVolts");
        }
    }

    /**
     * What is known of the cells.
     *
     * @param levels 2..65,536
     * @param leastSiemens conductance of level 0, S
     * @param mostSiemens conductance of the last level, S
     * @param attemptsPerSecond nominal attempt rate, 1/s
     * @param mostAttemptsPerSecond upper end of its prior, 1/s
     */
    public record Cell(
            int levels,
            double leastSiemens,
            double mostSiemens,
            double attemptsPerSecond,
            double mostAttemptsPerSecond) {
        public Cell {
            Require.between("levels", levels, 2, 65_536);
            Require.positive("leastSiemens", leastSiemens, "S");
            if (!(mostSiemens > leastSiemens)) {
                throw new IllegalArgumentException("mostSiemens is " + mostSiemens
                        + " S; allowed: more than leastSiemens, " + leastSiemens + " S");
            }
        }

        /** Conductance from level to level, S. */
        public double stepSiemens() {
            return (mostSiemens - leastSiemens) / (levels - 1);
        }
    }

    /**
     * The two lines of a row or of a column.
     *
     * @param drive tilts its cells
     * @param gate sets their barriers
     */
    public record Line(DacPin drive, DacPin gate) {}

    /**
     * The pins.
     *
     * @param restVolts of every drive line at rest, V; also the virtual earth of the amplifier that reads
     * @param rows one per row
     * @param columns one per column; their drive lines may be one and the same pin, for they stay at rest
     * @param gateRest what all gates are at while pin PD9 is low
     */
    public record Lines(double restVolts, List<Line> rows, List<Line> columns, DacPin gateRest) {
        public Lines {
            Require.between("restVolts", restVolts, 0, StationVolts.MOST_DAC, "V");
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
            new PinCheck().require(rows, columns, gateRest);
        }

        /** Shape of the array. */
        public ArrayGeometry geometry() {
            return new ArrayGeometry(rows.size(), columns.size());
        }
    }

    /**
     * Barrier = {@code atZeroVoltsKt - ktPerVolt * (row gate + column gate) / 2}, in kT at the wiring's temperature: high at
     * 0 V, where every output is after power-on, so that a station that has just booted holds.
     *
     * @param atZeroVoltsKt barrier with both gates at 0 V, kT
     * @param ktPerVolt lever arm, kT/V, more than 0
     * @param leastKt lowest barrier commanded, kT
     * @param mostKt highest barrier commanded, kT
     * @param holdKt rest barrier where nothing else was asked for, kT
     */
    public record Barrier(double atZeroVoltsKt, double ktPerVolt, double leastKt, double mostKt, double holdKt) {
        public Barrier {
            Require.positive("ktPerVolt", ktPerVolt, "kT/V");
            Require.atLeastZero("leastKt", leastKt, "kT");
            double floor = Math.max(0, atZeroVoltsKt - ktPerVolt * StationVolts.MOST_DAC);
            if (!(floor <= leastKt && leastKt <= holdKt && holdKt <= mostKt && mostKt <= atZeroVoltsKt)) {
                throw new IllegalArgumentException("leastKt, holdKt, mostKt are " + leastKt + ", " + holdKt + ", "
                        + mostKt + " kT; allowed: rising, from " + floor + " kT at 5 V to " + atZeroVoltsKt
                        + " kT at 0 V");
            }
        }

        /** Gate voltage of a barrier, V. */
        public double volts(double kt) {
            return (atZeroVoltsKt - kt) / ktPerVolt;
        }

        /** Barrier between two gates, kT; below 0 there is none. */
        public double kt(double rowGateVolts, double columnGateVolts) {
            return Math.max(0, atZeroVoltsKt - ktPerVolt * (rowGateVolts + columnGateVolts) / 2);
        }
    }

    /**
     * Tilt = {@code ktPerVolt * (row - column)}, towards higher conductance where it is positive.
     *
     * @param ktPerVolt lever arm, kT/V, more than 0
     * @param mostTiltKt largest tilt commanded, kT
     */
    public record Drive(double ktPerVolt, double mostTiltKt) {
        public Drive {
            Require.positive("ktPerVolt", ktPerVolt, "kT/V");
            Require.positive("mostTiltKt", mostTiltKt, "kT");
        }

        /** Row voltage over rest of a tilt, V. */
        public double volts(double kt) {
            return kt / ktPerVolt;
        }
    }

    /**
     * How a pulse is made: by one capture, which raises PD9 for as long as its samples last.
     *
     * @param seconds nominal width, s
     * @param samples samples of the capture, 8..8000
     * @param pretriggerPercent share of them before the pulse, 5..50 %; they are the baseline of the current
     */
    public record Pulse(double seconds, int samples, int pretriggerPercent) {
        public Pulse {
            Require.positive("seconds", seconds, "s");
            Require.between("samples", samples, 8, RcnCommand.MOST_SAMPLES);
            Require.between("pretriggerPercent", pretriggerPercent, 5, 50);
            new CaptureSetting(samples, pretriggerPercent).of(seconds);
        }

        /** The capture that makes a pulse of a width. */
        public CaptureSetting setting() {
            return new CaptureSetting(samples, pretriggerPercent);
        }
    }

    /**
     * Pin PA1 = {@code restVolts + ohms * row current}.
     *
     * @param ohms what a row current becomes at the pin, V/A
     * @param restVolts of the pin with no current, V
     * @param noiseVolts standard deviation of one sample, V
     * @param gainUncertainty relative standard uncertainty of a pulse's energy
     */
    public record Capture(double ohms, double restVolts, double noiseVolts, double gainUncertainty) {
        public Capture {
            Require.positive("ohms", ohms, "V/A");
            Require.between("restVolts", restVolts, 0, StationVolts.MOST_FAST, "V");
            Require.atLeastZero("noiseVolts", noiseVolts, "V");
            Require.between("gainUncertainty", gainUncertainty, 0, 1, "");
        }
    }

    /**
     * A cell is read by driving its row and measuring its column's current.
     *
     * @param range of the amplifier
     * @param chip precision converter the amplifier's output is at, 1 or 2
     * @param channel its channel, 1..4
     * @param oversampling of that chip
     * @param volts of the row over rest, V
     * @param muxPins pins PD0 to PD7 that choose the column, least significant first; empty for one column
     * @param noiseVolts standard deviation of one reading, V
     * @param gainUncertainty relative standard uncertainty of a read's energy: that of the time its row is driven
     */
    public record Read(
            TiaRange range,
            int chip,
            int channel,
            int oversampling,
            double volts,
            List<Integer> muxPins,
            double noiseVolts,
            double gainUncertainty) {
        public Read {
            Require.between("chip", chip, 1, 2);
            Require.between("channel", channel, 1, 4);
            Require.positive("volts", volts, "V");
            Require.atLeastZero("noiseVolts", noiseVolts, "V");
            Require.between("gainUncertainty", gainUncertainty, 0, 1, "");
            muxPins = List.copyOf(muxPins);
            if (range == TiaRange.B_OFF) {
                throw new IllegalArgumentException("range is OFF; allowed: one that reads");
            }
            if (!StationTiming.OVERSAMPLINGS.contains(oversampling)) {
                throw new IllegalArgumentException(
                        "oversampling is " + oversampling + "; allowed: " + StationTiming.OVERSAMPLINGS);
            }
        }

        /** Pin levels that choose a column, as a mask over PD0 to PD7. */
        public int mask(int column) {
            int mask = 0;
            for (int bit = 0; bit < muxPins.size(); bit++) {
                mask |= ((column >> bit) & 1) << muxPins.get(bit);
            }
            return mask;
        }

        /** The column a mask chooses. */
        public int column(int mask) {
            int column = 0;
            for (int bit = 0; bit < muxPins.size(); bit++) {
                column |= ((mask >> muxPins.get(bit)) & 1) << bit;
            }
            return column;
        }
    }

    /** Energy of one kT at this wiring's temperature, J. */
    public double ktJoules() {
        return BOLTZMANN * temperatureKelvin;
    }

    /** Numbers nobody has measured. */
    public long doubtful() {
        return numbers.stream().filter(SourcedNumber::doubtful).count();
    }
}
