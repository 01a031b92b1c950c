package org.limbench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Defaults below the command line: the environment ({@code LIMBENCH_SEED} for {@code --seed}), then {@code limbench.yaml}
 * in the working directory ({@code seed: 7}). The command line wins.
 */
final class Defaults implements IDefaultValueProvider {
    private static final long MOST_BYTES = 65_536;

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
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        file + ": " + Files.size(file) + " bytes; allowed: at most " + MOST_BYTES);
            }
            Map<String, Object> raw =
                    new YAMLMapper().readValue(Files.readString(file), new TypeReference<TreeMap<String, Object>>() {});
            Map<String, String> settings = new TreeMap<>();
            if (raw != null) {
                raw.forEach((key, value) -> {
                    if (value instanceof Map || value instanceof Iterable || value == null) {
                        throw new IllegalArgumentException(
                                file + ": key '" + key + "' is " + value + "; allowed: a single value");
                    }
                    settings.put(key, String.valueOf(value));
                });
            }
            return settings;
        } catch (JacksonException broken) {
            throw new IllegalArgumentException(
                    file + ": " + broken.getOriginalMessage() + "; allowed: YAML with one 'option: value' a line",
                    broken);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
