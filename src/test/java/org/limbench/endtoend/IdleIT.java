package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.testkit.Firmware;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import org.limbench.testkit.WireHost;
import org.limbench.transport.Link;
import org.limbench.transport.mqtt.MqttAddress;
import org.limbench.transport.mqtt.MqttLink;
import org.limbench.transport.mqtt.MqttOptions;

/** Who has nothing to do does nothing: CPU time of links and devices, idle and with the other side gone. */
final class IdleIT {
    /** The requirement's: of one core, over several seconds. */
    private static final double MOST = 0.01;

    private static final long WINDOW_SECONDS = 4;
    /** A Java program compiles itself for a while after it has started. */
    private static final int MOST_WINDOWS = 15;

    @TempDir
    private Path directory;

    /** CPU time used so far, ns. */
    private interface Used {
        long nanos();
    }

    private static long ofThisProcess() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Used of(Process process) {
        return () -> process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Fails when anyone does not come to rest. */
    private static void restsSoon(Map<String, Used> all) throws InterruptedException {
        Map<String, Double> restless = new LinkedHashMap<>();
        for (int window = 0; window < MOST_WINDOWS; window++) {
            Map<String, Long> before = new LinkedHashMap<>();
            all.forEach((name, used) -> before.put(name, used.nanos()));
            long start = System.nanoTime();
            assertThat(new CountDownLatch(1).await(WINDOW_SECONDS, TimeUnit.SECONDS))
                    .as("nobody counts down")
                    .isFalse();
            double elapsed = System.nanoTime() - start;
            restless.clear();
            all.forEach((name, used) -> restless.put(name, (used.nanos() - before.get(name)) / elapsed));
            restless.values().removeIf(share -> share < MOST);
            if (restless.isEmpty()) {
                return;
            }
        }
        assertThat(restless)
                .as("share of a core each used in the last %d s", WINDOW_SECONDS)
                .isEmpty();
    }

    @Test
    void openLinksAndServedDevicesRestAndSoDoTheyWhenTheOtherSideIsGone() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                Limbench.Running program = new Limbench(directory)
                        .serve(
                                "emulate",
                                "--serial",
                                "lim0",
                                "--tcp",
                                "127.0.0.1:0",
                                "--mqtt",
                                "mqtt://127.0.0.1:" + broker.port())) {
            MqttAddress address = MqttAddress.parse(program.ready().get("mqtt").asString());
            Firmware.Running pty = Firmware.posix(false);
            Firmware.Running tcp = Firmware.posix(true);
            Firmware.Running core = Firmware.cortexM3(true);
            Link overQemu = core.connect();
            MqttOptions options = MqttOptions.of(() -> null, Duration.ofSeconds(5), System::nanoTime);
            try (Link overSerial = pty.connect();
                    Link overTcp = tcp.connect();
                    Link overMqtt = MqttLink.connect(address, options)) {
                new WireHost(overSerial, 1).greet();
                new WireHost(overTcp, 2).greet();
                new WireHost(overQemu, 3).greet();
                new WireHost(overMqtt, 4).greet();
                Map<String, Used> all = new LinkedHashMap<>();
                all.put("this program's links", IdleIT::ofThisProcess);
                all.put("the emulator on three carriers", of(program.process()));
                all.put("the posix firmware on a terminal", of(pty.process()));
                all.put("the posix firmware on TCP", of(tcp.process()));
                all.put("the core", of(core.process()));
                restsSoon(all);

                broker.kill();
                overQemu.close();
                pty.process().destroyForcibly().waitFor();
                tcp.process().destroyForcibly().waitFor();
                all.keySet().removeIf(name -> name.startsWith("the posix"));
                restsSoon(all);
            } finally {
                pty.process().destroyForcibly();
                tcp.process().destroyForcibly();
                core.close();
            }
        }
    }
}
