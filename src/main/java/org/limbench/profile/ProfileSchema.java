package org.limbench.profile;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * The shape of a profile: which keys, which of them must be there, of what type. The JSON Schema packed with the profiles
 * is the one definition; what a key may hold is told in its {@code description}.
 */
final class ProfileSchema {
    private static final String RESOURCE = "/device-profiles/schema/profile.schema.json";
    private static final Schema SCHEMA = load();

    private ProfileSchema() {}

    private static Schema load() {
        try (InputStream in = Objects.requireNonNull(ProfileSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema itself. */
    static JsonNode tree() {
        return SCHEMA.getSchemaNode();
    }

    /** Names of the cell models, in order. */
    static List<String> models() {
        List<String> models = new ArrayList<>();
        tree().at("/properties/cell/properties/model/enum").forEach(name -> models.add(name.asString()));
        return models;
    }

    /** What a reference points to; the node itself where it is none. */
    static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : tree().at(reference.substring(1));
    }

    /** Everything wrong with the shape of a tree, in the schema's order; empty where it is right. */
    static List<ProfileProblem> problems(String file, JsonNode tree) {
        List<ProfileProblem> problems = new ArrayList<>();
        for (Error error : SCHEMA.validate(tree)) {
            problems.add(problem(file, error));
        }
        return problems;
    }

    private static ProfileProblem problem(String file, Error error) {
        JsonNode owner = owner(error.getSchemaLocation().getFragment());
        String path = dotted(error.getInstanceLocation());
        String property = error.getProperty();
        return switch (error.getKeyword()) {
            case "required" ->
                new ProfileProblem(
                        file,
                        join(path, property),
                        "missing",
                        description(owner.path("properties").path(property)));
            case "additionalProperties" ->
                new ProfileProblem(
                        file,
                        join(path, property),
                        "an unknown key",
                        String.join(", ", owner.path("properties").propertyNames()));
            default -> new ProfileProblem(file, path, written(error.getInstanceNode()), description(owner));
        };
    }

    /** The schema object a keyword belongs to. */
    private static JsonNode owner(NodePath keyword) {
        JsonNode node = SCHEMA.getSchemaNode();
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            JsonNode next = node.path(keyword.getName(i));
            node = next.isMissingNode() && node.isArray() ? node.path(Integer.parseInt(keyword.getName(i))) : next;
        }
        return node;
    }

    private static String description(JsonNode schema) {
        String said = schema.path("description").asString("what profile.schema.json says");
        return switch (schema.path("$ref").asString("")) {
            case "#/$defs/quantity", "#/$defs/numbers", "#/$defs/flag", "#/$defs/conduction" ->
                "{value, source, confidence} of " + said;
            default -> said;
        };
    }

    private static String dotted(NodePath path) {
        StringBuilder dotted = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            dotted.append(i == 0 ? "" : ".").append(path.getName(i));
        }
        return dotted.toString();
    }

    private static String join(String path, String property) {
        return path.isEmpty() ? property : path + "." + property;
    }

    private static String written(JsonNode node) {
        return node.isValueNode() ? node.asString() : node.toString();
    }
}
