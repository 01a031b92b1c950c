package org.limbench.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one reader of YAML refuses, by line and key, what could be read in two ways. */
final class YamlDocumentTest {
    private static final int MOST = 4096;

    private static YamlDocument parse(String text) {
        return YamlDocument.parse("f.yaml", text.getBytes(StandardCharsets.UTF_8), MOST);
    }

    /** What, the document, what the complaint says. */
    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("overflow", "a: 1\nb: 1e400\n", "f.yaml, line 2: b is 1e400"),
                Arguments.of("underflow", "b: 1e-400\n", "line 1: b is 1e-400"),
                Arguments.of("infinity", "a:\n  b: .inf\n", "line 2: a.b is .inf"),
                Arguments.of("no number", "a: .nan", "line 1: a is .nan"),
                Arguments.of("in a list of lists", "a: [1, [2, .inf]]", "a[1][1] is .inf"),
                Arguments.of("huge exponent", "a: 1e999999999", "a is 1e999999999"),
                Arguments.of("key twice", "a: 1\nb: 2\na: 3\n", "line 3: Duplicate Object property \"a\""),
                Arguments.of("inner key twice", "a: {b: 1, b: 2}\n", "Duplicate Object property \"b\""),
                Arguments.of("second document", "a: 1\n---\nb: 2\n", "a second document"),
                Arguments.of("alias", "a: &x [1]\nb: *x\n", "an anchor or alias"),
                Arguments.of("tag", "a: !!str 1\n", "a is the tag"),
                Arguments.of("tab for indentation", "a:\n\tb: 1\n", "line 2"),
                Arguments.of("not closed", "a: [1,\n", "well-formed YAML"),
                Arguments.of("too deep", "a: " + "[".repeat(13) + "]".repeat(13), "nested deeper"),
                Arguments.of("too large", "#".repeat(MOST + 1), "more than 4096 bytes"),
                Arguments.of("control character", "a: \"\u0007\"\n", "line 1"),
                Arguments.of("NUL", "a: 1\nb: \u0000\n", "NUL byte at offset 8, line 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatCouldBeReadInTwoWaysIsRefused(String what, String text, String says) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("f.yaml")
                .hasMessageContaining(says)
                .message()
                .doesNotContain("\n", "\u0000");
    }

    @Test
    void bytesThatAreNoTextAreNamedByOffset() {
        byte[] latin = "a: 1\nb: gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> YamlDocument.parse("f.yaml", latin, MOST))
                .hasMessageContaining("0xFC at offset 10, line 2");
        byte[] wide = "a: 1\n".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> YamlDocument.parse("f.yaml", wide, MOST)).hasMessageContaining("UTF-16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-2.5", "1e-9", "1.5E+3", "0", "0.0", "-0", "1e308", "9223372036854775808"})
    void plainNumbersAreNumbers(String number) {
        assertThat(parse("a: " + number).root().get("a").isNumber()).isTrue();
        assertThat(parse("a: " + number).root().get("a").asDouble()).isEqualTo(Double.parseDouble(number));
    }

    /** Whoever wants a number there refuses them. */
    @ParameterizedTest
    @ValueSource(strings = {"0x10", "0o17", "017", "1_000", "-.INF", "+.inf", "1:30", "NaN", "Infinity", "1d", "yes"})
    void whatOtherReadersTakeForANumberIsText(String text) {
        assertThat(parse("a: " + text).root().get("a").isString()).isTrue();
    }

    @Test
    void aByteOrderMarkMayStandFirst() {
        YamlDocument marked = parse("\uFEFFformat: 1\nname: x\n");
        assertThat(marked.root().get("format").asInt()).isEqualTo(1);
        assertThat(marked.text()).startsWith("format");
        assertThat(marked.line("name")).isEqualTo(2);
    }

    @Test
    void complaintsNameTheLineOfTheKeyOrOfWhatItIsMissingIn() {
        YamlDocument document = parse("a: 1\nb:\n  c:\n  - d: 1\n  - d: 2\n");
        assertThat(document.bad("b.c[1].d", 2, "1").getMessage())
                .isEqualTo("f.yaml, line 5: b.c[1].d is 2; allowed: 1");
        assertThat(document.line("b.c[0].e")).isEqualTo(4);
        assertThat(document.line("z")).isZero();
    }

    @Test
    void foreignTextStaysOnOneLine() {
        YamlDocument document = parse("a: \"x\\e[31m\\ny\"\n");
        assertThat(document.bad("a", document.root().get("a").asString(), "z").getMessage())
                .isEqualTo("f.yaml, line 1: a is x [31m y; allowed: z");
    }
}
