package org.limbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limbench.text.YamlDocument;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/**
 * Defaults below the command line: the environment ({@code LIMBENCH_SEED} for {@code --seed}), then {@code limbench.yaml}
 * in the working directory ({@code seed: 7}). The command line wins.
 */
final class Defaults implements IDefaultValueProvider {
    private static final int MOST_BYTES = 65_536;

    private final UnaryOperator<@Nullable String> environment;
    private final Path file;
    private final Map<String, String> settings;

    Defaults(UnaryOperator<@Nullable String> environment, Path file) {
        this.environment = environment;
        this.file = file;
        this.settings = read(file);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = option.longestName().replaceFirst("^--?", "");
        String fromEnvironment =
                environment.apply("LIMBENCH_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return fromEnvironment != null ? fromEnvironment : settings.get(name);
    }

    /**
     * Refuses keys of the file that no option has.
     *
     * @param known long names of all options, without dashes
     */
    void requireKnown(SortedSet<String> known) {
        for (String key : settings.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        file + ": unknown key '" + key + "'; allowed: " + String.join(", ", known));
            }
        }
    }

    private static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        YamlDocument document = YamlDocument.parse(file.toString(), YamlDocument.bytes(file, MOST_BYTES), MOST_BYTES);
        JsonNode root = document.root();
        if (root.isMissingNode() || root.isNull()) {
            return Map.of(); // comments alone
        }
        if (!root.isObject()) {
            throw document.bad("the document", root, "one 'option: value' a line");
        }
        Map<String, String> settings = new TreeMap<>();
        for (Map.Entry<String, JsonNode> setting : root.properties()) {
            JsonNode value = setting.getValue();
            if (!value.isValueNode() || value.isNull()) {
                throw document.bad(setting.getKey(), value, "a single value");
            }
            settings.put(setting.getKey(), value.asString());
        }
        return settings;
    }
}
