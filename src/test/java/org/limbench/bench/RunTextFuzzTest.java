package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.testkit.Allocation;
import org.limbench.testkit.Refusal;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.Cooling;
import org.limbench.training.TrainingPlan;

/** Addresses of devices and kept configurations of runs that a fuzzer wrote. */
final class RunTextFuzzTest {
    /** Heap for a configuration, bytes: so much, and so much for each character of it. */
    private static final long ALLOCATION = 4 << 20;

    private static final long ALLOCATION_PER_CHARACTER = 1_024;

    private static final TrainingPlan PLAN =
            TrainingPlan.builder().seed(3).updates(60).build();
    private static final AnnealingPlan ANNEALING =
            new AnnealingPlan(50, List.of("annealed"), Cooling.standard(), 4, 0.4, 20);

    @ValueSource(
            strings = {
                "",
                "emulated:lim-chain",
                "emulated:./my.yaml?rows=8&columns=4",
                "serial:/dev/ttyACM0?baud=115200",
                "tcp:[::1]:4000",
                "tcp:host:80",
                "mqtts://u@h:8883/bench/dev",
                "127.0.0.1:0"
            })
    @FuzzTest
    void anyTextIsAnAddressOrRefused(@NotNull String text) {
        Refusal.or(IllegalArgumentException.class, () -> DeviceAddress.parse(text))
                .ifPresent(RunTextFuzzTest::check);
        Refusal.or(IllegalArgumentException.class, () -> DeviceAddress.listening(text))
                .ifPresent(RunTextFuzzTest::check);
    }

    private static void check(DeviceAddress address) {
        if (address instanceof DeviceAddress.Emulated emulated) {
            assertThat(emulated.profile()).isNotBlank();
            emulated.rows().ifPresent(rows -> assertThat(rows).isBetween(1, 65_536));
            emulated.columns().ifPresent(columns -> assertThat(columns).isBetween(1, 65_536));
        } else if (address instanceof DeviceAddress.Serial serial) {
            assertThat(serial.path()).isNotBlank();
            assertThat(serial.baud()).isBetween(1, 12_000_000);
        } else if (address instanceof DeviceAddress.Tcp tcp) {
            assertThat(tcp.host()).isNotBlank();
            assertThat(tcp.port()).isBetween(0, 65_535);
        }
    }

    static Stream<String> configurations() {
        return Stream.of(
                new RunConfiguration("emulated:lim-chain", 3, "digits", 1, PLAN).toJson(),
                new RunConfiguration("serial:/dev/x", 3, "maxcut:file", 1, PLAN, ANNEALING).toJson(),
                "null",
                "{}",
                "[".repeat(3_000),
                "{\"device\":\"a\",\"deviceSeed\":1e400}",
                "{\"device\":{},\"task\":[]}");
    }

    @MethodSource("configurations")
    @FuzzTest
    void anyTextIsAConfigurationOrRefusedAndOneIsWrittenAsItIsRead(@NotNull String text) {
        Allocation.atMost(
                        ALLOCATION + ALLOCATION_PER_CHARACTER * text.length(),
                        () -> Refusal.or(IllegalArgumentException.class, () -> RunConfiguration.fromJson(text)))
                .ifPresent(read ->
                        assertThat(RunConfiguration.fromJson(read.toJson())).isEqualTo(read));
    }
}
