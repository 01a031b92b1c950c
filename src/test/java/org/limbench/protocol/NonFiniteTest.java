package org.limbench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.limbench.protocol.wire.Wire;

/** No quantity of the schema may be NaN or infinite, in any message. */
final class NonFiniteTest {
    private final Set<String> tried = new TreeSet<>();

    @Test
    void noQuantityIsTakenThatIsNoFiniteNumber() throws InvalidProtocolBufferException {
        for (var example : MessageExamples.all()) {
            Wire.Envelope.Builder whole =
                    MessageWriter.write(new Envelope(5, example.sequenced() ? 1 : 0, example)).toBuilder();
            if (!(example instanceof Hello)) {
                refused(whole, whole, "");
            }
        }
        assertThat(tried)
                .contains(
                        "command.rank1.pulse_seconds",
                        "datasheet_reply.datasheet.most_siemens",
                        "datasheet_reply.datasheet.barrier.most_joules",
                        "datasheet_reply.datasheet.meter.lsb_joules",
                        "matrix_vector_reply.lsb_amperes",
                        "meter_event.device_seconds",
                        "result.window.unseen_seconds",
                        "barrier_schedule.barrier_joules")
                .hasSizeGreaterThan(50);
    }

    private void refused(Wire.Envelope.Builder whole, Message.Builder message, String path) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            String name = path + field.getName();
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (message.hasField(field)) {
                    refused(whole, message.getFieldBuilder(field), name + ".");
                }
            } else if (field.getJavaType() == FieldDescriptor.JavaType.DOUBLE) {
                boolean there = field.isRepeated()
                        ? message.getRepeatedFieldCount(field) > 0
                        : field.getContainingOneof() == null || message.hasField(field);
                for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                    if (there) {
                        refused(whole, message, field, name, bad);
                    }
                }
            }
        }
    }

    private void refused(
            Wire.Envelope.Builder whole, Message.Builder message, FieldDescriptor field, String name, double bad) {
        Object before = field.isRepeated() ? message.getRepeatedField(field, 0) : message.getField(field);
        set(message, field, bad);
        DecodeResult result = EnvelopeCodec.decode(whole.build().toByteArray());
        assertThat(result).as("%s is %s", name, bad).isInstanceOf(DecodeResult.Malformed.class);
        assertThat(((DecodeResult.Malformed) result).text()).as(name).contains("allowed");
        set(message, field, before);
        tried.add(name);
    }

    private static void set(Message.Builder message, FieldDescriptor field, Object value) {
        if (field.isRepeated()) {
            message.setRepeatedField(field, 0, value);
        } else {
            message.setField(field, value);
        }
    }
}
