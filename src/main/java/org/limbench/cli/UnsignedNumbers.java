package org.limbench.cli;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * JSON of the wire's records: their whole numbers of 32 and 64 bits are unsigned, as LIM-P-010 has them, where Java's are
 * signed. What a record tells by -1, not known, is null.
 */
final class UnsignedNumbers extends ValueSerializerModifier {
    private static final long serialVersionUID = 1L;
    /** Components whose -1 stands for what was not told. */
    private static final Set<String> PERHAPS_UNKNOWN = Set.of("jumps");

    /** To be added to a mapper. */
    static SimpleModule module() {
        return new SimpleModule().setSerializerModifier(new UnsignedNumbers());
    }

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
        for (BeanPropertyWriter property : properties) {
            Class<?> type = property.getType().getRawClass();
            if (PERHAPS_UNKNOWN.contains(property.getName())) {
                property.assignSerializer(new Perhaps());
            } else if (type == int.class || type == long.class || type == long[].class) {
                property.assignSerializer(new Unsigned());
            }
        }
        return properties;
    }

    /** An int, a long or an array of longs. */
    private static final class Unsigned extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator json, SerializationContext context) {
            if (value instanceof Integer number) {
                json.writeNumber(Integer.toUnsignedLong(number));
            } else if (value instanceof Long number) {
                write(number, json);
            } else {
                long[] numbers = (long[]) value;
                json.writeStartArray();
                for (long number : numbers) {
                    write(number, json);
                }
                json.writeEndArray();
            }
        }

        private static void write(long number, JsonGenerator json) {
            if (number >= 0) {
                json.writeNumber(number);
            } else {
                json.writeNumber(new BigInteger(Long.toUnsignedString(number)));
            }
        }
    }

    /** A count, or null where it is not known. */
    private static final class Perhaps extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator json, SerializationContext context) {
            if ((Long) value < 0) {
                json.writeNull();
            } else {
                json.writeNumber((Long) value);
            }
        }
    }
}
