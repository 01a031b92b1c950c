package org.limbench.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonDocumentTest {
    private record Point(int x, double y) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
                    {"x": 1, "x": 2}        | Duplicate
                    {"y": 1e400}            | y is 1e400
                    {"y": NaN}              | not JSON
                    {"x": 1} {"x": 2}       | a second document
                    {"x": 1} x              | not JSON
                    {"x": 01}               | not JSON
                    {"x": 'a'}              | not JSON
                    {"x": 1,}               | not JSON
                    {"x":                   | not JSON
                    {/* why */ "x": 1}      | not JSON
                    """)
    void onlyOneStrictDocumentIsRead(String text, String says) {
        assertThatThrownBy(() -> JsonDocument.parse("body", text, 1000))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("body")
                .hasMessageContaining(says);
    }

    @Test
    void sizeAndDepthAreBounded() {
        assertThatThrownBy(() -> JsonDocument.parse("body", "[".repeat(65) + "]".repeat(65), 1000))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> JsonDocument.parse("body", "[1, 2, 3]", 8)).hasMessageContaining("more than 8 bytes");
        assertThatThrownBy(() -> JsonDocument.parse("body", "[" + "9".repeat(500) + "]", 1000))
                .isInstanceOf(InputException.class);
    }

    @Test
    void recordsComeOutAsTheyWentIn() {
        byte[] marked = "\uFEFF{\"x\": 3, \"y\": 0.1}".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonDocument.parse("body", marked, 100, Point.class)).isEqualTo(new Point(3, 0.1));
        assertThatThrownBy(() -> JsonDocument.parse("body", "{\"x\": \"three\"}", 100, Point.class))
                .isInstanceOf(InputException.class);
    }
}
