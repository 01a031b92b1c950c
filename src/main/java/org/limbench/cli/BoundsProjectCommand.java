package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.report.ProjectionPage;
import org.limbench.thermodynamics.ComputeScaling;
import org.limbench.thermodynamics.OutOfDomainException;
import org.limbench.thermodynamics.ScalingFit;
import org.limbench.thermodynamics.TrainedModel;
import org.limbench.thermodynamics.TrainingProjection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code limbench bounds project}: energy of training against the number of parameters, as a scaling scenario. */
@Command(
        name = "project",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Project the energy of a training run to a number of parameters: operations x bits x kT ln 2 (M3).",
            "A scaling scenario, not a bound; shows what the published 1e8 to 1e9 J rests on."
        },
        footer = {
            "",
            "Scaling: linear       GPT-3 scaled in proportion to its parameters",
            "         power        c0 (N/n0)^alpha",
            "         chinchilla   120 N^2, compute-optimal",
            "         fit          least squares through seven dense models",
            "",
            "Example",
            "  limbench bounds project --scaling chinchilla --bits 16 --html projection.html"
        })
final class BoundsProjectCommand implements Callable<Integer> {
    private static final double MOST_PARAMETERS = 1e18;

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--scaling",
            completionCandidates = Candidates.Scalings.class,
            paramLabel = "RULE",
            defaultValue = "linear",
            description = "linear, power, chinchilla or fit (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SCALING)
    private String scaling = "";

    @Option(names = "--alpha", paramLabel = "A", description = "Exponent of power, 0 to 10.")
    @Heading.Under(Heading.SCALING)
    private @Nullable Double alpha;

    @Option(names = "--c0", paramLabel = "FLOP", description = "Operations of power's reference (default: GPT-3's).")
    @Heading.Under(Heading.SCALING)
    private @Nullable Double c0;

    @Option(names = "--n0", paramLabel = "N", description = "Parameters of power's reference (default: GPT-3's).")
    @Heading.Under(Heading.SCALING)
    private @Nullable Double n0;

    @Option(
            names = "--parameters",
            paramLabel = "N",
            split = TypedOptions.COMMA,
            splitSynopsisLabel = ",",
            defaultValue = "1e9,1e10,1e11,1e12,1e13,1e14,1e15",
            description = "Numbers of parameters, 1 to 1e18 (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.SCALING)
    private List<Double> parameters = List.of();

    @Option(
            names = "--bits",
            paramLabel = "B",
            defaultValue = "32",
            description = "Bits erased per operation (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.PHYSICS)
    private double bits;

    @Option(
            names = "--temperature",
            paramLabel = "K",
            defaultValue = "300",
            description = "Temperature, K (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.PHYSICS)
    private double temperature;

    @Option(names = "--json", description = "Print one JSON document.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with a plot that opens offline; - is stdout.")
    @Heading.Under(Heading.OUTPUT)
    private @Nullable Path html;

    BoundsProjectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        TrainingProjection projection = projection(new TypedOptions(Objects.requireNonNull(spec)));
        for (double n : parameters) {
            if (!(n >= 1 && n <= MOST_PARAMETERS)) {
                throw new IllegalArgumentException("--parameters has " + n + "; allowed: 1 to 1e18");
            }
        }
        List<Double> sorted = parameters.stream().sorted().distinct().toList();
        if (Output.takesStdout(json, html)) {
            console.out().print(ProjectionPage.render(projection, scaling, sorted));
            console.out().flush();
            return ExitCode.DONE;
        }
        if (html != null) {
            ProjectionPage.write(projection, scaling, sorted, html);
            console.say("page: " + html);
        }
        ProjectionTable table = new ProjectionTable(projection, scaling, sorted);
        if (json) {
            console.out().println(Json.indented(table.document()));
        } else {
            console.print(table.lines());
        }
        return ExitCode.DONE;
    }

    private TrainingProjection projection(TypedOptions typed) {
        try {
            return new TrainingProjection(rule(typed), bits, temperature);
        } catch (OutOfDomainException outside) {
            throw typed.complaint(outside);
        }
    }

    private ComputeScaling rule(TypedOptions typed) {
        if (!scaling.equals("power")) {
            for (String option : new String[] {"--alpha", "--c0", "--n0"}) {
                typed.refuse(option, "--scaling " + scaling, "none of its own");
            }
        }
        return switch (scaling) {
            case "linear" -> ComputeScaling.linear();
            case "power" -> power();
            case "chinchilla" -> new ComputeScaling.ComputeOptimal();
            case "fit" -> ScalingFit.of(TrainedModel.denseTo2022()).scaling();
            default ->
                throw new IllegalArgumentException(
                        "--scaling is '" + scaling + "'; allowed: linear, power, chinchilla, fit");
        };
    }

    private ComputeScaling.Power power() {
        if (alpha == null) {
            throw new IllegalArgumentException("--scaling power needs --alpha, which is missing");
        }
        return new ComputeScaling.Power(
                alpha,
                c0 != null ? c0 : TrainedModel.GPT_3.operations(),
                n0 != null ? n0 : TrainedModel.GPT_3.parameters());
    }
}
