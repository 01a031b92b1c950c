package org.limbench.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:1",
                "127.0.0.1:65535",
                "[::1]:1883",
                "[fe80::1%eth0]:7777",
                "LAB-Broker.Example.:1883",
                "mosquitto_1:1883",
                "bücher.example:80",
                "[::ffff:127.0.0.1]:80"
            })
    void whatIsReadIsPrintedAsItCanBeReadAgain(String text) {
        assertThat(HostPort.parse(text, 1)).hasToString(text);
        assertThat(HostPort.parse(HostPort.parse(text, 1).toString(), 1)).isEqualTo(HostPort.parse(text, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "x",
                "x:",
                ":80",
                "x:0",
                "x:65536",
                "x:-1",
                "x:+1",
                "x: 1",
                "x:1_0",
                "x:１",
                "::1:80",
                "[::1]",
                "[::1]80",
                "[::1]:",
                "[x]:80",
                "[::1:80",
                "a b:80",
                "a/b:80",
                "user@x:80",
                "x..y:80",
                "x\u001b:80",
                "x:1e2"
            })
    void whatIsNoPlaceIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> HostPort.parse(text, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("; allowed: ")
                .message()
                .doesNotContain("\n", "\u001b");
    }
}
