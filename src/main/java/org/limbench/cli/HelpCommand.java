package org.limbench.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code limbench help}: a command's page by its whole name, which picocli's own follows one word far. */
@Command(
        name = "help",
        helpCommand = true,
        mixinStandardHelpOptions = true,
        description = "Tell the options of a command, with an example.")
final class HelpCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Whose page is wanted, such as bounds eval.")
    private List<String> names = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("help without a command");
        }
        CommandLine asked = spec.parent().commandLine();
        for (String name : names) {
            CommandLine below = asked.getSubcommands().get(name);
            if (below == null) {
                throw new ParameterException(asked, complaint(asked, name));
            }
            asked = below;
        }
        asked.usage(console.styled());
    }

    private static String complaint(CommandLine asked, String name) {
        String command = Defaults.command(asked.getCommandSpec());
        return asked.getSubcommands().isEmpty()
                ? "'" + command + "' has no commands of its own, such as '" + name + "'"
                : "unknown command '" + name + "'" + (command.isEmpty() ? "" : " of " + command) + "; allowed: "
                        + String.join(", ", asked.getSubcommands().keySet());
    }
}
