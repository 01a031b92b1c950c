package org.limbench.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.Host;
import org.limbench.natives.CacheHome;
import org.limbench.text.ForeignText;
import org.limbench.text.YamlDocument;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/**
 * Defaults below the command line: the environment ({@code LIMBENCH_SEED} for {@code --seed}), then {@code limbench.yaml} in
 * the working directory: in the section of the command ({@code run: {seed: 7}}), then for all commands ({@code seed: 7}). The
 * command line wins.
 */
final class Defaults implements IDefaultValueProvider {
    private static final int MOST_BYTES = 65_536;

    private static final String PREFIX = "LIMBENCH_";
    /** Of no option: secrets, and where the machine keeps what. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            Host.MQTT_PASSWORD,
            Host.MQTT_CA,
            Host.MQTT_CERT,
            Host.MQTT_KEY,
            Host.MQTT_KEY_PASSPHRASE,
            Host.CONTROL_TOKEN,
            CacheHome.VARIABLE);

    private final UnaryOperator<@Nullable String> environment;
    private final Path file;
    /** By option, with the command and a blank before it where it is for that command alone. */
    private final Map<String, String> settings = new TreeMap<>();
    /** Commands the file has a section for, also an empty one. */
    private final Set<String> sections = new TreeSet<>();

    /** What an option is set to, and where that is said. */
    record Setting(String value, String from) {}

    Defaults(UnaryOperator<@Nullable String> environment, Path file) {
        this.environment = environment;
        this.file = file;
        read();
    }

    /** Where it is looked for. */
    Path file() {
        return file;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        Setting setting = argument instanceof OptionSpec option ? setting(option) : null;
        return setting == null ? null : setting.value();
    }

    /** What is said of an option, if anything. */
    @Nullable
    Setting setting(OptionSpec option) {
        if (!isSettable(option)) {
            return null;
        }
        String name = name(option);
        String variable = variable(name);
        String fromEnvironment = environment.apply(variable);
        if (fromEnvironment != null) {
            return new Setting(fromEnvironment, variable);
        }
        String own = settings.get(command(option.command()) + " " + name);
        if (own != null) {
            return new Setting(own, file + ", " + command(option.command()));
        }
        String shared = settings.get(name);
        return shared == null ? null : new Setting(shared, file.toString());
    }

    /** The environment variable of an option. */
    static String variable(String option) {
        return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Help and version are asked for, never a default: the program would do nothing else. */
    private static boolean isSettable(OptionSpec option) {
        return !option.usageHelp() && !option.versionHelp();
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^--?", "");
    }

    /** A command as it is typed behind the program's name. */
    static String command(CommandSpec command) {
        return command.qualifiedName().replaceFirst("^\\S+ ?", "");
    }

    /** Refuses keys of the file that no option has. */
    void requireKnown(CommandLine program) {
        Map<String, NavigableSet<String>> options = new TreeMap<>();
        collect(program, options);
        NavigableSet<String> all = new TreeSet<>();
        options.values().forEach(all::addAll);
        for (String section : sections) {
            if (!options.containsKey(section)) {
                throw new IllegalArgumentException(
                        file + ": unknown section '" + section + "'; allowed: " + String.join(", ", options.keySet()));
            }
        }
        for (String key : settings.keySet()) {
            int blank = key.lastIndexOf(' ');
            String section = blank < 0 ? "" : key.substring(0, blank);
            NavigableSet<String> known = blank < 0 ? all : options.getOrDefault(section, all);
            String option = key.substring(blank + 1);
            if (!known.contains(option)) {
                throw new IllegalArgumentException(file + ": unknown key '" + option + "'"
                        + (blank < 0 ? "" : " of section " + section) + "; allowed: " + String.join(", ", known));
            }
        }
    }

    /**
     * What to say of variables that look like ours and change nothing, in one line.
     *
     * @param names of all variables there are
     * @return null where there are none such
     */
    static @Nullable String unknown(Collection<String> names, CommandLine program) {
        Map<String, NavigableSet<String>> options = new TreeMap<>();
        collect(program, options);
        Set<String> known = Stream.concat(
                        OTHER_VARIABLES.stream(),
                        options.values().stream().flatMap(Set::stream).map(Defaults::variable))
                .map(variable -> variable.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        String told = names.stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name.substring(PREFIX.length())))
                .sorted()
                .map(name -> {
                    String near = Suggestion.nearest(List.of(name.substring(PREFIX.length())), known);
                    return ForeignText.oneLine(name) + (near == null ? "" : " (did you mean " + PREFIX + near + "?)");
                })
                .collect(Collectors.joining(", "));
        return told.isEmpty() ? null : "no option of this name, and without effect: " + told;
    }

    private static void collect(CommandLine line, Map<String, NavigableSet<String>> options) {
        for (CommandLine sub : line.getSubcommands().values()) {
            NavigableSet<String> names = new TreeSet<>();
            sub.getCommandSpec().options().stream()
                    .filter(Defaults::isSettable)
                    .forEach(option -> names.add(name(option)));
            options.put(command(sub.getCommandSpec()), names);
            collect(sub, options);
        }
    }

    private void read() {
        // a link to nowhere is meant as settings too, and so refused
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        YamlDocument document = YamlDocument.parse(file.toString(), YamlDocument.bytes(file, MOST_BYTES), MOST_BYTES);
        JsonNode root = document.root();
        if (root.isMissingNode() || root.isNull()) {
            return; // comments alone
        }
        if (!root.isObject()) {
            throw document.bad(
                    "the document", root, "one 'option: value' a line, or sections of a command with such lines");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getValue().isObject()) {
                sections.add(entry.getKey());
                for (Map.Entry<String, JsonNode> own : entry.getValue().properties()) {
                    settings.put(
                            entry.getKey() + " " + own.getKey(),
                            single(document, entry.getKey() + "." + own.getKey(), own.getValue()));
                }
            } else {
                settings.put(entry.getKey(), single(document, entry.getKey(), entry.getValue()));
            }
        }
    }

    private static String single(YamlDocument document, String key, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw document.bad(key, value, "a single value");
        }
        return value.asString();
    }
}
