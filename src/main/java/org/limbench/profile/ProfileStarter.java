package org.limbench.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A profile to start from, written out of the schema: every key with its description and the default the schema gives, so
 * that the two cannot drift apart. Pure functions.
 */
public final class ProfileStarter {
    private static final int WIDTH = 100;
    private static final String MARK = "#";

    private ProfileStarter() {}

    /** Names of the cell models a starter can be written for, in order. */
    public static List<String> models() {
        return ProfileSchema.models();
    }

    /**
     * The text of a starter.
     *
     * @param model one of {@link #models}
     * @throws IllegalArgumentException when there is no such model
     */
    public static String text(String model) {
        return text(model, false);
    }

    /** The same, with the optional keys in use. */
    static String text(String model, boolean withOptional) {
        if (!models().contains(model)) {
            throw new IllegalArgumentException("model is " + model + "; allowed: " + String.join(", ", models()));
        }
        StringBuilder out = new StringBuilder("format: 1\n");
        comment(
                out,
                "",
                "A profile of model " + model + ". Fill in what is known of your device and check it with 'limbench"
                        + " profile validate'. A number is written {value, source, confidence}: the value with a unit of UCUM (5 fJ,"
                        + " 300 us, 10 a; eV, and kT for Boltzmann's constant times the temperature below), where it comes from, and"
                        + " how far it may be believed.");
        JsonNode source = ProfileSchema.tree().at("/$defs/source/description");
        JsonNode confidence = ProfileSchema.tree().at("/$defs/confidence/description");
        comment(out, "", "source: " + source.asString());
        comment(out, "", "confidence: " + confidence.asString() + "; the last two give a warning");
        comment(
                out,
                "",
                "Keys behind a " + MARK + " without a space are optional: take the " + MARK + " away to use them.");
        sections(model).forEach((key, section) -> {
            if (!section.node().isMissingNode() && !List.of("format", "extends").contains(key)) {
                property(out, key, section.node(), "", section.required() || withOptional ? "" : MARK, withOptional);
            }
        });
        return out.toString();
    }

    /** A key of the top level, resolved for one model. */
    private record Section(JsonNode node, boolean required) {}

    private static Map<String, Section> sections(String model) {
        JsonNode tree = ProfileSchema.tree();
        JsonNode family = tree;
        for (JsonNode branch : tree.path("allOf")) {
            for (JsonNode name : branch.at("/if/properties/cell/properties/model/enum")) {
                family = name.asString().equals(model) ? branch.path("then") : family;
            }
        }
        JsonNode cell = tree;
        for (JsonNode branch : tree.at("/properties/cell/allOf")) {
            cell = branch.at("/if/properties/model/const").asString("").equals(model) ? branch.path("then") : cell;
        }
        Map<String, Section> sections = new LinkedHashMap<>();
        for (String key : tree.path("properties").propertyNames()) {
            JsonNode own = family.path("properties").path(key);
            boolean required = requires(tree, key) || requires(family, key);
            JsonNode node = key.equals("cell")
                    ? cell
                    : own.isMissingNode() ? tree.path("properties").path(key) : own;
            sections.put(key, new Section(node, required));
        }
        return sections;
    }

    private static boolean requires(JsonNode mapping, String key) {
        for (JsonNode name : mapping.path("required")) {
            if (name.asString().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private static void property(
            StringBuilder out, String key, JsonNode node, String indent, String mark, boolean withOptional) {
        JsonNode whole = ProfileSchema.resolve(node);
        String description =
                node.path("description").asString(whole.path("description").asString(""));
        out.append(indent.isEmpty() ? mark + "\n" : "");
        comment(out, mark + indent, description);
        JsonNode value = node.has("default") ? node.path("default") : whole.path("default");
        boolean quantity = whole.path("properties").has("value");
        out.append(mark).append(indent).append(key).append(':');
        if (quantity) {
            out.append(" {value: ")
                    .append(value.isString() ? value.asString() : value.toString())
                    .append(", source: assumption, confidence: assumed}\n");
        } else if (!value.isMissingNode()) {
            out.append(' ').append(value.asString()).append('\n');
        } else {
            out.append('\n');
            for (String inner : whole.path("properties").propertyNames()) {
                String innerMark = !mark.isEmpty() || withOptional || requires(whole, inner) ? mark : MARK;
                property(out, inner, whole.path("properties").path(inner), indent + "  ", innerMark, withOptional);
            }
        }
    }

    private static void comment(StringBuilder out, String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }
}
