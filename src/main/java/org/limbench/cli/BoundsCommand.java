package org.limbench.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code limbench bounds}: bounds and estimates as a calculator. */
@Command(
        name = "bounds",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Bounds and estimates as a calculator.",
        footer = {
            "",
            "Example",
            "  limbench bounds eval landauer-bit temperature_k=300",
            "  limbench bounds schedule --updates 1000 --contraction '(n/N)^2'",
            "  limbench bounds project --html projection.html"
        },
        subcommands = {
            BoundsEvalCommand.class,
            BoundsScheduleCommand.class,
            BoundsProjectCommand.class,
            HelpCommand.class
        })
final class BoundsCommand implements Runnable {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    BoundsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(console.styled());
        }
    }
}
