package org.limbench.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code limbench generate-completion}: a script that completes commands, options and the names they take. */
@Command(
        name = "generate-completion",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Print a script for bash and zsh that completes commands, options and their values.",
        footer = {"", "Example", "  source <(limbench generate-completion)"})
final class CompletionCommand implements Runnable {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CommandLine program = Objects.requireNonNull(spec).root().commandLine();
        console.out().print(AutoComplete.bash("limbench", program));
        // bash cuts words at colons, which addresses are full of
        console.out().print("\nCOMP_WORDBREAKS=${COMP_WORDBREAKS//:}\n");
        console.out().flush();
    }
}
