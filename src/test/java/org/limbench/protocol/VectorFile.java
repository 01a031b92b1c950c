package org.limbench.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.limbench.protocol.wire.Wire;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of {@code firmware-protocol/test-vectors}, written by an encoder that shares no code with ours. */
public final class VectorFile {
    static final Path FOLDER = Path.of("firmware-protocol", "test-vectors");

    private VectorFile() {}

    static List<JsonNode> read(String file, String list) {
        JsonNode root = JsonMapper.shared().readTree(FOLDER.resolve(file).toFile());
        return StreamSupport.stream(Objects.requireNonNull(root.get(list), list).spliterator(), false)
                .toList();
    }

    /** The vectors of a file. */
    public static List<JsonNode> read(String file) {
        return read(file, "vectors");
    }

    static String text(JsonNode node, String field) {
        return Objects.requireNonNull(node.get(field), field).asString();
    }

    /** A field's bytes. */
    public static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(text(node, field));
    }

    static byte[] bytes(JsonNode list) {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) list.get(i).asInt();
        }
        return bytes;
    }

    static int[] ints(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /** The envelope that named fields describe, by the schema's own names. */
    static Wire.Envelope envelope(JsonNode fields) {
        Wire.Envelope.Builder builder = Wire.Envelope.newBuilder();
        fill(builder, fields);
        return builder.build();
    }

    private static void fill(Message.Builder builder, JsonNode fields) {
        for (var entry : fields.properties()) {
            FieldDescriptor field = Objects.requireNonNull(
                    builder.getDescriptorForType().findFieldByName(entry.getKey()), entry.getKey());
            JsonNode value = entry.getValue();
            if (field.isRepeated()) {
                value.forEach(each -> builder.addRepeatedField(field, scalar(field, each)));
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                Message.Builder nested = builder.newBuilderForField(field);
                fill(nested, value);
                builder.setField(field, nested.build());
            } else {
                builder.setField(field, scalar(field, value));
            }
        }
    }

    private static Object scalar(FieldDescriptor field, JsonNode value) {
        return switch (field.getJavaType()) {
            case INT -> (int) value.asLong();
            case LONG -> Long.parseUnsignedLong(value.asString());
            case DOUBLE -> value.asDouble();
            case BOOLEAN -> value.asBoolean();
            case STRING -> value.asString();
            case BYTE_STRING -> ByteString.copyFrom(HexFormat.of().parseHex(value.asString()));
            case ENUM -> field.getEnumType().findValueByName(value.asString());
            case FLOAT, MESSAGE -> throw new IllegalArgumentException(field.getFullName());
        };
    }
}
