package org.limbench.profile;

import java.util.List;
import java.util.OptionalDouble;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.MeterChannel;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadConverter;
import org.limbench.device.Require;
import org.limbench.physics.ArrayEnergetics;
import org.limbench.physics.CellModel;

/** Fills the records of a {@link DeviceProfile} from a merged tree. Single-threaded. */
final class ProfileReader {
    /** An array beyond this would not fit a laptop's memory. */
    private static final int MOST_CELLS = 1 << 24;

    private final ProfileTree source;
    private final QuantityReader in;

    private ProfileReader(ProfileTree source) {
        this.source = source;
        this.in = new QuantityReader(source.file(), source.tree());
    }

    /**
     * Reads a tree.
     *
     * @throws ProfileException with what is wrong
     */
    static DeviceProfile read(ProfileTree source) {
        try {
            List<ProfileProblem> problems = ProfileSchema.problems(source.file(), source.tree());
            if (!problems.isEmpty()) {
                throw new ProfileException(problems);
            }
            return new ProfileReader(source).profile();
        } catch (ProfileException e) {
            throw e.withLines(source.document()::line);
        }
    }

    private DeviceProfile profile() {
        double temperatureKelvin = in.temperature();
        ArrayGeometry geometry = in.build("geometry", this::geometry);
        CellModel model = new CellSection(in).read();
        boolean tunable = model.barrierLimits() != null;
        ArrayEnergetics energetics = new EnergySection(in).read(tunable);
        DriveChain driveChain = in.build("drive", () -> new DriveSection(in).read(model, energetics));
        ReadSection reading = new ReadSection(in);
        ReadChain readChain = in.build("read", reading::chain);
        double middle = (model.leastSiemens() + model.mostSiemens()) / 2;
        ReadConverter converter = in.build("read", () -> reading.converter(readChain, middle, temperatureKelvin));
        List<MeterChannel> meter =
                new MeterSection(source.file(), in).read(energetics.periphery().idleWatts());
        int mostSlots = in.build(
                "limits",
                () -> Require.between(
                        "mostSlots", in.whole("limits.mostSlots", "mostSlots"), 1, Rank1Update.MOST_SLOTS));
        int mostStagedBytes = in.build(
                "limits",
                () -> Require.between(
                        "mostStagedBytes", in.whole("limits.mostStagedBytes", "mostStagedBytes"), 0, 1 << 30));
        return new DeviceProfile(
                in.text("name"),
                in.text("summary"),
                source.sha256(),
                source.bytes(),
                in.text("cell.model"),
                model,
                energetics,
                geometry,
                temperatureKelvin,
                converter,
                readChain,
                driveChain,
                meter,
                mostSlots,
                mostStagedBytes,
                retention(),
                List.copyOf(in.table()));
    }

    private ArrayGeometry geometry() {
        int rows = in.whole("geometry.rows", "rows");
        int columns = in.whole("geometry.columns", "columns");
        ArrayGeometry geometry = new ArrayGeometry(rows, columns);
        if (geometry.cells() > MOST_CELLS) {
            throw new IllegalArgumentException("rows is too many; allowed: rows x columns at most " + MOST_CELLS);
        }
        return geometry;
    }

    private OptionalDouble retention() {
        if (!in.has("ageing.publishedRetention")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(in.build(
                "ageing",
                () -> Require.positive(
                        "publishedRetention",
                        in.number("ageing.publishedRetention", "publishedRetention", Dimension.TIME),
                        "s")));
    }
}
