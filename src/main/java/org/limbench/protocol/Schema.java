package org.limbench.protocol;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.limbench.protocol.wire.Wire;

/**
 * The wire schema as sorted lines, one per field and enum value: what may only grow, and what {@link HelloAck#schemaCrc}
 * is taken over.
 */
public final class Schema {
    private static final List<String> LINES = describe();
    private static final int CRC = checksum(text());

    private Schema() {}

    /** One line per field ({@code Ack.credits = 2 uint32}) and enum value ({@code FaultCode.FAULT_VERSION = 6}), sorted. */
    public static List<String> lines() {
        return LINES;
    }

    /** The lines, each ended by a line feed. */
    public static String text() {
        return String.join("\n", LINES) + "\n";
    }

    /** CRC-32C of {@link #text} in UTF-8. */
    public static int crc() {
        return CRC;
    }

    private static int checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private static List<String> describe() {
        TreeSet<String> lines = new TreeSet<>();
        var file = Wire.getDescriptor().toProto();
        for (DescriptorProto message : file.getMessageTypeList()) {
            for (FieldDescriptorProto field : message.getFieldList()) {
                lines.add(message.getName() + "." + field.getName() + " = " + field.getNumber() + " " + kind(field)
                        + oneof(message, field));
            }
        }
        for (EnumDescriptorProto values : file.getEnumTypeList()) {
            values.getValueList()
                    .forEach(value -> lines.add(values.getName() + "." + value.getName() + " = " + value.getNumber()));
        }
        return List.copyOf(lines);
    }

    private static String kind(FieldDescriptorProto field) {
        String type = field.getTypeName().isEmpty()
                ? field.getType().name().substring("TYPE_".length()).toLowerCase(java.util.Locale.ROOT)
                : field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
        return field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED ? "repeated " + type : type;
    }

    private static String oneof(DescriptorProto message, FieldDescriptorProto field) {
        if (field.getProto3Optional()) {
            return " optional";
        }
        return field.hasOneofIndex()
                ? " oneof " + message.getOneofDecl(field.getOneofIndex()).getName()
                : "";
    }
}
