package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;

/**
 * The same run gives the same ledger, byte for byte, whatever carries it and whatever the device did before: it begins anew
 * for every arm.
 */
final class CarriersIT {
    private static final String[] SMALL = {
        "--task", "digits", "--arms", "lim,unconsolidated,lowered", "--updates", "80", "--seed", "5"
    };

    @TempDir
    private static Path directory;

    private static Limbench limbench;
    private static byte[] inProcess;

    @BeforeAll
    static void runInProcess() throws Exception {
        limbench = new Limbench(directory);
        inProcess = ledger("emulated:lim-chain", "in-process");
    }

    private static byte[] ledger(String device, String name, String... more) throws Exception {
        String[] arguments = new String[SMALL.length + more.length + 5];
        arguments[0] = "run";
        arguments[1] = "--device";
        arguments[2] = device;
        arguments[3] = "--out";
        arguments[4] = directory.resolve(name).toString();
        System.arraycopy(SMALL, 0, arguments, 5, SMALL.length);
        System.arraycopy(more, 0, arguments, 5 + SMALL.length, more.length);
        Limbench.Outcome outcome = limbench.run(arguments);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return Files.readAllBytes(directory.resolve(name).resolve("ledger.parquet"));
    }

    @Test
    void sameSeedGivesTheSameBytesAgain() throws Exception {
        assertThat(ledger("emulated:lim-chain", "again")).isEqualTo(inProcess);
    }

    @Test
    void anotherSeedGivesOtherBytes() throws Exception {
        assertThat(ledger("emulated:lim-chain", "other-seed", "--device-seed", "6"))
                .isNotEqualTo(inProcess);
    }

    @Test
    void serialGivesTheBytesOfTheInProcessRun() throws Exception {
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "5", "--serial", "lim0")) {
            String path = device.ready().get("serial").asString();
            assertThat(ledger("serial:" + path, "serial")).isEqualTo(inProcess);
        }
    }

    @Test
    void tcpGivesTheBytesOfTheInProcessRun() throws Exception {
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "5", "--tcp", "127.0.0.1:0")) {
            assertThat(ledger("tcp:" + device.ready().get("tcp").asString(), "tcp"))
                    .isEqualTo(inProcess);
        }
    }

    @Test
    void aDeviceUsedBeforeGivesTheBytesOfTheInProcessRun() throws Exception {
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "5", "--tcp", "127.0.0.1:0")) {
            String address = "tcp:" + device.ready().get("tcp").asString();
            Limbench.Outcome before = limbench.run(
                    "run",
                    "--device",
                    address,
                    "--updates",
                    "5",
                    "--out",
                    directory.resolve("before").toString());
            assertThat(before.code()).as(before.err()).isZero();
            assertThat(ledger(address, "used")).isEqualTo(inProcess);
        }
    }

    @Test
    void mqttGivesTheBytesOfTheInProcessRun() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running device = limbench.serve(
                        "emulate", "--seed", "5", "--mqtt", "mqtt://127.0.0.1:" + broker.port(), "--id", "lim5")) {
            assertThat(ledger(device.ready().get("mqtt").asString(), "mqtt")).isEqualTo(inProcess);
        }
    }

    @Test
    void aLossyLinkGivesTheBytesOfTheInProcessRun() throws Exception {
        Path faults = Files.writeString(directory.resolve("faults.yaml"), """
                format: 1
                seed: 3
                link: {loss: 0.01, flips: 0.001, duplication: 0.01, reordering: 0.01}
                """);
        try (Limbench.Running device =
                limbench.serve("emulate", "--seed", "5", "--tcp", "127.0.0.1:0", "--faults", faults.toString())) {
            assertThat(ledger("tcp:" + device.ready().get("tcp").asString(), "lossy"))
                    .isEqualTo(inProcess);
        }
    }
}
