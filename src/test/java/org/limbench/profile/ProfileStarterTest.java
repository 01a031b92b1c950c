package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class ProfileStarterTest {
    @TempDir
    Path folder;

    static List<String> models() {
        return ProfileStarter.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void starterLoadsAsItIsWithAWarningForEveryNumber(String model) throws IOException {
        String text = ProfileStarter.text(model);
        ProfileCheck check = check(text);
        assertThat(check.problems()).isEmpty();
        DeviceProfile profile = Objects.requireNonNull(check.profile());
        assertThat(profile.modelName()).isEqualTo(model);
        assertThat(check.warnings()).hasSameSizeAs(profile.quantities()).hasSizeGreaterThan(35);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @MethodSource("models")
    void starterWithEveryOptionalKeyLoadsToo(String model) throws IOException {
        int plain = count(check(ProfileStarter.text(model)));
        int whole = count(check(ProfileStarter.text(model, true)));
        // nine of the read section, step, retention, four of a meter account at least
        assertThat(whole).isGreaterThan(plain + 14);
    }

    private static int count(ProfileCheck check) {
        assertThat(check.problems()).isEmpty();
        return Objects.requireNonNull(check.profile()).quantities().size();
    }

    private ProfileCheck check(String text) throws IOException {
        return ProfileCheck.of(
                Files.writeString(folder.resolve("starter.yaml"), text).toString());
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyKeyStandsBelowItsExplanation(String model) {
        List<String> lines = ProfileStarter.text(model).lines().toList();
        for (int at = 1; at < lines.size(); at++) {
            String line = lines.get(at).replaceFirst("^#(?! )", "");
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                assertThat(lines.get(at - 1).strip()).as(line).startsWith("#").hasSizeGreaterThan(3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void explanationsTellTheUnitTheNumberIsReadIn(String model) throws IOException {
        DeviceProfile profile =
                Objects.requireNonNull(check(ProfileStarter.text(model, true)).profile());
        List<String> lines = ProfileStarter.text(model, true).lines().toList();
        for (Quantity q : profile.quantities()) {
            if (q.written().matches("[a-z]+")) {
                continue; // a word has no unit
            }
            String last = q.keyPath().substring(q.keyPath().lastIndexOf('.') + 1);
            List<String> said = explanations(lines, last, q.written());
            assertThat(said).as(q.keyPath()).isNotEmpty().anyMatch(text -> text.contains("(" + q.unit()));
        }
    }

    private static List<String> explanations(List<String> lines, String key, String written) {
        List<String> said = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).strip().startsWith(key + ": {value: " + written + ",")) {
                StringBuilder text = new StringBuilder();
                for (int up = at - 1; lines.get(up).strip().startsWith("#"); up--) {
                    text.insert(0, lines.get(up).strip().substring(1));
                }
                said.add(text.toString());
            }
        }
        return said;
    }

    @Test
    void schemaExplainsEveryKeyAndKnowsADefaultForIt() {
        List<String> bare = new ArrayList<>();
        collect(ProfileSchema.tree(), "", bare);
        assertThat(bare).isEmpty();
    }

    /** Keys without a description, and quantities without a default. */
    private static void collect(JsonNode node, String path, List<String> bare) {
        for (String key : node.path("properties").propertyNames()) {
            JsonNode inner = node.path("properties").path(key);
            boolean inCondition = path.contains("/if");
            if (!inCondition && inner.path("description").asString("").isEmpty()) {
                bare.add(path + "/" + key);
            }
            if (inner.path("$ref").asString("").matches("#/\\$defs/(quantity|flag|numbers|conduction)")
                    && !inner.has("default")) {
                bare.add(path + "/" + key + " has no default");
            }
        }
        for (String key : node.isObject() ? List.copyOf(node.propertyNames()) : List.<String>of()) {
            collect(node.path(key), path + "/" + key, bare);
        }
        for (int at = 0; node.isArray() && at < node.size(); at++) {
            collect(node.path(at), path + "/" + at, bare);
        }
    }

    @Test
    void modelThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> ProfileStarter.text("quantum"))
                .hasMessageContaining("model is quantum; allowed: barrier-chain, two-level-barrier");
        assertThat(models()).hasSize(12);
    }
}
