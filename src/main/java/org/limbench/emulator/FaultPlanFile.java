package org.limbench.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.limbench.device.CellAddress;
import org.limbench.transport.faults.FaultProbabilities;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a fault plan from YAML. Every key is optional but {@code format}; an unknown one is an error.
 *
 * <pre>
 * format: 1
 * seed: 7
 * link: {loss: 0.01, flips: 0.001, duplication: 0.001, reordering: 0.001, delay: 0.001, delayCalls: 3, disconnection: 0}
 * reboots: [{atUpdate: 100, moment: commit}]
 * stuckCells: [{row: 0, column: 3, fraction: 0.5}]
 * meterGaps: [{fromUpdate: 10, updates: 5}]
 * </pre>
 */
public final class FaultPlanFile {
    private static final long MOST_BYTES = 1 << 20;

    private final String file;

    private FaultPlanFile(String file) {
        this.file = file;
    }

    /**
     * The plan in a file.
     *
     * @throws IllegalArgumentException naming file, key, value and what is allowed
     */
    public static FaultPlan read(Path path) {
        String text;
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException(path + ": " + Files.size(path) + " bytes; allowed: " + MOST_BYTES);
            }
            text = Files.readString(path);
        } catch (IOException e) {
            throw new IllegalArgumentException(path + ": cannot be read: " + e, e);
        }
        return parse(path.toString(), text);
    }

    /** The plan in a text; {@code file} names it in messages. */
    public static FaultPlan parse(String file, String text) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": no YAML: " + e.getOriginalMessage(), e);
        }
        return new FaultPlanFile(file).plan(root);
    }

    private FaultPlan plan(JsonNode root) {
        keys(root, "", Set.of("format", "seed", "link", "reboots", "stuckCells", "meterGaps"));
        long format = whole(root, "", "format", null);
        if (format != 1) {
            throw bad("format", format, "1");
        }
        return new FaultPlan(
                list(root, "reboots", Set.of("atUpdate", "moment"), (node, at) -> {
                    return new FaultPlan.Reboot(whole(node, at, "atUpdate", null), moment(node, at));
                }),
                list(root, "stuckCells", Set.of("row", "column", "fraction"), (node, at) -> {
                    CellAddress cell = new CellAddress(index(node, at, "row"), index(node, at, "column"));
                    return new FaultPlan.StuckCell(cell, number(node, at, "fraction", null));
                }),
                list(root, "meterGaps", Set.of("fromUpdate", "updates"), (node, at) -> {
                    return new FaultPlan.MeterGap(
                            whole(node, at, "fromUpdate", null), whole(node, at, "updates", null));
                }),
                link(root),
                whole(root, "", "seed", 0L));
    }

    private FaultProbabilities link(JsonNode root) {
        JsonNode link = root.get("link");
        if (link == null) {
            return FaultProbabilities.NONE;
        }
        keys(
                link,
                "link.",
                Set.of("loss", "flips", "duplication", "reordering", "delay", "disconnection", "delayCalls"));
        return named(
                "link",
                () -> new FaultProbabilities(
                        number(link, "link.", "loss", 0.0),
                        number(link, "link.", "flips", 0.0),
                        number(link, "link.", "duplication", 0.0),
                        number(link, "link.", "reordering", 0.0),
                        number(link, "link.", "delay", 0.0),
                        number(link, "link.", "disconnection", 0.0),
                        (int) Math.max(0, Math.min(Integer.MAX_VALUE, whole(link, "link.", "delayCalls", 3L)))));
    }

    private FaultPlan.Moment moment(JsonNode node, String at) {
        JsonNode value = node.get("moment");
        String text = value == null ? "before" : value.asString();
        for (FaultPlan.Moment moment : FaultPlan.Moment.values()) {
            if (moment.name().equalsIgnoreCase(text)) {
                return moment;
            }
        }
        throw bad(at + "moment", text, "before, commit or after");
    }

    private <T> List<T> list(JsonNode root, String key, Set<String> keys, BiFunction<JsonNode, String, T> reader) {
        JsonNode node = root.get(key);
        List<T> entries = new ArrayList<>();
        if (node == null) {
            return entries;
        }
        if (!node.isArray()) {
            throw bad(key, node, "a list");
        }
        for (JsonNode entry : node) {
            String at = key + "[" + entries.size() + "].";
            keys(entry, at, keys);
            entries.add(named(key + "[" + entries.size() + "]", () -> reader.apply(entry, at)));
        }
        return entries;
    }

    /** Runs a record's own check and puts file and key before what it says. */
    private <T> T named(String key, java.util.function.Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file) ? e : new IllegalArgumentException(file + ": " + key + ": " + message, e);
        }
    }

    private void keys(JsonNode node, String at, Set<String> allowed) {
        if (!node.isObject()) {
            throw bad(at.isEmpty() ? "the document" : at.substring(0, at.length() - 1), node, "keys and values");
        }
        for (String key : node.propertyNames()) {
            if (!allowed.contains(key)) {
                throw bad(
                        at + key,
                        "there",
                        "keys " + String.join(", ", allowed.stream().sorted().toList()));
            }
        }
    }

    private int index(JsonNode node, String at, String key) {
        long value = whole(node, at, key, null);
        if (value < 0 || value > 65_535) {
            throw bad(at + key, value, "0 to 65535");
        }
        return (int) value;
    }

    private long whole(JsonNode node, String at, String key, @Nullable Long otherwise) {
        JsonNode value = node.get(key);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw bad(at + key, value == null ? "missing" : value, "a whole number");
        }
        return value.asLong();
    }

    private double number(JsonNode node, String at, String key, @Nullable Double otherwise) {
        JsonNode value = node.get(key);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value == null || !value.isNumber()) {
            throw bad(at + key, value == null ? "missing" : value, "a number");
        }
        return value.asDouble();
    }

    private IllegalArgumentException bad(String key, Object value, String allowed) {
        return new IllegalArgumentException(file + ": " + key + " is " + value + "; allowed: " + allowed);
    }
}
