package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileCheck;
import org.limbench.profile.ProfileLibrary;
import org.limbench.profile.ProfileReport;
import org.limbench.profile.ProfileStarter;
import org.limbench.text.ShellWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code limbench profile}: what device profiles there are and what they hold. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "List, show, validate, begin and compare device profiles.",
        footer = {"", "Example", "  limbench profile show lim-chain"},
        subcommands = {
            ProfileCommand.ListProfiles.class,
            ProfileCommand.Show.class,
            ProfileCommand.Validate.class,
            ProfileCommand.New.class,
            CompareCommand.class,
            HelpCommand.class
        })
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
            spec.commandLine().usage(console.styled());
        }
    }

    /** {@code profile list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the profiles that are shipped.",
            footer = {"", "Example", "  limbench profile list"})
    static final class ListProfiles implements Callable<Integer> {
        private final Console console;

        @Option(names = "--json", description = "Print one JSON document.")
        @Heading.Under(Heading.OUTPUT)
        private boolean json;

        ListProfiles(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            if (json) {
                console.out().println(JsonMapper.shared().writeValueAsString(ProfileLibrary.names()));
            } else {
                console.print(ProfileReport.list(console.columns()).lines().toList());
            }
            return ExitCode.DONE;
        }
    }

    /** {@code profile show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show every number of a profile with its unit, source and confidence.",
            footer = {"", "Example", "  limbench profile show reram-sb"})
    static final class Show implements Callable<Integer> {
        private final Console console;

        @Parameters(
                paramLabel = "PROFILE",
                completionCandidates = Candidates.Profiles.class,
                description = "Name of a shipped profile, or a YAML file.")
        private String profile = "";

        @Option(names = "--json", description = "Print one JSON document.")
        @Heading.Under(Heading.OUTPUT)
        private boolean json;

        Show(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            DeviceProfile loaded = ProfileLibrary.load(profile);
            if (json) {
                console.out().println(Json.indented(ProfileReport.document(loaded)));
            } else {
                console.print(
                        ProfileReport.show(loaded, console.columns()).lines().toList());
            }
            return ExitCode.DONE;
        }
    }

    /** {@code profile validate}. */
    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Check profiles; a line for every fault, warnings for recalled and assumed numbers.",
            footer = {
                "",
                "Examples",
                "  limbench profile validate my-device.yaml",
                "  limbench profile validate --json lim-chain my-device.yaml"
            })
    static final class Validate implements Callable<Integer> {
        private final Console console;

        @Parameters(
                paramLabel = "PROFILE",
                completionCandidates = Candidates.Profiles.class,
                arity = "1..*",
                description = "Names of shipped profiles, or YAML files.")
        private List<String> profiles = List.of();

        @Option(names = "--json", description = "Print one JSON document.")
        @Heading.Under(Heading.OUTPUT)
        private boolean json;

        Validate(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            List<ProfileCheck> checks = profiles.stream().map(ProfileCheck::of).toList();
            if (json) {
                console.out()
                        .println(Json.indented(
                                checks.stream().map(ProfileReport::document).toList()));
            } else {
                checks.forEach(check -> console.out().print(ProfileReport.validation(check)));
            }
            return checks.stream().allMatch(ProfileCheck::usable) ? ExitCode.DONE : ExitCode.BAD_INPUT;
        }
    }

    /** {@code profile new}. */
    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "Write a profile to start from, every key explained; to the terminal where no file is named.",
            footer = {"", "Example", "  limbench profile new --model soft-bounds my-device.yaml"})
    static final class New implements Callable<Integer> {
        private final Console console;

        @Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                description = "File to write, which must not exist yet (default: -, stdout).")
        private @Nullable Path file;

        @Option(
                names = "--model",
                paramLabel = "MODEL",
                defaultValue = "soft-bounds",
                completionCandidates = Models.class,
                description = "Cell model (default: ${DEFAULT-VALUE}): ${COMPLETION-CANDIDATES}.")
        private String model = "";

        New(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            String text = ProfileStarter.text(model);
            if (file == null || Output.isStdout(file)) {
                console.out().print(text);
            } else {
                // never over a file that is there
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                console.say("wrote " + file + "; check it with: limbench profile validate " + ShellWord.of(file));
            }
            return ExitCode.DONE;
        }
    }

    /** Names of the models, for help and shell completion. */
    static final class Models implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ProfileStarter.models().iterator();
        }
    }
}
