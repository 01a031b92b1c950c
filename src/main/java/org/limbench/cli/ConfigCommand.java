package org.limbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code limbench config}: which defaults come from the environment and from limbench.yaml. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Show which defaults the environment and limbench.yaml change.",
        footer = {
            "",
            "The command line goes before the environment, and that before the file, which is",
            "looked for in the working directory. An option is named without its dashes, for",
            "all commands that have it or in a section of one command:",
            "  LIMBENCH_SEED=7 limbench run",
            "  limbench.yaml:  seed: 7",
            "                  run: {device-seed: 9}",
            "",
            "Secrets are taken from the environment alone and never shown.",
            "",
            "Example",
            "  limbench config"
        })
final class ConfigCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print one JSON document.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    ConfigCommand(Console console) {
        this.console = console;
    }

    /** An option that is not at the program's own default. */
    record Changed(String command, String option, String value, String from) {}

    @Override
    public Integer call() {
        if (spec == null || !(spec.root().defaultValueProvider() instanceof Defaults defaults)) {
            throw new IllegalStateException("config without defaults");
        }
        List<Changed> changed = new ArrayList<>();
        collect(spec.root().commandLine(), defaults, changed);
        Path file = defaults.file().toAbsolutePath().normalize();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("file", file.toString());
            document.put("fileExists", Files.isRegularFile(file));
            document.put("settings", changed);
            console.out().println(JsonMapper.shared().writeValueAsString(document));
            return ExitCode.DONE;
        }
        console.out().println("file: " + file + (Files.isRegularFile(file) ? "" : " (not there)"));
        for (Changed one : changed) {
            console.out().println(one.command() + " --" + one.option() + " " + one.value() + "   (" + one.from() + ")");
        }
        if (changed.isEmpty()) {
            console.out().println("every option is at its own default");
        }
        return ExitCode.DONE;
    }

    private static void collect(CommandLine line, Defaults defaults, List<Changed> changed) {
        for (CommandLine sub : line.getSubcommands().values()) {
            for (OptionSpec option : sub.getCommandSpec().options()) {
                Defaults.Setting setting = defaults.setting(option);
                if (setting != null) {
                    changed.add(new Changed(
                            Defaults.command(sub.getCommandSpec()),
                            option.longestName().replaceFirst("^--?", ""),
                            setting.value(),
                            setting.from()));
                }
            }
            collect(sub, defaults, changed);
        }
    }
}
