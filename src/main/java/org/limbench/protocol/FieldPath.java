package org.limbench.protocol;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.Queue;
import org.limbench.protocol.wire.Wire;

/**
 * Where in an envelope the field is that a record has refused: the path of the schema's names from the body down, which is the
 * same on every device, and the complaint with the number as it was sent.
 *
 * @param path e.g. {@code command.rank1.tile.rows} or {@code barrier_schedule.after_updates[1]}
 * @param text the complaint; whole numbers unsigned, as the schema has them
 */
record FieldPath(String path, String text) {
    private record Place(String path, Message message) {}

    /**
     * Finds the field.
     *
     * @param complaint begins with the field's name in the records, as {@code rowScaleQ16 is 70000; allowed: ...}
     */
    static FieldPath of(Wire.Envelope wire, String complaint) {
        int space = complaint.indexOf(' ');
        String word = space < 0 ? complaint : complaint.substring(0, space);
        int bracket = word.indexOf('[');
        String name = plain(bracket < 0 ? word : word.substring(0, bracket));
        String index = bracket < 0 ? "" : word.substring(bracket);
        FieldDescriptor body = wire.getOneofFieldDescriptor(
                wire.getDescriptorForType().getOneofs().get(0));
        if (body == null) {
            return new FieldPath(word, complaint);
        }
        // the shallowest field of that name, among the messages that are there
        Queue<Place> places = new ArrayDeque<>();
        places.add(new Place(body.getName(), (Message) wire.getField(body)));
        for (Place place = places.poll(); place != null; place = places.poll()) {
            for (FieldDescriptor field : place.message().getDescriptorForType().getFields()) {
                if (plain(field.getName()).equals(name)) {
                    String path = place.path() + "." + field.getName() + index;
                    return new FieldPath(path, unsigned(complaint, word, field, place.message(), index));
                }
                if (!field.isRepeated()
                        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && place.message().hasField(field)) {
                    places.add(new Place(place.path() + "." + field.getName(), (Message)
                            place.message().getField(field)));
                }
            }
        }
        return new FieldPath(body.getName() + "." + word, complaint);
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static String unsigned(
            String complaint, String word, FieldDescriptor field, Message message, String index) {
        Object value;
        if (!field.isRepeated()) {
            value = message.getField(field);
        } else if (index.isEmpty()) {
            return complaint;
        } else {
            value = message.getRepeatedField(field, Integer.parseInt(index.substring(1, index.length() - 1)));
        }
        if (value instanceof Integer signed) {
            return complaint.replace(word + " is " + signed, word + " is " + Integer.toUnsignedString(signed));
        }
        return value instanceof Long signed
                ? complaint.replace(word + " is " + signed, word + " is " + Long.toUnsignedString(signed))
                : complaint;
    }
}
