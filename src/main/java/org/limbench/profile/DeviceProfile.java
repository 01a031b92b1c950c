package org.limbench.profile;

import java.util.List;
import java.util.OptionalDouble;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.Datasheet;
import org.limbench.device.MeterChannel;
import org.limbench.device.ReadConverter;
import org.limbench.device.Require;
import org.limbench.energy.MeterChain;
import org.limbench.physics.ArrayEnergetics;
import org.limbench.physics.CellArray;
import org.limbench.physics.CellModel;

/**
 * Everything about a device, hidden truth included. Emulators are made of it; a host learns only the datasheet. Immutable.
 *
 * @param name kind of device, e.g. {@code lim-chain}
 * @param summary what it is, in a sentence
 * @param sha256 lower-case hex digest of the profile's bytes, followed by those of the profiles it extends
 * @param bytes how many those are
 * @param modelName of the cells, as profiles write it, e.g. {@code soft-bounds}
 * @param model of the cells
 * @param energetics what lines, actuators and periphery cost
 * @param geometry of the array
 * @param temperatureKelvin bath temperature, K
 * @param converter of the reads, as the host knows it
 * @param readChain how reads truly go
 * @param driveChain how commands truly reach the lines
 * @param meter as declared, one channel per account in account order
 * @param mostSlots longest bit line accepted
 * @param mostStagedBytes largest staged update, bytes
 * @param publishedRetentionSeconds how long it is published to keep its state, s; empty where nothing is published
 * @param quantities every number as written, with source and confidence, in the order of the records
 */
public record DeviceProfile(
        String name,
        String summary,
        String sha256,
        long bytes,
        String modelName,
        CellModel model,
        ArrayEnergetics energetics,
        ArrayGeometry geometry,
        double temperatureKelvin,
        ReadConverter converter,
        ReadChain readChain,
        DriveChain driveChain,
        List<MeterChannel> meter,
        int mostSlots,
        int mostStagedBytes,
        OptionalDouble publishedRetentionSeconds,
        List<Quantity> quantities) {
    /** A conductance and a code. */
    private static final long BYTES_OF_A_READING = Double.BYTES + Integer.BYTES;

    public DeviceProfile {
        meter = List.copyOf(meter);
        quantities = List.copyOf(quantities);
    }

    /** The same device with an array of another shape. */
    public DeviceProfile withGeometry(int rows, int columns) {
        return new DeviceProfile(
                name,
                summary,
                sha256,
                bytes,
                modelName,
                model,
                energetics,
                new ArrayGeometry(rows, columns),
                temperatureKelvin,
                converter,
                readChain,
                driveChain,
                meter,
                mostSlots,
                mostStagedBytes,
                publishedRetentionSeconds,
                quantities);
    }

    /** What a host may know of this device, emulated by {@code firmware}. */
    public Datasheet datasheet(String firmware) {
        return new Datasheet(
                name,
                firmware,
                sha256,
                true,
                geometry,
                model.levels(),
                model.leastSiemens(),
                model.mostSiemens(),
                model.minimumStepSiemens(),
                model.driveKind(),
                model.barrierLimits(),
                model.voltage(),
                model.pulseSeconds(),
                temperatureKelvin,
                converter,
                meter,
                mostSlots,
                mostStagedBytes);
    }

    /**
     * A fresh array of this device.
     *
     * @throws IllegalArgumentException when Java may not use the memory that the array and a reading of it need
     */
    public CellArray newArray(long seed) {
        long each = model.bytesPerCell() + BYTES_OF_A_READING;
        Require.memory(
                "an array of " + geometry.rows() + " x " + geometry.columns() + " cells, " + each + " bytes each,",
                geometry.cells() * each);
        return model.newArray(geometry, temperatureKelvin, energetics, seed);
    }

    /** A fresh meter, its hidden errors drawn from the declared uncertainties. */
    public MeterChain newMeter(long seed) {
        return MeterChain.drawn(meter, seed);
    }

    /** Quantities that are recalled or assumed: what a report has to name. */
    public List<Quantity> doubtful() {
        return quantities.stream().filter(q -> q.confidence().doubtful()).toList();
    }
}
