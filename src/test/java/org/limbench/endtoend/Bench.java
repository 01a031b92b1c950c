package org.limbench.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.profile.ProfileLibrary;
import org.limbench.testkit.DeviceUnderTest;
import org.limbench.testkit.Firmware;

/**
 * Every device the contract holds for, behind every wire it has. A new device or wire is a new constant: {@link ContractIT}
 * does the rest.
 */
enum Bench {
    EMULATOR_IN_PROCESS,
    EMULATOR_SERIAL,
    EMULATOR_TCP,
    EMULATOR_MQTT,
    /** The emulator as people start it. */
    PROGRAM_SERIAL,
    POSIX_SERIAL,
    POSIX_TCP,
    /** Through the program's proxy, like the core's: the firmware has no network of its own. */
    POSIX_MQTT,
    CORTEX_M3_SERIAL,
    CORTEX_M3_TCP,
    CORTEX_M3_MQTT;

    /** So tall that a rank-1 update of it is staged, and so large that a dense one goes in blocks. */
    private static final int ROWS = 509;

    private static final int MOST_STAGED_BYTES = 4096;

    /** Starts a device of this kind. */
    DeviceUnderTest start() throws IOException {
        return switch (this) {
            case EMULATOR_IN_PROCESS -> Carrier.IN_PROCESS.serve(emulated());
            case EMULATOR_SERIAL -> Carrier.SERIAL.serve(emulated());
            case EMULATOR_TCP -> Carrier.TCP.serve(emulated());
            case EMULATOR_MQTT -> Carrier.MQTT.serve(emulated());
            case PROGRAM_SERIAL -> ServedProgram.start(profile());
            case POSIX_SERIAL -> Firmware.posix(false, "--rows", Integer.toString(ROWS));
            case POSIX_TCP -> Firmware.posix(true, "--rows", Integer.toString(ROWS));
            case POSIX_MQTT -> BridgedDevice.start(Firmware.posix(true, "--rows", Integer.toString(ROWS)));
            case CORTEX_M3_SERIAL -> Firmware.cortexM3(false);
            case CORTEX_M3_TCP -> Firmware.cortexM3(true);
            case CORTEX_M3_MQTT -> BridgedDevice.start(Firmware.cortexM3(true));
        };
    }

    private static EmulatedDevice emulated() throws IOException {
        AtomicLong boots = new AtomicLong(100);
        return EmulatedDevice.of(
                ProfileLibrary.load(profile().toString()),
                1,
                DeviceOptions.of(boots::incrementAndGet, System::nanoTime));
    }

    /** The reference cell, with more rows and less room for what is staged. */
    private static Path profile() {
        try {
            String text = Files.readString(Path.of("device-profiles", "lim-chain.yaml"))
                    .replace("rows: {value: 65,", "rows: {value: " + ROWS + ",")
                    .replace(
                            "mostStagedBytes: {value: 1048576,", "mostStagedBytes: {value: " + MOST_STAGED_BYTES + ",");
            Path file = Files.createTempDirectory("contract").resolve("lim-chain.yaml");
            file.toFile().deleteOnExit();
            file.getParent().toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
