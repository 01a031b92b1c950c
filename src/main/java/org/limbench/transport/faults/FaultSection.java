package org.limbench.transport.faults;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.limbench.text.YamlDocument;
import tools.jackson.databind.JsonNode;

/**
 * A part of a YAML file of faults that knows where it stands: every complaint is an {@link IllegalArgumentException} that
 * names file, key, value and what is allowed.
 */
public final class FaultSection {
    private static final int MOST_BYTES = 1 << 20;

    private final YamlDocument document;
    private final String path;
    private final JsonNode node;

    private FaultSection(YamlDocument document, String path, JsonNode node) {
        this.document = document;
        this.path = path;
        this.node = node;
    }

    /** The whole of a file. */
    public static FaultSection read(Path path) {
        return parse(path.toString(), YamlDocument.bytes(path, MOST_BYTES));
    }

    /** The whole of a text; {@code file} names it in messages. */
    public static FaultSection parse(String file, String text) {
        return parse(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static FaultSection parse(String file, byte[] bytes) {
        YamlDocument document = YamlDocument.parse(file, bytes, MOST_BYTES);
        return new FaultSection(document, "", document.root());
    }

    /** Requires keys and values, and no key but these. */
    public FaultSection keys(Set<String> allowed) {
        if (!node.isObject()) {
            throw document.bad(path.isEmpty() ? "the document" : path, node, "keys and values");
        }
        for (String key : node.propertyNames()) {
            if (!allowed.contains(key)) {
                throw bad(
                        key,
                        "there",
                        "keys " + String.join(", ", allowed.stream().sorted().toList()));
            }
        }
        return this;
    }

    /** Whether a key is there. */
    public boolean has(String key) {
        return node.has(key);
    }

    /** What stands under a key; null when it is not there. */
    public @Nullable FaultSection section(String key) {
        JsonNode value = node.get(key);
        return value == null ? null : new FaultSection(document, at(key), value);
    }

    /** What each entry of a list says; nothing when the list is not there. */
    public <T> List<T> list(String key, Set<String> keys, Function<FaultSection, T> reader) {
        JsonNode list = node.get(key);
        List<T> entries = new ArrayList<>();
        if (list == null) {
            return entries;
        }
        if (!list.isArray()) {
            throw bad(key, list, "a list");
        }
        for (JsonNode entry : list) {
            FaultSection section = new FaultSection(document, at(key) + "[" + entries.size() + "]", entry).keys(keys);
            entries.add(section.named(() -> reader.apply(section)));
        }
        return entries;
    }

    /** Runs a record's own check and puts file and key before what it says. */
    public <T> T named(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw document.named(path, e);
        }
    }

    /** A whole number; {@code otherwise} where the key is not there, and null where it must be. */
    public long whole(String key, @Nullable Long otherwise) {
        JsonNode value = node.get(key);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw bad(key, value == null ? "missing" : value, "a whole number");
        }
        return value.asLong();
    }

    /** A whole number within limits. */
    public int whole(String key, @Nullable Integer otherwise, int least, int most) {
        long value = whole(key, otherwise == null ? null : Long.valueOf(otherwise));
        if (value < least || value > most) {
            throw bad(key, value, least + " to " + most);
        }
        return (int) value;
    }

    /** Whole numbers; none where the key is not there. */
    public List<Integer> wholes(String key, int least, int most) {
        JsonNode list = node.get(key);
        List<Integer> values = new ArrayList<>();
        if (list == null) {
            return values;
        }
        if (!list.isArray()) {
            throw bad(key, list, "a list of whole numbers");
        }
        for (JsonNode value : list) {
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.asInt() < least
                    || value.asInt() > most) {
                throw bad(key + "[" + values.size() + "]", value, least + " to " + most);
            }
            values.add(value.asInt());
        }
        return values;
    }

    /** A number; {@code otherwise} where the key is not there, and null where it must be. */
    public double number(String key, @Nullable Double otherwise) {
        JsonNode value = node.get(key);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value == null || !value.isNumber()) {
            throw bad(key, value == null ? "missing" : value, "a number");
        }
        return value.asDouble();
    }

    /** A word; {@code otherwise} where the key is not there. */
    public String text(String key, String otherwise) {
        JsonNode value = node.get(key);
        if (value != null && !value.isString()) {
            throw bad(key, value, "a word");
        }
        return value == null ? otherwise : value.asString();
    }

    /** The complaint about a key of this section. */
    public IllegalArgumentException bad(String key, Object value, String allowed) {
        return document.bad(at(key), value, allowed);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
