package org.limbench.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.text.InputException;
import org.limbench.text.YamlDocument;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile with its bases merged in.
 *
 * @param file what the reader asked for
 * @param tree mapping of all keys, {@code extends} taken out
 * @param document the file's own, without its bases; what knows its lines
 * @param sha256 lower-case hex digest of the file's bytes, followed by those of its base, and so on
 * @param bytes how many those are
 */
record ProfileTree(String file, ObjectNode tree, YamlDocument document, String sha256, long bytes) {
    /** Largest profile, bytes. */
    static final int MOST_BYTES = 256 * 1024;

    private static final String FOLDER = "/device-profiles/";
    private static final int MOST_BASES = 4;

    /**
     * Where a profile's text is.
     *
     * @param label as shown to the reader and used to find cycles
     * @param path null for a packed one
     */
    private record Place(String label, @Nullable Path path) {}

    /** Names packed with this release, in order. */
    static List<String> packed() {
        try (InputStream in = ProfileTree.class.getResourceAsStream(FOLDER + "index.txt")) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + "index.txt is not packed");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + FOLDER + "index.txt", e);
        }
    }

    /**
     * Reads a profile and its bases.
     *
     * @param nameOrPath a packed name, or the path of a YAML file
     * @throws ProfileException when something cannot be read or is not a mapping
     */
    static ProfileTree load(String nameOrPath) {
        Place place = place(nameOrPath);
        Digest digest = new Digest();
        YamlDocument document = document(place, digest);
        ObjectNode tree = merged(place, document, List.of(), digest);
        return new ProfileTree(place.label(), tree, document, digest.hex(), digest.bytes);
    }

    private static Place place(String nameOrPath) {
        if (!isPath(nameOrPath)) {
            return new Place(nameOrPath, null);
        }
        try {
            return new Place(nameOrPath, Path.of(nameOrPath));
        } catch (InvalidPathException e) {
            throw new ProfileException(nameOrPath, "file", "no path", "the path of a .yaml file");
        }
    }

    private static boolean isPath(String nameOrPath) {
        return nameOrPath.matches(".*([/\\\\]|\\.ya?ml$).*");
    }

    private static YamlDocument document(Place place, Digest digest) {
        byte[] bytes = bytes(place);
        digest.update(bytes);
        YamlDocument document;
        try {
            document = YamlDocument.parse(place.label(), bytes, MOST_BYTES);
        } catch (InputException e) {
            throw new ProfileException(e, place.label());
        }
        String firstLine = document.text().lines().findFirst().orElse("empty").strip();
        if (!firstLine.equals("format: 1")) {
            throw new ProfileException(place.label(), "line 1", firstLine, "format: 1");
        }
        if (!document.root().isObject()) {
            throw new ProfileException(place.label(), "line 1", "not a mapping", "key: value lines");
        }
        return document;
    }

    private static ObjectNode merged(Place place, YamlDocument document, List<String> above, Digest digest) {
        ObjectNode own = (ObjectNode) document.root();
        JsonNode base = own.remove("extends");
        if (base == null) {
            return own;
        }
        if (!base.isString()) {
            throw new ProfileException(
                    place.label(), "extends", base.toString(), "the name of a packed profile or a .yaml file beside");
        }
        if (!own.has("name")) {
            throw new ProfileException(
                    place.label(), "name", "missing", "a name of its own for a profile that extends");
        }
        Place below = baseOf(place, base.asString());
        List<String> chain = new ArrayList<>(above);
        chain.add(place.label());
        if (chain.contains(below.label())) {
            throw new ProfileException(
                    place.label(), "extends", base.asString(), "a profile that does not extend this one in turn");
        }
        if (chain.size() > MOST_BASES) {
            throw new ProfileException(
                    place.label(),
                    "extends",
                    base.asString(),
                    "at most " + MOST_BASES + " profiles one above the other");
        }
        ObjectNode result = merged(below, document(below, digest), chain, digest);
        overlay(result, own);
        return result;
    }

    private static Place baseOf(Place place, String base) {
        if (!isPath(base)) {
            return new Place(base, null);
        }
        // a profile may come from a stranger: it must not name files elsewhere
        if (place.path() == null || !base.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.ya?ml")) {
            throw new ProfileException(
                    place.label(), "extends", base, "the name of a packed profile or a .yaml file beside this one");
        }
        Path path = place.path().resolveSibling(base).normalize();
        return new Place(path.toString(), path);
    }

    private static byte[] bytes(Place place) {
        try (InputStream in = open(place)) {
            // one byte more than allowed tells too large from large enough
            return in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new ProfileException(place.label(), "file", "not readable", "a YAML file that exists");
        }
    }

    private static InputStream open(Place place) throws IOException {
        if (place.path() != null) {
            if (!Files.isRegularFile(place.path())) {
                String state = Files.exists(place.path()) ? "no regular file" : "not there";
                throw new ProfileException(place.label(), "file", state, "the path of a YAML file");
            }
            return Files.newInputStream(place.path());
        }
        InputStream in = packed().contains(place.label())
                ? ProfileTree.class.getResourceAsStream(FOLDER + place.label() + ".yaml")
                : null;
        if (in == null) {
            throw new ProfileException(
                    place.label(),
                    "profile",
                    "not known",
                    String.join(", ", packed()) + ", or the path of a .yaml file");
        }
        return in;
    }

    /** Mappings are merged key by key; anything else, a quantity included, is replaced whole. */
    private static void overlay(ObjectNode below, ObjectNode above) {
        for (String key : List.copyOf(above.propertyNames())) {
            JsonNode over = above.get(key);
            boolean merge = below.get(key) instanceof ObjectNode && over instanceof ObjectNode && !over.has("value");
            if (merge) {
                overlay((ObjectNode) below.get(key), (ObjectNode) over);
            } else {
                below.set(key, over);
            }
        }
    }

    /** Of bytes, with their count. */
    private static final class Digest {
        private final MessageDigest sha256;
        private long bytes;

        Digest() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        void update(byte[] more) {
            sha256.update(more);
            bytes += more.length;
        }

        String hex() {
            return HexFormat.of().formatHex(sha256.digest());
        }
    }
}
