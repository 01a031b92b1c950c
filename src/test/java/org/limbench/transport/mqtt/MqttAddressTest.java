package org.limbench.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MqttAddressTest {
    @Test
    void everyPartIsRead() {
        assertThat(MqttAddress.parse("mqtts://ada@broker.example:9001/lab-1/chip7"))
                .isEqualTo(new MqttAddress(true, "ada", "broker.example", 9001, "lab-1", "chip7"))
                .hasToString("mqtts://ada@broker.example:9001/lab-1/chip7");
    }

    @Test
    void aUserOfAnyNameIsWrittenSoThatItCanBeReadAgain() {
        MqttAddress address = MqttAddress.parse("mqtt://ada%40lab%20two%25@h/lab/dev");
        assertThat(address.user()).isEqualTo("ada@lab two%");
        assertThat(MqttAddress.parse(address.toString())).isEqualTo(address);
    }

    @Test
    void thePortDefaultsToTheSchemes() {
        assertThat(MqttAddress.parse("mqtt://localhost/lab/dev").port()).isEqualTo(1883);
        assertThat(MqttAddress.parse("mqtts://localhost/lab/dev").port()).isEqualTo(8883);
        assertThat(MqttAddress.parse("mqtt://localhost/lab/dev").user()).isNull();
    }

    /** The client library dies of a host that a URI has no room for. */
    @ParameterizedTest
    @CsvSource({
        "mqtt://Lab-Broker.example/b/d, tcp://Lab-Broker.example:1883",
        "mqtt://[::1]/b/d, tcp://[::1]:1883",
        "mqtts://bücher.example/b/d, ssl://xn--bcher-kva.example:8883",
        // the resolver reads a part of an IPv4 number here, and a URI no host
        "mqtt://127.1/b/d, tcp://127.0.0.1:1883"
    })
    void theClientLibraryIsGivenAHostItTakes(String text, String uri) throws UnknownHostException {
        assertThat(MqttAddress.parse(text).uri()).isEqualTo(uri);
        assertThat(MqttAddress.parse(text))
                .hasToString(text.replaceFirst("(mqtts?)://([^/]*)", "$1://$2:" + port(uri)));
    }

    private static String port(String uri) {
        return uri.substring(uri.lastIndexOf(':') + 1);
    }

    @Test
    void aNameNobodyKnowsIsToldAsThatHoweverItIsSpelt() {
        assertThatThrownBy(() ->
                        MqttAddress.parse("mqtt://no_such_broker.invalid/b/d").uri())
                .isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> MqttAddress.parse("mqtts://lab_broker/b/d"))
                .hasMessageContaining("host is 'lab_broker', for which TLS can verify no certificate; allowed: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://h/lab/dev",
                "mqtt://h",
                "mqtt://h/lab",
                "mqtt://h/lab/dev/more",
                "mqtt://h/lab/",
                "mqtt:///lab/dev",
                "mqtt://h/Lab/dev",
                "mqtt://h/lab/a+b",
                "mqtt://h/lab/%23",
                "mqtt://h/lab/dev?x=1",
                "mqtt://h/lab/dev#x",
                "mqtt://ada%15lovelace@h/lab/dev",
                "mqtt://h:0/lab/dev",
                "mqtt://h:99999/lab/dev",
                "no address"
            })
    void aBadAddressIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> MqttAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: ");
    }

    @Test
    void aPasswordInAnAddressIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> MqttAddress.parse("mqtt://ada:secret@h/lab/dev"))
                .hasMessageContaining("carries a password")
                .hasMessageNotContaining("secret");
    }
}
