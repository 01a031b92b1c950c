package org.limbench.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.limbench.bench.DeviceAddress;
import org.limbench.profile.ProfileLibrary;
import org.limbench.training.IsingProblems;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of {@code limbench run} that do nothing for its task or device: one that was typed is refused rather than passed over.
 * What a device on a wire is shows when it answers; only emulated ones are known before.
 */
final class FittingOptions {
    /** Of what is trained, these matter to what is annealed too. */
    private static final Set<String> OF_BOTH = Set.of("--arms", "--hold");

    private static final List<String> BARRIER = List.of("--slots", "--approach", "--contraction", "--tilt", "--hold");

    private final CommandSpec run;
    private final TypedOptions typed;

    FittingOptions(CommandSpec run) {
        this.run = run;
        this.typed = new TypedOptions(run);
    }

    /**
     * Refuses an option of another kind of task or device.
     *
     * @throws IllegalArgumentException one line: option, task or device, the options that belong to it
     */
    void require(String task, String device) {
        boolean annealed = IsingProblems.has(task);
        List<String> annealing = of("annealing");
        List<String> training = of("training").stream()
                .filter(option -> !OF_BOTH.contains(option))
                .toList();
        refuse(
                annealed ? training : annealing,
                (annealed ? "annealed" : "trained") + " task '" + task + "'",
                annealed ? annealing : training);
        if (IsingProblems.ofFile(task)) {
            typed.refuse("--split", "task '" + task + "'", "none, the whole file is one problem");
        }
        if (DeviceAddress.parse(device) instanceof DeviceAddress.Emulated emulated) {
            boolean barrier = ProfileLibrary.load(emulated.profile()).model().barrierLimits() != null;
            List<String> voltage = Stream.of("bitLines", "transfer")
                    .flatMap(mixin -> of(mixin).stream())
                    .toList();
            refuse(
                    barrier ? voltage : BARRIER,
                    "'" + device + "', which has " + (barrier ? "tunable barriers" : "no tunable barrier"),
                    barrier ? BARRIER : voltage);
        }
    }

    private void refuse(List<String> options, String choice, List<String> allowed) {
        options.forEach(option -> typed.refuse(option, choice, String.join(", ", allowed)));
    }

    private List<String> of(String mixin) {
        return run.mixins().get(mixin).options().stream()
                .map(OptionSpec::longestName)
                .toList();
    }
}
