package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.testkit.Refusal;

/** Brokers' addresses that a fuzzer wrote. */
final class MqttAddressFuzzTest {
    @ValueSource(
            strings = {
                "",
                "mqtt://h/lab/dev",
                "mqtts://ada@broker.example:9001/lab-1/chip7",
                "mqtt://[::1]:1883/lab/dev",
                "mqtt://ada%3Asecret@h/lab/dev",
                "mqtt:opaque",
                "mqtt://h:/lab/dev",
                "mqtt://h_/lab/dev#part"
            })
    @FuzzTest
    void anyTextIsAnAddressOrRefusedAndAnAddressIsWrittenAsItIsRead(@NotNull String text) {
        Refusal.or(IllegalArgumentException.class, () -> MqttAddress.parse(text))
                .ifPresent(address ->
                        assertThat(MqttAddress.parse(address.toString())).isEqualTo(address));
    }
}
