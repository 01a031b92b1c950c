package org.limbench.emulator;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.limbench.device.CellAddress;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLoss;
import org.limbench.transport.faults.FaultSection;
import org.limbench.transport.faults.LinkFaults;
import org.limbench.transport.faults.LinkFaultsReader;

/**
 * Reads a fault plan from YAML. Every key is optional but {@code format}; an unknown one is an error. What befalls the link
 * is as {@link LinkFaultsReader} has it, without what needs a clock.
 *
 * <pre>
 * format: 1
 * seed: 7
 * link: {loss: 0.01, flips: 0.001, duplication: 0.001, reordering: 0.001, delay: 0.001, delayCalls: 3, disconnection: 0}
 * reboots: [{atUpdate: 100, moment: commit}]
 * stuckCells: [{row: 0, column: 3, fraction: 0.5}]
 * meterGaps: [{fromUpdate: 10, updates: 5}, {fromUpdate: 20, updates: 1, cause: saturation, account: update}]
 * </pre>
 */
public final class FaultPlanFile {
    private FaultPlanFile() {}

    /**
     * The plan in a file.
     *
     * @throws IllegalArgumentException naming file, key, value and what is allowed
     */
    public static FaultPlan read(Path path) {
        return plan(FaultSection.read(path));
    }

    /** The plan in a text; {@code file} names it in messages. */
    public static FaultPlan parse(String file, String text) {
        return plan(FaultSection.parse(file, text));
    }

    private static FaultPlan plan(FaultSection document) {
        Set<String> keys = new HashSet<>(Set.of("format", "seed", "reboots", "stuckCells", "meterGaps"));
        keys.addAll(LinkFaultsReader.KEYS);
        requireFormat(document.keys(keys));
        LinkFaults link = LinkFaultsReader.read(document);
        if (!link.countsAlone()) {
            throw document.bad(
                    "script or line",
                    "asking for a clock or an outage",
                    "faults by count of frames here, those in limbench proxy");
        }
        return new FaultPlan(
                reboots(document),
                document.list("stuckCells", Set.of("row", "column", "fraction"), entry -> {
                    CellAddress cell = new CellAddress(index(entry, "row"), index(entry, "column"));
                    return new FaultPlan.StuckCell(cell, entry.number("fraction", null));
                }),
                document.list(
                        "meterGaps", Set.of("fromUpdate", "updates", "cause", "account"), FaultPlanFile::meterGap),
                link,
                document.whole("seed", 0L));
    }

    /** Requires the one format there is. */
    public static void requireFormat(FaultSection document) {
        long format = document.whole("format", null);
        if (format != 1) {
            throw document.bad("format", format, "1");
        }
    }

    /** The power cuts a document lists under {@code reboots}. */
    public static List<FaultPlan.Reboot> reboots(FaultSection document) {
        return document.list(
                "reboots",
                Set.of("atUpdate", "moment"),
                entry -> new FaultPlan.Reboot(entry.whole("atUpdate", null), moment(entry)));
    }

    /** Without a cause a gap, without an account all of them. */
    private static FaultPlan.MeterGap meterGap(FaultSection entry) {
        return new FaultPlan.MeterGap(
                entry.whole("fromUpdate", null),
                entry.whole("updates", null),
                named(entry, "cause", MeterLoss.Cause.values(), MeterLoss.Cause.GAP),
                EnumSet.copyOf(
                        entry.text("account", "all").equals("all")
                                ? EnumSet.allOf(EnergyAccount.class)
                                : Set.of(named(entry, "account", EnergyAccount.values(), EnergyAccount.UPDATE))));
    }

    private static <T extends Enum<T>> T named(FaultSection entry, String key, T[] all, T usual) {
        String text = entry.text(key, usual.name().toLowerCase(Locale.ROOT));
        for (T value : all) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw entry.bad(
                key,
                text,
                Stream.of(all).map(v -> v.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")));
    }

    private static FaultPlan.Moment moment(FaultSection entry) {
        String text = entry.text("moment", "before");
        for (FaultPlan.Moment moment : FaultPlan.Moment.values()) {
            if (moment.name().equalsIgnoreCase(text)) {
                return moment;
            }
        }
        throw entry.bad("moment", text, "before, commit or after");
    }

    private static int index(FaultSection entry, String key) {
        return entry.whole(key, null, 0, 65_535);
    }
}
