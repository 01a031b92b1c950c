package org.limbench.profile;

import java.util.List;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.MeterChannel;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadConverter;
import org.limbench.device.Require;
import org.limbench.physics.ArrayEnergetics;
import org.limbench.physics.BarrierChain;
import org.limbench.physics.CellModel;
import org.limbench.physics.FowlerNordheim;
import org.limbench.physics.PulseNoise;
import org.limbench.physics.PulseResponse;
import org.limbench.physics.PulseStep;
import org.limbench.physics.PulsedCell;
import org.limbench.physics.WeightRange;

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
        List<ProfileProblem> problems = ProfileSchema.problems(source.file(), source.tree());
        if (!problems.isEmpty()) {
            throw new ProfileException(problems);
        }
        return new ProfileReader(source).profile();
    }

    private DeviceProfile profile() {
        double temperatureKelvin = in.temperature();
        ArrayGeometry geometry = in.build("geometry", this::geometry);
        CellModel model = in.build("cell", this::model);
        boolean tunable = model.barrierLimits() != null;
        ArrayEnergetics energetics = new EnergySection(source.file(), in).read(tunable);
        DriveChain driveChain = in.build("drive", () -> new DriveSection(source.file(), in).read(tunable, energetics));
        ReadSection reading = new ReadSection(source.file(), in);
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

    private CellModel model() {
        return switch (in.text("cell.model")) {
            case "barrier-chain" -> barrierChain();
            case "fowler-nordheim" -> fowlerNordheim();
            case "soft-bounds" -> softBounds();
            default -> throw new IllegalStateException("the schema lets no other model pass");
        };
    }

    private BarrierChain barrierChain() {
        return new BarrierChain(
                in.whole("cell.levels", "levels"),
                cell("leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                cell("mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                new BarrierLimits(
                        cell("leastBarrier", "leastJoules", Dimension.ENERGY),
                        cell("mostBarrier", "mostJoules", Dimension.ENERGY),
                        cell("holdBarrier", "holdJoules", Dimension.ENERGY),
                        cell("mostTilt", "mostTiltJoules", Dimension.ENERGY),
                        cell("attemptRate", "attemptsPerSecond", Dimension.RATE),
                        cell("mostAttemptRate", "mostAttemptsPerSecond", Dimension.RATE),
                        cell("halfSelectFraction", "halfSelectFraction", Dimension.NUMBER)),
                cell("pulse", "pulseSeconds", Dimension.TIME),
                cell("attemptSpread", "attemptSpread", Dimension.NUMBER),
                cell("barrierSpread", "barrierSpreadJoules", Dimension.ENERGY),
                in.whole("cell.leastPowerOnLevel", "leastPowerOnLevel"),
                in.whole("cell.mostPowerOnLevel", "mostPowerOnLevel"));
    }

    private FowlerNordheim fowlerNordheim() {
        return new FowlerNordheim(
                cell("k2", "k2Volts", Dimension.VOLTAGE),
                cell("k1", "k1PerSecond", Dimension.RATE),
                cell("powerOnVoltage", "powerOnVolts", Dimension.VOLTAGE),
                cell("powerOnSpread", "powerOnSpreadVolts", Dimension.VOLTAGE),
                cell("rateSpread", "rateSpread", Dimension.NUMBER),
                cell("gateCoupling", "gateCoupling", Dimension.NUMBER),
                cell("nodeCapacitance", "nodeFarads", Dimension.CAPACITANCE),
                in.flag("cell.shotNoise", "shotNoise"),
                cell("midConductance", "midSiemens", Dimension.CONDUCTANCE),
                cell("conductancePerVolt", "siemensPerVolt", Dimension.TRANSCONDUCTANCE),
                cell("leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                cell("mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                voltage(),
                cell("pulse", "pulseSeconds", Dimension.TIME));
    }

    private PulsedCell softBounds() {
        return PulsedCell.of(
                        new WeightRange(
                                cell("leastWeight", "leastWeight", Dimension.NUMBER),
                                cell("mostWeight", "mostWeight", Dimension.NUMBER),
                                cell("leastSpread", "leastSpread", Dimension.NUMBER),
                                cell("mostSpread", "mostSpread", Dimension.NUMBER)),
                        new PulseStep(
                                cell("stepWeight", "weight", Dimension.NUMBER),
                                cell("stepSpread", "spread", Dimension.NUMBER),
                                false,
                                cell("asymmetry", "asymmetry", Dimension.NUMBER),
                                cell("asymmetrySpread", "asymmetrySpread", Dimension.NUMBER)),
                        new PulseResponse.SoftBounds(false),
                        cell("leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                        cell("mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                        voltage(),
                        cell("pulse", "pulseSeconds", Dimension.TIME))
                .withNoise(new PulseNoise(
                        cell("cycleSpread", "cycleSpread", Dimension.NUMBER),
                        cell("writeNoise", "writeNoise", Dimension.NUMBER)))
                .withPowerOn(
                        cell("powerOnWeight", "powerOnWeight", Dimension.NUMBER),
                        cell("powerOnSpread", "powerOnSpread", Dimension.NUMBER));
    }

    private double cell(String key, String component, Dimension dimension) {
        return in.number("cell." + key, component, dimension);
    }

    private Drive.Voltage voltage() {
        return new Drive.Voltage(
                cell("potentiateVoltage", "potentiateVolts", Dimension.VOLTAGE),
                cell("depressVoltage", "depressVolts", Dimension.VOLTAGE));
    }
}
