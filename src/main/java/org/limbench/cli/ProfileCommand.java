package org.limbench.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.limbench.profile.ProfileCheck;
import org.limbench.profile.ProfileLibrary;
import org.limbench.profile.ProfileReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code limbench profile}: what device profiles there are and what they hold. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "List, show and validate device profiles.",
        footer = {"", "Example: limbench profile show lim-chain"},
        subcommands = {ProfileCommand.ListProfiles.class, ProfileCommand.Show.class, ProfileCommand.Validate.class})
final class ProfileCommand implements Runnable {
    private final Console console;

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    ProfileCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(console.out());
        }
    }

    /** {@code profile list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the profiles that are shipped.",
            footer = {"", "Example: limbench profile list"})
    static final class ListProfiles implements Callable<Integer> {
        private final Console console;

        @Option(names = "--json", description = "Print one JSON document.")
        private boolean json;

        ListProfiles(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.out()
                    .print(
                            json
                                    ? JsonMapper.shared().writeValueAsString(ProfileLibrary.names()) + "\n"
                                    : ProfileReport.list());
            return ExitCode.DONE;
        }
    }

    /** {@code profile show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show every number of a profile with its unit, source and confidence.",
            footer = {"", "Example: limbench profile show reram-sb"})
    static final class Show implements Callable<Integer> {
        private final Console console;

        @Parameters(paramLabel = "PROFILE", description = "Name of a shipped profile, or a YAML file.")
        private String profile = "";

        Show(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.out().print(ProfileReport.show(ProfileLibrary.load(profile)));
            return ExitCode.DONE;
        }
    }

    /** {@code profile validate}. */
    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Check profiles; a line for every fault, warnings for recalled and assumed numbers.",
            footer = {"", "Example: limbench profile validate my-device.yaml"})
    static final class Validate implements Callable<Integer> {
        private final Console console;

        @Parameters(paramLabel = "PROFILE", arity = "1..*", description = "Names of shipped profiles, or YAML files.")
        private List<String> profiles = List.of();

        Validate(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            boolean usable = true;
            for (String profile : profiles) {
                ProfileCheck check = ProfileCheck.of(profile);
                console.out().print(ProfileReport.validation(check));
                usable &= check.usable();
            }
            return usable ? ExitCode.DONE : ExitCode.BAD_INPUT;
        }
    }
}
