package org.limbench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code limbench} command. */
@Command(
        name = "limbench",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "A bench for analog learning-in-memory arrays: drive or emulate a device,"
                + " meter every update, compare it with the bounds.",
        footer = {
            "",
            "Example",
            "  limbench run --seed 7",
            "",
            "'limbench help COMMAND' tells the options of a command, with an example."
        },
        subcommands = {
            RunCommand.class,
            EmulateCommand.class,
            ProbeCommand.class,
            ProxyCommand.class,
            BoundsCommand.class,
            ProfileCommand.class,
            ReplayCommand.class,
            ReportCommand.class,
            TraceCommand.class,
            ConfigCommand.class,
            HelpCommand.class,
            CompletionCommand.class
        })
public final class Main implements Runnable {
    private final Console console;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private Main(Console console) {
        this.console = console;
    }

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        // Paho logs through java.util.logging, to stderr, where only we speak
        Logger.getLogger("").setLevel(Level.OFF);
        ProcessOutput results = new ProcessOutput(new FileOutputStream(FileDescriptor.out));
        Console console = Console.ofProcess(results);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failed(console, thread, failure));
        int code = workable(console)
                ? run(console, Path.of("limbench.yaml"), System.getenv().keySet(), arguments)
                : ExitCode.BAD_INPUT;
        console.out().flush();
        String lost = results.lost();
        if (lost != null) {
            console.say("limbench: standard output cannot be written: " + lost);
            code = code == ExitCode.DONE ? ExitCode.BAD_INPUT : code;
        }
        console.err().flush();
        System.exit(code);
    }

    /** In a directory that it cannot name, Java's own library does not work. */
    private static boolean workable(Console console) {
        try {
            return Path.of(System.getProperty("user.dir")).isAbsolute();
        } catch (InvalidPathException e) {
            console.say("limbench: " + Failures.lettersLacking("the working directory"));
            return false;
        }
    }

    /** The program, ready to run. */
    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new Main(console), new ConsoleFactory(console));
        Main main = line.getCommand();
        Failures failures = new Failures(() -> main.verbose);
        line.setOut(console.styled())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        HelpPage.shape(line, console.columns());
        PlainNumbers.install(line);
        WrittenPaths.install(line);
        return line;
    }

    /**
     * Runs a command and returns its exit code.
     *
     * @param settings file of defaults, which need not be there
     * @param variables names of all that the environment has
     */
    static int run(Console console, Path settings, Set<String> variables, String... arguments) {
        CommandLine line = commandLine(console);
        String unknown = Defaults.unknown(variables, line);
        if (unknown != null) {
            console.say("limbench: " + unknown);
        }
        try {
            Defaults defaults = new Defaults(console.environment(), settings);
            defaults.requireKnown(line);
            line.setDefaultValueProvider(defaults);
        } catch (IllegalArgumentException broken) {
            console.say("limbench: " + Suggestion.added(String.valueOf(broken.getMessage())));
            return ExitCode.BAD_INPUT;
        }
        try {
            return line.execute(arguments);
        } catch (Error beyondExceptions) {
            Main main = line.getCommand();
            return new Failures(() -> main.verbose).tell(beyondExceptions, console.err());
        }
    }

    /** A thread of ours or of a library's ended: what it did is not done any more, and whoever waits for it will say so. */
    private static void failed(Console console, Thread thread, Throwable failure) {
        String shortage = Shortage.of(failure);
        console.say("limbench: '" + thread.getName() + "' ended: " + (shortage == null ? failure : shortage));
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(console.styled());
        }
    }

    /** Hands the console to every command. */
    private record ConsoleFactory(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.getDeclaredConstructor(Console.class).newInstance(console);
            } catch (NoSuchMethodException withoutConsole) {
                return CommandLine.defaultFactory().create(type);
            }
        }
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        static final String DEVELOPMENT = "development";

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? DEVELOPMENT : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"limbench " + text()};
        }
    }
}
