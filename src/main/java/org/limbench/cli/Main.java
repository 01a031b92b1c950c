package org.limbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code limbench} command. */
@Command(name = "limbench", mixinStandardHelpOptions = true, version = "limbench 0.1.0-SNAPSHOT")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
