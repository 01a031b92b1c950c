package org.limbench.emulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import org.limbench.protocol.wire.Wire;

/** Puts a value at the edge of its type, or just past a limit of the protocol, into one field of a message. */
final class WireTweak {
    private static final double[] REALS = {
        0,
        -0.0,
        1,
        -1,
        Double.MIN_VALUE,
        1e-300,
        1e-30,
        1e-9,
        1e9,
        1e30,
        1e154,
        1e300,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final long[] WHOLES = {
        0,
        1,
        2,
        3,
        4,
        12,
        127,
        128,
        255,
        512,
        1_023,
        1_024,
        1_025,
        65_535,
        65_536,
        1_000_000,
        1_000_001,
        Integer.MAX_VALUE,
        0xFFFF_FFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };

    /** How many values there are of a kind of number. */
    static final int VALUES = REALS.length;

    private WireTweak() {}

    /** One scalar of a message: the path to it. */
    private record Leaf(List<FieldDescriptor> path) {}

    /** The envelope with another value in one of the fields that are set. */
    static Wire.Envelope of(Wire.Envelope envelope, int field, int value) {
        List<Leaf> leaves = new ArrayList<>();
        gather(envelope, List.of(), leaves);
        if (leaves.isEmpty()) {
            return envelope;
        }
        Wire.Envelope.Builder tweaked = envelope.toBuilder();
        set(tweaked, leaves.get(field % leaves.size()).path(), value);
        return tweaked.build();
    }

    private static void gather(Message message, List<FieldDescriptor> above, List<Leaf> into) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            // a scalar that is 0 is not on the wire, yet may become something else
            boolean there = field.isRepeated() || !nested || message.hasField(field);
            if (!there || (field.getContainingOneof() != null && !message.hasField(field))) {
                continue;
            }
            List<FieldDescriptor> path = new ArrayList<>(above);
            path.add(field);
            if (nested) {
                gather((Message) message.getField(field), path, into);
            } else {
                into.add(new Leaf(path));
            }
        }
    }

    private static void set(Message.Builder builder, List<FieldDescriptor> path, int value) {
        FieldDescriptor field = path.get(0);
        if (path.size() > 1) {
            set(builder.getFieldBuilder(field), path.subList(1, path.size()), value);
        } else if (field.isRepeated()) {
            builder.addRepeatedField(field, scalar(field, value));
        } else {
            builder.setField(field, scalar(field, value));
        }
    }

    private static Object scalar(FieldDescriptor field, int value) {
        long whole = WHOLES[value % WHOLES.length];
        return switch (field.getJavaType()) {
            case INT -> (int) whole;
            case LONG -> whole;
            case DOUBLE -> REALS[value % REALS.length];
            case BOOLEAN -> value % 2 == 1;
            case STRING -> "x".repeat(value);
            case BYTE_STRING -> ByteString.copyFrom(new byte[value]);
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(value % field.getEnumType().getValues().size());
            case FLOAT, MESSAGE -> throw new IllegalArgumentException(field.getFullName());
        };
    }
}
