package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.report.SchedulePage;
import org.limbench.thermodynamics.ApproachComparison;
import org.limbench.thermodynamics.Contraction;
import org.limbench.thermodynamics.OutOfDomainException;
import org.limbench.thermodynamics.RateSchedule;
import org.limbench.thermodynamics.ScheduleCase;
import org.limbench.thermodynamics.ScheduleName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code limbench bounds schedule}: fixed barrier, fixed tilt and both modulated, on one schedule. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Compare three ways to make a schedule of updates: A fixed barrier, B fixed tilt, C both modulated.",
            "Update n makes m_n = eta_n/eta_1 net steps. Energies are model estimates (M2), not bounds."
        },
        footer = {
            "",
            "Contraction: what later updates leave of the variance of an error made at n:",
            "none, (n/N)^2, or lambda=L for prod over j > n of (1 - L eta_j/eta_1)^2.",
            "",
            "Example",
            "  limbench bounds schedule --schedule 1/n --updates 1000 --barrier 40 \\",
            "    --tilt 2 --contraction '(n/N)^2' --html schedule.html"
        })
final class BoundsScheduleCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--schedule",
            completionCandidates = Candidates.Schedules.class,
            paramLabel = "RULE",
            defaultValue = "1/n",
            description = "1/n, 1/sqrt(n), constant, exponential (with --decay-updates), fn (with --n0)"
                    + " (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SCHEDULE)
    private String schedule = "";

    @Option(names = "--decay-updates", paramLabel = "N", description = "Updates per factor e of exponential.")
    @Heading.Under(Heading.SCHEDULE)
    private @Nullable Double decayUpdates;

    @Option(names = "--n0", paramLabel = "N", description = "Offset of fn: 1/[(n+n0) ln^2(n+n0)], more than 1.")
    @Heading.Under(Heading.SCHEDULE)
    private @Nullable Double n0;

    @Option(
            names = "--updates",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of updates, at most 1e6 (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SCHEDULE)
    private int updates;

    @Option(
            names = "--attempt-rate",
            paramLabel = "PER_S",
            defaultValue = "1e9",
            description = "Gamma0, 1/s (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.PHYSICS)
    private double attemptRate;

    @Option(
            names = "--pulse",
            paramLabel = "S",
            defaultValue = "1e-6",
            description = "Pulse time of an update, s (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.PHYSICS)
    private double pulse;

    @Option(
            names = "--tilt",
            paramLabel = "KT",
            defaultValue = "2",
            description = "Tilt of B, kT, at most 20 (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.PHYSICS)
    private double tilt;

    @Option(
            names = "--barrier",
            paramLabel = "KT",
            defaultValue = "40",
            description = "Retention barrier, which A keeps, kT (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.PHYSICS)
    private double barrier;

    @Option(
            names = "--temperature",
            paramLabel = "K",
            defaultValue = "300",
            description = "Temperature, K (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.PHYSICS)
    private double temperature;

    @Option(
            names = "--contraction",
            paramLabel = "RULE",
            defaultValue = "(n/N)^2",
            description = "none, (n/N)^2 or lambda=L (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SCHEDULE)
    private String contraction = "";

    @Option(names = "--json", description = "Print one JSON document.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write every update as a table; - is stdout.")
    @Heading.Under(Heading.OUTPUT)
    private @Nullable Path csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with plots that opens offline; - is stdout.")
    @Heading.Under(Heading.OUTPUT)
    private @Nullable Path html;

    BoundsScheduleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ApproachComparison comparison = comparison(new TypedOptions(Objects.requireNonNull(spec)));
        String words = ScheduleName.of(schedule).word();
        boolean taken = Output.takesStdout(json, csv, html);
        if (Output.isStdout(csv)) {
            ScheduleCsv.write(comparison, console.out());
        } else if (csv != null) {
            ScheduleCsv.write(comparison, csv);
            console.say("table: " + csv);
        }
        if (Output.isStdout(html)) {
            console.out().print(SchedulePage.render(comparison, words));
        } else if (html != null) {
            SchedulePage.write(comparison, words, html);
            console.say("page: " + html);
        }
        if (taken) {
            console.out().flush();
            return ExitCode.DONE;
        }
        ScheduleTable table = new ScheduleTable(comparison, words);
        if (json) {
            console.out().println(Json.indented(table.document()));
        } else {
            console.print(table.lines());
        }
        return ExitCode.DONE;
    }

    private ApproachComparison comparison(TypedOptions typed) {
        try {
            return ApproachComparison.of(new ScheduleCase(
                    rate(typed), updates, Contraction.of(contraction), attemptRate, pulse, tilt, barrier, temperature));
        } catch (OutOfDomainException outside) {
            throw typed.complaint(outside);
        }
    }

    private RateSchedule rate(TypedOptions typed) {
        ScheduleName name = ScheduleName.of(schedule);
        String choice = "--schedule " + name.word();
        return switch (name) {
            case EXPONENTIAL -> {
                typed.refuse("--n0", choice, "--decay-updates");
                yield name.with(needed("--decay-updates", decayUpdates, choice));
            }
            case FOWLER_NORDHEIM -> {
                typed.refuse("--decay-updates", choice, "--n0");
                yield name.with(needed("--n0", n0, choice));
            }
            case HARMONIC, INVERSE_ROOT, CONSTANT -> {
                typed.refuse("--n0", choice, "none of its own");
                typed.refuse("--decay-updates", choice, "none of its own");
                yield name.with(0);
            }
        };
    }

    private static double needed(String option, @Nullable Double value, String choice) {
        if (value == null) {
            throw new IllegalArgumentException(choice + " needs " + option + ", which is missing");
        }
        return value;
    }
}
