package org.limbench.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.training.AnnealingPlan;
import org.limbench.training.Cooling;
import picocli.CommandLine.Option;

/** Options of {@code limbench run} for the tasks that are annealed. */
@Heading.Under(Heading.ANNEALING)
final class AnnealingOptions {
    @Option(
            names = "--sweeps",
            paramLabel = "N",
            defaultValue = "" + AnnealingPlan.STANDARD_SWEEPS,
            description = "Times every spin is offered a flip (default: ${DEFAULT-VALUE}).")
    private int sweeps;

    @Option(
            names = "--anneal",
            completionCandidates = Candidates.Coolings.class,
            paramLabel = "COOLING",
            defaultValue = "geometric",
            description = "Temperature by sweep: geometric, 1/log, constant (default: ${DEFAULT-VALUE}).")
    private String rule = "";

    @Option(
            names = "--t-first",
            paramLabel = "T",
            defaultValue = "3",
            description = "First temperature, in units of the couplings (default: ${DEFAULT-VALUE}).")
    private double first;

    @Option(
            names = "--t-last",
            paramLabel = "T",
            defaultValue = "0.3",
            description = "Last temperature (default: ${DEFAULT-VALUE}).")
    private double last;

    @Option(
            names = "--t-scale",
            paramLabel = "M",
            description = "M of T0/ln(1 + n/M), sweeps (default: so that --t-first holds).")
    private @Nullable Double scale;

    @Option(
            names = "--activity-first",
            paramLabel = "A",
            defaultValue = "" + AnnealingPlan.STANDARD_FIRST_ACTIVITY,
            description = "Relaxations of a cell per pulse; the write barrier follows (default: ${DEFAULT-VALUE}).")
    private double firstActivity;

    @Option(
            names = "--activity-last",
            paramLabel = "A",
            defaultValue = "" + AnnealingPlan.STANDARD_LAST_ACTIVITY,
            description = "The same in the last sweep of arm annealed (default: ${DEFAULT-VALUE}).")
    private double lastActivity;

    @Option(
            names = "--tilt-most",
            paramLabel = "KT",
            defaultValue = "20",
            description = "Largest energy between spin down and up, kT; that of a quench (default: ${DEFAULT-VALUE}).")
    private double mostTilt;

    /** The plan they spell. */
    AnnealingPlan plan(List<String> arms) {
        Cooling cooling = new Cooling(Cooling.Rule.named(rule), first, last, Given.scale(scale));
        return new AnnealingPlan(sweeps, arms, cooling, firstActivity, lastActivity, mostTilt);
    }
}
