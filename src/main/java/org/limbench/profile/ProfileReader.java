package org.limbench.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.Rank1Update;
import org.limbench.device.ReadConverter;
import org.limbench.device.Require;
import org.limbench.physics.ArrayEnergetics;
import org.limbench.physics.BarrierChain;
import org.limbench.physics.CellModel;
import org.limbench.physics.FowlerNordheim;
import org.limbench.physics.SoftBounds;

/** Fills the records of a {@link DeviceProfile} from a merged tree. Single-threaded. */
final class ProfileReader {
    /** One elementary charge per volt; stands in where a voltage-driven cell has no lever arm. */
    private static final double UNUSED_LEVER_ARM = 1.602176634e-19;
    /** An array beyond this would not fit a laptop's memory. */
    private static final int MOST_CELLS = 1 << 24;
    /** A century: no run ages a device longer. */
    private static final double LONGEST_WINDOW_SECONDS = 100 * 365.25 * 86_400;

    private static final double MOST_COUNTS = 0x1.0p62;

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
        ReadConverter converter = in.build("read", this::converter);
        ArrayEnergetics energetics = energetics(model);
        List<MeterChannel> meter = meter(energetics.periphery().idleWatts());
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

    private SoftBounds softBounds() {
        return new SoftBounds(
                cell("leastWeight", "leastWeight", Dimension.NUMBER),
                cell("mostWeight", "mostWeight", Dimension.NUMBER),
                cell("stepWeight", "stepWeight", Dimension.NUMBER),
                cell("cycleSpread", "cycleSpread", Dimension.NUMBER),
                cell("stepSpread", "stepSpread", Dimension.NUMBER),
                cell("leastSpread", "leastSpread", Dimension.NUMBER),
                cell("mostSpread", "mostSpread", Dimension.NUMBER),
                cell("asymmetry", "asymmetry", Dimension.NUMBER),
                cell("asymmetrySpread", "asymmetrySpread", Dimension.NUMBER),
                cell("writeNoise", "writeNoise", Dimension.NUMBER),
                cell("powerOnWeight", "powerOnWeight", Dimension.NUMBER),
                cell("powerOnSpread", "powerOnSpread", Dimension.NUMBER),
                cell("leastConductance", "leastSiemens", Dimension.CONDUCTANCE),
                cell("mostConductance", "mostSiemens", Dimension.CONDUCTANCE),
                voltage(),
                cell("pulse", "pulseSeconds", Dimension.TIME));
    }

    private double cell(String key, String component, Dimension dimension) {
        return in.number("cell." + key, component, dimension);
    }

    private Drive.Voltage voltage() {
        return new Drive.Voltage(
                cell("potentiateVoltage", "potentiateVolts", Dimension.VOLTAGE),
                cell("depressVoltage", "depressVolts", Dimension.VOLTAGE));
    }

    private ReadConverter converter() {
        return new ReadConverter(
                in.whole("read.bits", "bits"),
                in.number("read.offset", "offsetSiemens", Dimension.CONDUCTANCE),
                in.number("read.lsb", "lsbSiemens", Dimension.CONDUCTANCE),
                in.number("read.noise", "noiseSiemens", Dimension.CONDUCTANCE));
    }

    private ArrayEnergetics energetics(CellModel model) {
        boolean tunable = model.barrierLimits() != null;
        for (String key : List.of("energy.actuator", "energy.lines.tiltLeverArm")) {
            if (in.has(key) != tunable) {
                throw new ProfileException(
                        source.file(),
                        key,
                        tunable ? "missing" : "present",
                        tunable ? "what a tunable barrier costs" : "only with a model that has a tunable barrier");
            }
        }
        ArrayEnergetics.Lines lines = in.build(
                "energy.lines",
                () -> new ArrayEnergetics.Lines(
                        in.number("energy.lines.rowCapacitance", "rowFaradsPerCell", Dimension.CAPACITANCE),
                        in.number("energy.lines.columnCapacitance", "columnFaradsPerCell", Dimension.CAPACITANCE),
                        in.number("energy.lines.swingFraction", "swingFraction", Dimension.NUMBER),
                        tunable
                                ? in.number("energy.lines.tiltLeverArm", "tiltJoulesPerVolt", Dimension.LEVER_ARM)
                                : UNUSED_LEVER_ARM,
                        in.number("energy.lines.recovery", "recoveryFraction", Dimension.NUMBER)));
        ArrayEnergetics.BarrierActuator actuator = tunable
                ? in.build("energy.actuator", this::actuator)
                : new ArrayEnergetics.BarrierActuator(0, UNUSED_LEVER_ARM, 0, false);
        return new ArrayEnergetics(lines, actuator, in.build("energy.periphery", this::periphery));
    }

    private ArrayEnergetics.BarrierActuator actuator() {
        return new ArrayEnergetics.BarrierActuator(
                in.number("energy.actuator.capacitance", "farads", Dimension.CAPACITANCE),
                in.number("energy.actuator.leverArm", "barrierJoulesPerVolt", Dimension.LEVER_ARM),
                in.number("energy.actuator.recovery", "recoveryFraction", Dimension.NUMBER),
                in.flag("energy.actuator.suddenOpening", "suddenOpening"));
    }

    private ArrayEnergetics.Periphery periphery() {
        return new ArrayEnergetics.Periphery(
                in.number("energy.periphery.perCommand", "joulesPerCommand", Dimension.ENERGY),
                in.number("energy.periphery.perSlot", "joulesPerSlot", Dimension.ENERGY),
                in.number("energy.periphery.readPerCell", "readJoulesPerCell", Dimension.ENERGY),
                in.number("energy.periphery.idlePower", "idleWatts", Dimension.POWER));
    }

    private List<MeterChannel> meter(double idleWatts) {
        List<MeterChannel> channels = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            String own = "meter." + account.name().toLowerCase(Locale.ROOT);
            MeterChannel channel = in.build(
                    own,
                    () -> new MeterChannel(
                            account,
                            in.number(meterKey(own, "lsb"), "lsbJoules", Dimension.ENERGY),
                            in.number(meterKey(own, "gain"), "gainUncertainty", Dimension.NUMBER),
                            in.number(meterKey(own, "offset"), "offsetUncertaintyWatts", Dimension.POWER),
                            // the root of the density is what the record holds
                            Math.sqrt(in.number(
                                    meterKey(own, "noise"), "noiseWattsPerRootHertz", Dimension.POWER_DENSITY))));
            double watts = 10 * channel.offsetUncertaintyWatts() + (account == EnergyAccount.IDLE ? idleWatts : 0);
            double leastLsb = watts * LONGEST_WINDOW_SECONDS / MOST_COUNTS;
            if (channel.lsbJoules() < leastLsb) {
                throw new ProfileException(
                        source.file(),
                        meterKey(own, "lsb"),
                        in.text(meterKey(own, "lsb") + ".value"),
                        "at least " + leastLsb + " J for " + account
                                + ", or a century of idling overflows its register");
            }
            channels.add(channel);
        }
        return channels;
    }

    private String meterKey(String own, String key) {
        return in.has(own + "." + key) ? own + "." + key : "meter.all." + key;
    }
}
