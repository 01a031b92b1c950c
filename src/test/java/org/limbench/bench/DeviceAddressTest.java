package org.limbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceAddressTest {
    @Test
    void everyFormIsRead() {
        assertThat(DeviceAddress.parse("emulated:lim-chain"))
                .isEqualTo(new DeviceAddress.Emulated(
                        "emulated:lim-chain", "lim-chain", OptionalInt.empty(), OptionalInt.empty()));
        assertThat(DeviceAddress.parse("emulated:./my.yaml?rows=8&columns=4"))
                .isEqualTo(new DeviceAddress.Emulated(
                        "emulated:./my.yaml?rows=8&columns=4", "./my.yaml", OptionalInt.of(8), OptionalInt.of(4)));
        assertThat(DeviceAddress.parse("serial:/dev/ttyACM0"))
                .isEqualTo(new DeviceAddress.Serial("serial:/dev/ttyACM0", "/dev/ttyACM0", 921_600));
        assertThat(DeviceAddress.parse("serial:/dev/ttyACM0?baud=115200"))
                .isEqualTo(new DeviceAddress.Serial("serial:/dev/ttyACM0?baud=115200", "/dev/ttyACM0", 115_200));
        assertThat(DeviceAddress.parse("tcp:[::1]:4000"))
                .isEqualTo(new DeviceAddress.Tcp("tcp:[::1]:4000", "::1", 4000));
        assertThat(DeviceAddress.parse("mqtts://u@h:8883/bench/dev")).isInstanceOf(DeviceAddress.Mqtt.class);
    }

    @Test
    void aListeningPortMayBeLeftOpen() {
        assertThat(DeviceAddress.listening("127.0.0.1:0"))
                .isEqualTo(new DeviceAddress.Tcp("127.0.0.1:0", "127.0.0.1", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lim-chain",
                "emulated:",
                "emulated:x?cells=4",
                "emulated:x?rows=0",
                "serial:",
                "serial:/dev/x?baud=fast",
                "usb:1"
            })
    void everyOtherFormIsRefusedWithTheFormsAllowed(String text) {
        assertThatThrownBy(() -> DeviceAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("emulated:PROFILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:host", "tcp:host:0", "tcp::80", "tcp:host:65536", "mqtt://host:0/a/b", "mqtt://host"})
    void aWrongPartIsRefusedWithWhatIsAllowedInItsPlace(String text) {
        assertThatThrownBy(() -> DeviceAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .extracting(Throwable::getMessage, org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .containsOnlyOnce("allowed: ");
    }
}
