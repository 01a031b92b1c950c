package org.limbench.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.limbench.bench.Probe;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.thermodynamics.PhysicalConstants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limbench probe}: asks a device who it is, without driving it. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Identify a device: datasheet, firmware, status, meter, a read of the array.",
        footer = {"", "Example", "  limbench probe serial:./lim0"})
final class ProbeCommand implements Callable<Integer> {
    /** Columns of the names. */
    private static final int NAMES_COLUMNS = 17;

    private final Console console;

    @Parameters(
            paramLabel = "ADDRESS",
            completionCandidates = Candidates.Addresses.class,
            arity = "0..1",
            defaultValue = "emulated:lim-chain",
            description = "Where the device is (default: ${DEFAULT-VALUE}).")
    private String address = "";

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of an emulated device in this process (default: ${DEFAULT-VALUE}).")
    @Heading.Under(Heading.DEVICE)
    private long seed;

    @Option(
            names = "--reset",
            description = "Reset it first: a new boot whose update ids begin at 1. Its cells stay as they are.")
    private boolean reset;

    @Option(names = "--json", description = "Print one JSON document.")
    @Heading.Under(Heading.OUTPUT)
    private boolean json;

    @Mixin
    private TraceOption trace = new TraceOption();

    ProbeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Probe probe;
        try (Interruption interruption = new Interruption();
                TraceOption.Tracing tracing = trace.open(console)) {
            probe = Probe.of(address, seed, reset, tracing.host(), new LossTalk(console, interruption::check));
        } catch (Interruption.Stopped stopped) {
            return ExitCode.INTERRUPTED;
        }
        if (json) {
            console.out().println(Json.indented(document(probe)));
        } else {
            print(probe);
        }
        return ExitCode.DONE;
    }

    private static Map<String, Object> document(Probe probe) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("address", probe.address());
        document.put("bootId", probe.identity().bootIdHex());
        document.put("uptimeSeconds", probe.uptimeMillis() * 1e-3);
        document.put("deviceSeconds", probe.deviceSeconds());
        document.put("datasheet", probe.datasheet());
        document.put("meterJoules", accounts(probe));
        document.put("notes", probe.notes());
        document.put("conductanceSiemens", Map.of("least", probe.least(), "mean", probe.mean(), "most", probe.most()));
        return document;
    }

    private static Map<String, Double> accounts(Probe probe) {
        Map<String, Double> accounts = new LinkedHashMap<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            accounts.merge(account.basic().label(), probe.joulesByAccount()[account.channel()], Double::sum);
        }
        return accounts;
    }

    private void print(Probe probe) {
        Datasheet sheet = probe.datasheet();
        line("device", "%s, %s", sheet.device(), sheet.emulated() ? "emulated" : "real");
        wrapped("firmware", sheet.firmware());
        line(
                "profile",
                "%s",
                sheet.profileSha256().isEmpty()
                        ? "-"
                        : "sha256 " + sheet.profileSha256().substring(0, 16));
        line("boot", "%s, up %.3f s", probe.identity().bootIdHex(), probe.uptimeMillis() * 1e-3);
        line(
                "array",
                "%d x %d cells%s",
                sheet.geometry().rows(),
                sheet.geometry().columns(),
                sheet.levels() > 0 ? ", " + sheet.levels() + " levels" : "");
        line(
                "conductance",
                "%.4g to %.4g S, step %.3g S",
                sheet.leastSiemens(),
                sheet.mostSiemens(),
                sheet.minimumStepSiemens());
        line("temperature", "%.6g K", sheet.temperatureKelvin());
        BarrierLimits barrier = sheet.barrier();
        if (barrier != null) {
            double kt = PhysicalConstants.BOLTZMANN * sheet.temperatureKelvin();
            line(
                    "barrier",
                    "%.4g to %.4g kT, hold %.4g kT, %.3g attempts/s",
                    barrier.leastJoules() / kt,
                    barrier.mostJoules() / kt,
                    barrier.holdJoules() / kt,
                    barrier.attemptsPerSecond());
        } else if (sheet.voltage() != null) {
            line(
                    "pulses",
                    "+%.4g V / -%.4g V, %.3g s; no tunable barrier",
                    sheet.voltage().potentiateVolts(),
                    sheet.voltage().depressVolts(),
                    sheet.pulseSeconds());
        }
        line(
                "read",
                "%d bits, noise %.3g S",
                sheet.converter().bits(),
                sheet.converter().noiseSiemens());
        line("device time", "%.6g s", probe.deviceSeconds());
        accounts(probe).forEach((account, joules) -> {
            if (joules != 0) {
                line("meter " + account, "%.4g J", joules);
            }
        });
        line("cells now", "%.4g / %.4g / %.4g S (least / mean / most)", probe.least(), probe.mean(), probe.most());
        probe.notes().forEach(note -> wrapped("note", note));
    }

    /** A text that may be longer than a line, broken between words. */
    private void wrapped(String name, String text) {
        String head = name;
        for (String row : WrappedText.lines(text, console.columns() - NAMES_COLUMNS)) {
            console.out().printf(Locale.ROOT, "%-16s %s%n", head, row);
            head = "";
        }
    }

    private void line(String name, String format, Object... values) {
        wrapped(name, String.format(Locale.ROOT, format, values));
    }
}
