package org.limbench.protocol.rcn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.limbench.text.YamlDocument;
import tools.jackson.databind.JsonNode;

/** Fills the records of a {@link Wiring} from a tree, key by key. Single-threaded. */
final class WiringReader {
    private static final Set<String> CONFIDENCES = Set.of("measured", "fitted", "recalled", "assumed");

    private final YamlDocument document;
    private final List<SourcedNumber> numbers = new ArrayList<>();

    /** A reader whose messages name file and line. */
    WiringReader(YamlDocument document) {
        this.document = document;
    }

    /** The wiring of a whole document. */
    Wiring wiring(String digest, long bytes) {
        JsonNode root = document.root();
        keys(
                root,
                "",
                "format",
                "name",
                "summary",
                "device",
                "temperatureKelvin",
                "cell",
                "lines",
                "barrier",
                "drive",
                "pulse",
                "capture",
                "read");
        if (whole(root, "", "format") != 1) {
            throw bad("format", whole(root, "", "format"), "1");
        }
        Wiring.Lines lines = lines(section(root, "lines", "restVolts", "rows", "columns", "gateRest"));
        Wiring.Pulse pulse = pulse(section(root, "pulse", "seconds", "samples", "pretriggerPercent"));
        return named(
                "wiring",
                () -> new Wiring(
                        text(root, "", "name"),
                        text(root, "", "summary"),
                        text(root, "", "device"),
                        digest,
                        bytes,
                        named("temperatureKelvin", () -> sourced(root, "", "temperatureKelvin")),
                        cell(section(
                                root,
                                "cell",
                                "levels",
                                "leastSiemens",
                                "mostSiemens",
                                "attemptsPerSecond",
                                "mostAttemptsPerSecond")),
                        lines,
                        barrier(section(root, "barrier", "atZeroVoltsKt", "ktPerVolt", "leastKt", "mostKt", "holdKt")),
                        drive(section(root, "drive", "ktPerVolt", "mostTiltKt")),
                        pulse,
                        capture(section(root, "capture", "ohms", "restVolts", "noiseVolts", "gainUncertainty")),
                        read(
                                section(
                                        root,
                                        "read",
                                        "amplifier",
                                        "range",
                                        "converter",
                                        "oversampling",
                                        "volts",
                                        "muxPins",
                                        "noiseVolts",
                                        "gainUncertainty"),
                                lines.columns().size()),
                        numbers));
    }

    private Wiring.Cell cell(JsonNode in) {
        return named(
                "cell",
                () -> new Wiring.Cell(
                        (int) sourced(in, "cell.", "levels"),
                        sourced(in, "cell.", "leastSiemens"),
                        sourced(in, "cell.", "mostSiemens"),
                        sourced(in, "cell.", "attemptsPerSecond"),
                        sourced(in, "cell.", "mostAttemptsPerSecond")));
    }

    private Wiring.Lines lines(JsonNode in) {
        return named(
                "lines",
                () -> new Wiring.Lines(
                        sourced(in, "lines.", "restVolts"),
                        pairs(in, "rows"),
                        pairs(in, "columns"),
                        pin(in.get("gateRest"), "lines.gateRest")));
    }

    private List<Wiring.Line> pairs(JsonNode in, String key) {
        JsonNode list = in.get(key);
        if (list == null || !list.isArray()) {
            throw bad(
                    "lines." + key, list == null ? "missing" : list, "a list of {drive: [chip, channel], gate: [..]}");
        }
        List<Wiring.Line> lines = new ArrayList<>();
        for (JsonNode entry : list) {
            String at = "lines." + key + "[" + lines.size() + "]";
            keys(entry, at + ".", "drive", "gate");
            lines.add(new Wiring.Line(pin(entry.get("drive"), at + ".drive"), pin(entry.get("gate"), at + ".gate")));
        }
        return lines;
    }

    private DacPin pin(@Nullable JsonNode node, String at) {
        if (node == null
                || !node.isArray()
                || node.size() != 2
                || !node.get(0).isInt()
                || !node.get(1).isInt()) {
            throw bad(at, node == null ? "missing" : node, "[chip 1 to 5, channel 1 to 8]");
        }
        return named(at, () -> new DacPin(node.get(0).asInt(), node.get(1).asInt()));
    }

    private Wiring.Barrier barrier(JsonNode in) {
        return named(
                "barrier",
                () -> new Wiring.Barrier(
                        sourced(in, "barrier.", "atZeroVoltsKt"),
                        sourced(in, "barrier.", "ktPerVolt"),
                        sourced(in, "barrier.", "leastKt"),
                        sourced(in, "barrier.", "mostKt"),
                        sourced(in, "barrier.", "holdKt")));
    }

    private Wiring.Drive drive(JsonNode in) {
        return named(
                "drive",
                () -> new Wiring.Drive(sourced(in, "drive.", "ktPerVolt"), sourced(in, "drive.", "mostTiltKt")));
    }

    private Wiring.Pulse pulse(JsonNode in) {
        return named(
                "pulse",
                () -> new Wiring.Pulse(
                        sourced(in, "pulse.", "seconds"),
                        whole(in, "pulse.", "samples"),
                        whole(in, "pulse.", "pretriggerPercent")));
    }

    private Wiring.Capture capture(JsonNode in) {
        return named(
                "capture",
                () -> new Wiring.Capture(
                        sourced(in, "capture.", "ohms"),
                        sourced(in, "capture.", "restVolts"),
                        sourced(in, "capture.", "noiseVolts"),
                        sourced(in, "capture.", "gainUncertainty")));
    }

    private Wiring.Read read(JsonNode in, int columns) {
        JsonNode converter = in.get("converter");
        if (converter == null || !converter.isArray() || converter.size() != 2) {
            throw bad("read.converter", converter == null ? "missing" : converter, "[chip 1 or 2, channel 1 to 4]");
        }
        List<Integer> pins = muxPins(in.get("muxPins"), columns);
        String amplifier = text(in, "read.", "amplifier");
        String word = text(in, "read.", "range");
        TiaRange range = TiaRange.of(amplifier, word)
                .orElseThrow(() -> bad("read.range", amplifier + " " + word, "A 2K, A 20K, B 20K, B 200K, B 2M"));
        return named(
                "read",
                () -> new Wiring.Read(
                        range,
                        converter.get(0).asInt(),
                        converter.get(1).asInt(),
                        whole(in, "read.", "oversampling"),
                        sourced(in, "read.", "volts"),
                        pins,
                        sourced(in, "read.", "noiseVolts"),
                        sourced(in, "read.", "gainUncertainty")));
    }

    private List<Integer> muxPins(@Nullable JsonNode node, int columns) {
        List<Integer> pins = new ArrayList<>();
        boolean whole = node != null && node.isArray();
        if (whole) {
            for (JsonNode pin : node) {
                whole &= pin.isInt() && pin.asInt() >= 0 && pin.asInt() <= 7 && !pins.contains(pin.asInt());
                pins.add(pin.isInt() ? pin.asInt() : -1);
            }
        }
        if (!whole || (1 << pins.size()) < columns) {
            throw bad(
                    "read.muxPins",
                    node == null ? "missing" : node,
                    "different pins 0 to 7, enough to choose one of " + columns + " columns");
        }
        return pins;
    }

    private JsonNode section(JsonNode root, String key, String... allowed) {
        JsonNode node = root.get(key);
        if (node == null) {
            throw bad(key, "missing", "keys " + String.join(", ", allowed));
        }
        keys(node, key + ".", allowed);
        return node;
    }

    private void keys(JsonNode node, String at, String... allowed) {
        if (!node.isObject()) {
            throw bad(at.isEmpty() ? "the document" : at.substring(0, at.length() - 1), node, "keys and values");
        }
        for (String key : node.propertyNames()) {
            if (!List.of(allowed).contains(key)) {
                throw bad(at + key, "there", "keys " + String.join(", ", allowed));
            }
        }
    }

    private double sourced(JsonNode in, String at, String key) {
        String path = at + key;
        JsonNode node = in.get(key);
        if (node == null) {
            throw bad(path, "missing", "{value: a number, source: text, confidence: " + words() + "}");
        }
        keys(node, path + ".", "value", "source", "confidence");
        JsonNode value = node.get("value");
        if (value == null || !value.isNumber()) {
            throw bad(path + ".value", value == null ? "missing" : value, "a number");
        }
        String confidence = text(node, path + ".", "confidence");
        if (!CONFIDENCES.contains(confidence)) {
            throw bad(path + ".confidence", confidence, words());
        }
        numbers.add(new SourcedNumber(path, value.asDouble(), text(node, path + ".", "source"), confidence));
        return value.asDouble();
    }

    private static String words() {
        return "measured, fitted, recalled or assumed";
    }

    private String text(JsonNode in, String at, String key) {
        JsonNode value = in.get(key);
        if (value == null || !value.isString() || value.asString().isBlank()) {
            throw bad(at + key, value == null ? "missing" : value, "text");
        }
        return value.asString();
    }

    private int whole(JsonNode in, String at, String key) {
        JsonNode value = in.get(key);
        if (value == null || !value.isInt()) {
            throw bad(at + key, value == null ? "missing" : value, "a whole number");
        }
        return value.asInt();
    }

    /** Runs a record's own check and puts file and key before what it says. */
    private <T> T named(String key, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw document.named(key, e);
        }
    }

    private IllegalArgumentException bad(String key, Object value, String allowed) {
        return document.bad(key, value, allowed);
    }
}
