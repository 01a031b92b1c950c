package org.limbench.driver.rcn;

import java.util.OptionalLong;
import org.limbench.device.EnergyAccount;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Tile;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.RcnReply;
import org.limbench.protocol.rcn.ReplyTexts;
import org.limbench.protocol.rcn.StationVolts;
import org.limbench.protocol.rcn.TiaRange;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.transport.LinkException;

/**
 * Reads cells: row by row, column by column through the multiplexer, each as the current of its row's read voltage. The
 * amplifier inverts. What it shows with all rows at rest is taken off: its offset, and what rows let through that are not
 * quite where its virtual earth is. Single-threaded.
 */
final class CellReader {
    private static final int MOST_BITS = 16;

    private final Wiring wiring;
    private final StationPort port;
    private final StationLines lines;
    private final StationMeter meter;
    private final ReadConverter converter;

    CellReader(Wiring wiring, StationPort port, StationLines lines, StationMeter meter) {
        this.wiring = wiring;
        this.port = port;
        this.lines = lines;
        this.meter = meter;
        this.converter = converter(wiring);
    }

    /**
     * The converter a datasheet declares: a code is the 0.1 mV the station prints, or more where 16 bits do not reach; an
     * eighth of the range lies below the lowest and above the highest conductance, for noise.
     */
    static ReadConverter converter(Wiring wiring) {
        Wiring.Read read = wiring.read();
        double perAmpere = 1 / (read.volts() * read.range().ohms());
        double margin = (wiring.cell().mostSiemens() - wiring.cell().leastSiemens()) / 8;
        double span = wiring.cell().mostSiemens() - wiring.cell().leastSiemens() + 2 * margin;
        double lsb = Math.max(StationVolts.volts(1) * perAmpere, span / ((1 << MOST_BITS) - 1));
        int bits = 1;
        while (bits < MOST_BITS && ((1 << bits) - 1) * lsb < span) {
            bits++;
        }
        double noise = Math.hypot(read.noiseVolts(), StationVolts.volts(1) / Math.sqrt(12)) * Math.sqrt(2) * perAmpere;
        return new ReadConverter(bits, wiring.cell().leastSiemens() - margin, lsb, noise);
    }

    Readout read(ReadRequest request) throws LinkException {
        Tile tile = request.tile();
        double[] offsets = new double[tile.columns()];
        lines.relax();
        lines.strobe(true);
        for (int j = 0; j < offsets.length; j++) {
            offsets[j] = volts(tile.column() + j, request.averages());
        }
        lines.strobe(false);
        int[] codes = new int[tile.cells()];
        for (int i = 0; i < tile.rows(); i++) {
            lines.driveRow(tile.row() + i);
            double from = port.stationSeconds();
            lines.strobe(true);
            double amperes = 0;
            for (int j = 0; j < tile.columns(); j++) {
                double cell = -(volts(tile.column() + j, request.averages()) - offsets[j])
                        / wiring.read().range().ohms();
                amperes += cell;
                codes[i * tile.columns() + j] =
                        converter.code(cell / lines.drivenVolts(wiring.read().volts()));
            }
            lines.strobe(false);
            meter.add(EnergyAccount.READ, wiring.read().volts() * amperes * (port.stationSeconds() - from));
        }
        lines.relax();
        return new Readout(tile, codes);
    }

    private double volts(int column, int averages) throws LinkException {
        lines.select(column);
        double sum = 0;
        for (int n = 0; n < averages; n++) {
            sum += reading();
        }
        return sum / averages;
    }

    /** One reading, V. The station cuts off what is behind 0.1 mV: half of that is put back. */
    private double reading() throws LinkException {
        RcnCommand.AdsRead command =
                new RcnCommand.AdsRead(wiring.read().chip(), wiring.read().channel());
        RcnReply reply = port.ask(command);
        String name = ReplyTexts.adsChannel(command.chip(), command.channel());
        OptionalLong tenths =
                reply instanceof RcnReply.Values values ? ReplyTexts.value(values.text(), name) : OptionalLong.empty();
        if (tenths.isEmpty()) {
            throw port.implausible(
                    "'" + reply.line() + "' came in answer to '" + command.line() + "'; expected: DATA:" + name + "=n");
        }
        long value = tenths.getAsLong();
        double volts = StationVolts.volts(value) + Long.signum(value) * StationVolts.volts(1) / 2;
        if (Math.abs(volts) >= TiaRange.FULL_SCALE_VOLTS) {
            throw port.implausible("the amplifier is at the end of its range, " + volts + " V at "
                    + wiring.read().range().word() + "; a smaller read voltage or range is needed");
        }
        return volts;
    }
}
