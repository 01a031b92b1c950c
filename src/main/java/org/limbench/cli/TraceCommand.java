package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limbench.bench.DeviceAddress;
import org.limbench.bench.TraceReplay;
import org.limbench.protocol.DecodeResult;
import org.limbench.trace.TraceFormatException;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TraceTally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code limbench trace}: shows what went over a wire, or sends it to an emulated device again. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Show a file written by --trace, a line a packet: direction (> to the device, < to the host), seconds,"
                    + " session, sequence number, message; then what was sent again and what was corrupt.",
            "With --replay send the host's frames to a fresh emulated device and compare every answer with the"
                    + " recorded one, byte for byte but for uptimes. Exit code 1 tells that they differ."
        },
        footer = {
            "",
            "A trace recorded by the device (emulate --trace) replays whole, however bad its",
            "link was; one recorded by the host without acknowledgements and counts of frames",
            "thrown away.",
            "",
            "Example",
            "  limbench trace wire.pcapng --replay emulated:lim-chain"
        })
final class TraceCommand implements Callable<Integer> {
    private static final Path STDIN = Path.of("-");

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The trace; - is stdin.")
    private Path file = Path.of("");

    @Mixin
    private TraceFilter filter = new TraceFilter();

    @Option(names = "--json", description = "Print one JSON document with every field.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    @Option(
            names = "--replay",
            completionCandidates = Candidates.Addresses.class,
            paramLabel = "ADDRESS",
            description = "Send it to this device instead: emulated:PROFILE.")
    @Heading.Under(Heading.REPLAY)
    private @Nullable String replay;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of that device (default: the recorded one, else 1).")
    @Heading.Under(Heading.REPLAY)
    private @Nullable Long seed;

    @Spec
    private @Nullable CommandSpec spec;

    TraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        filter.requireSense();
        if (replay != null) {
            return replayed(replay);
        }
        if (typed("--seed")) {
            throw new IllegalArgumentException("--seed belongs to --replay; allowed: both");
        }
        try (TraceReader reader = file.equals(STDIN) ? TraceReader.open(System.in) : TraceReader.open(file)) {
            show(
                    reader,
                    json
                            ? new TraceJson(console.out(), file.toString())
                            : new TraceLines(console.out(), console.columns()));
            sayIfCut(reader.cutAt());
        }
        return ExitCode.DONE;
    }

    /** Shows all that can be read, also of a file that is broken further on. */
    private void show(TraceReader reader, TraceView view) throws IOException {
        TraceTally tally = new TraceTally();
        TraceFormatException broken = null;
        long start = 0;
        try {
            TraceRecord record = reader.next();
            if (record != null) {
                start = record.epochNanos();
            }
            for (; record != null; record = reader.next()) {
                DecodeResult decoded = record.decoded();
                double seconds = (record.epochNanos() - start) * 1e-9;
                boolean again = tally.add(record, decoded);
                if (filter.shows(record, decoded, seconds)) {
                    view.show(record, decoded, seconds, again);
                }
            }
        } catch (TraceFormatException found) {
            broken = found;
        }
        view.end(reader, tally);
        if (broken != null) {
            throw broken;
        }
    }

    private int replayed(String address) throws IOException {
        if (json || filter.isOn()) {
            throw new IllegalArgumentException(
                    "--replay compares the whole trace; allowed: without --json, --session, --from and --to");
        }
        if (!(DeviceAddress.parse(address) instanceof DeviceAddress.Emulated emulated)) {
            throw new IllegalArgumentException("--replay is '" + address + "'; allowed: emulated:PROFILE, a fresh one");
        }
        // a seed in the environment or limbench.yaml is meant for new devices
        OptionalLong own = seed != null && typed("--seed") ? OptionalLong.of(seed) : OptionalLong.empty();
        TraceReplay.Outcome outcome;
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console)) {
            progress.start("replay", 1);
            outcome = TraceReplay.run(file, emulated, own, (done, total) -> {
                interruption.check();
                progress.stepTo(done, total);
            });
        } catch (Interruption.Stopped stopped) {
            return ExitCode.INTERRUPTED;
        }
        outcome.seeds().forEach((link, used) -> console.say("seed " + used + ": " + link));
        sayIfCut(outcome.cutAt());
        return told(outcome);
    }

    private int told(TraceReplay.Outcome outcome) {
        long same = outcome.reproduced();
        if (outcome.difference() != null) {
            console.out().println(same + " answers reproduced, then not: " + outcome.difference());
            return ExitCode.CHECK_FAILED;
        }
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%d of %d answers reproduced, byte for byte but for uptimes%s",
                        same,
                        same,
                        outcome.passedOver() == 0 ? "" : "; " + outcome.passedOver() + " not compared"));
        return ExitCode.DONE;
    }

    private void sayIfCut(OptionalLong at) {
        if (at.isPresent()) {
            console.say("limbench: " + file + " ends in the middle of the block at byte " + at.getAsLong()
                    + "; this is all before it");
        }
    }

    private boolean typed(String option) {
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
    }
}
