package org.limbench.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.ReadConverter;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.emulator.FaultPlan;
import org.limbench.energy.MeterChain;
import org.limbench.energy.MeterError;
import org.limbench.physics.CellArray;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Envelope;
import org.limbench.protocol.FrameCodec;
import org.limbench.protocol.FrameDecoder;
import org.limbench.protocol.Message;
import org.limbench.transport.Endpoint;

/** An emulated device around a {@link CountingArray}, with a perfect meter of 1 aJ and a converter of 12 bits. */
public final class TestDevice {
    public static final Drive.Barrier DRIVE = new Drive.Barrier(1e-20, 4e-20);
    public static final double PULSE_SECONDS = 1e-6;

    public final CountingArray cells;
    public final EmulatedDevice device;
    public final Datasheet datasheet;

    /** The device with its messages bent on the way out. */
    public Endpoint bent(UnaryOperator<Message> bend) {
        return (kind, bytes, outbox) -> {
            FrameDecoder decoder = new FrameDecoder();
            device.receive(kind, bytes, (answer, hints) -> {
                for (DecodeResult result : decoder.accept(answer)) {
                    Envelope good = ((DecodeResult.Decoded) result).envelope();
                    Envelope bad = new Envelope(good.session(), good.seq(), bend.apply(good.body()));
                    outbox.send(FrameCodec.encode(bad), hints);
                }
            });
        };
    }

    private TestDevice(Datasheet datasheet, DeviceOptions options, long seed) {
        this(datasheet, options, seed, cells -> cells);
    }

    private TestDevice(
            Datasheet datasheet, DeviceOptions options, long seed, Function<CountingArray, CellArray> around) {
        this.datasheet = datasheet;
        this.cells = new CountingArray(datasheet.geometry(), seed);
        List<MeterError> errors = new ArrayList<>();
        for (int i = 0; i < EnergyAccount.count(); i++) {
            errors.add(MeterError.NONE);
        }
        MeterChain meter = new MeterChain(datasheet.meter(), errors, seed);
        this.device = new EmulatedDevice(datasheet, around.apply(cells), meter, seed, options);
    }

    /** A device of so many cells that stages at most so many bytes. */
    public static TestDevice of(int rows, int columns, int mostStagedBytes, DeviceOptions options) {
        return new TestDevice(datasheet(rows, columns, mostStagedBytes, 0), options, 1);
    }

    /** The same whose cells are reached through something of the test's. */
    public static TestDevice of(
            ArrayGeometry geometry,
            int mostStagedBytes,
            Function<CountingArray, CellArray> around,
            DeviceOptions options) {
        return new TestDevice(datasheet(geometry.rows(), geometry.columns(), mostStagedBytes, 0), options, 1, around);
    }

    /** The same whose converter has noise, S. */
    public static TestDevice noisy(int rows, int columns, double noiseSiemens, DeviceOptions options) {
        return new TestDevice(datasheet(rows, columns, 4096, noiseSiemens), options, 1);
    }

    /** A device of 4 x 3 cells. */
    public static TestDevice small(LongSupplier clock) {
        return of(4, 3, 4096, options(clock));
    }

    /** The same with planned faults. */
    public static TestDevice small(LongSupplier clock, FaultPlan faults) {
        return of(4, 3, 4096, options(clock).withFaults(faults));
    }

    /** Options with boot ids 101, 102, ... */
    public static DeviceOptions options(LongSupplier clock) {
        AtomicLong boots = new AtomicLong(100);
        return DeviceOptions.of(boots::incrementAndGet, clock);
    }

    private static Datasheet datasheet(int rows, int columns, int mostStagedBytes, double noiseSiemens) {
        List<MeterChannel> meter = new ArrayList<>();
        for (int i = 0; i < EnergyAccount.count(); i++) {
            meter.add(new MeterChannel(EnergyAccount.at(i), 1e-18, 0, 0, 0));
        }
        return new Datasheet(
                "counting",
                "limbench-test 1",
                "",
                true,
                new ArrayGeometry(rows, columns),
                4096,
                CountingArray.OFFSET_SIEMENS - 2048 * CountingArray.UNIT_SIEMENS,
                CountingArray.OFFSET_SIEMENS + 2047 * CountingArray.UNIT_SIEMENS,
                CountingArray.UNIT_SIEMENS,
                DriveKind.BARRIER,
                new BarrierLimits(0, 1e-18, 1e-19, 1e-19, 1e9, 1e10, 0.5),
                null,
                PULSE_SECONDS,
                300,
                new ReadConverter(
                        12,
                        CountingArray.OFFSET_SIEMENS - 2048 * CountingArray.UNIT_SIEMENS,
                        CountingArray.UNIT_SIEMENS,
                        noiseSiemens),
                meter,
                1024,
                mostStagedBytes);
    }
}
