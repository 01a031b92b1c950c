package org.limbench.natives;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A class file in which the calls of one static method go to a method of the same name and descriptor in another class. Two
 * entries are added to the constant pool (Java Virtual Machine Specification, section 4.4), one is changed, and the code
 * stays as it is.
 */
final class RedirectedCall {
    private static final int HEADER_BYTES = 8;
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD_REFERENCE = 10;

    private final byte[] file;
    private final ByteBuffer bytes;
    private final int count;
    /** Where each entry begins; the one after the last is where the pool ends. */
    private final int[] at;

    private RedirectedCall(byte[] file) {
        this.file = file.clone();
        bytes = ByteBuffer.wrap(this.file);
        count = Short.toUnsignedInt(bytes.getShort(HEADER_BYTES));
        at = new int[count + 1];
        int offset = HEADER_BYTES + Short.BYTES;
        for (int entry = 1; entry < count; entry++) {
            at[entry] = offset;
            int tag = bytes.get(offset);
            offset += length(tag, offset);
            if (tag == 5 || tag == 6) {
                entry++; // long and double take two places
                at[entry] = offset;
            }
        }
        at[count] = offset;
    }

    /**
     * The class file with its calls redirected.
     *
     * @param method name of the static method
     * @param to class with a static method of that name and descriptor, by its name with dots
     * @throws IllegalArgumentException when the class calls no such method, or several
     */
    static byte[] in(byte[] classFile, String method, String to) {
        RedirectedCall redirected = new RedirectedCall(classFile);
        int reference = redirected.reference(method);
        redirected.bytes.putShort(redirected.at[reference] + 1, (short) (redirected.count + 1));
        return redirected.withClass(to.replace('.', '/'));
    }

    private int reference(String method) {
        int found = 0;
        for (int entry = 1; entry < count; entry++) {
            if (bytes.get(at[entry]) == METHOD_REFERENCE && method.equals(name(entry))) {
                if (found != 0) {
                    throw new IllegalArgumentException("several methods called " + method);
                }
                found = entry;
            }
        }
        if (found == 0) {
            throw new IllegalArgumentException("no call of " + method);
        }
        return found;
    }

    private String name(int methodReference) {
        int nameAndType = Short.toUnsignedInt(bytes.getShort(at[methodReference] + 3));
        int utf8 = at[Short.toUnsignedInt(bytes.getShort(at[nameAndType] + 1))];
        return new String(file, utf8 + 3, Short.toUnsignedInt(bytes.getShort(utf8 + 1)), StandardCharsets.UTF_8);
    }

    private byte[] withClass(String name) {
        try {
            ByteArrayOutputStream changed = new ByteArrayOutputStream(file.length + name.length() + HEADER_BYTES);
            DataOutputStream out = new DataOutputStream(changed);
            bytes.putShort(HEADER_BYTES, (short) (count + 2));
            out.write(file, 0, at[count]);
            out.writeByte(UTF8);
            out.writeUTF(name);
            out.writeByte(CLASS);
            out.writeShort(count);
            out.write(file, at[count], file.length - at[count]);
            return changed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int length(int tag, int offset) {
        return switch (tag) {
            case UTF8 -> 3 + Short.toUnsignedInt(bytes.getShort(offset + 1));
            case CLASS, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 3, 4, 9, METHOD_REFERENCE, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            default -> throw new IllegalArgumentException("unknown entry of a constant pool: " + tag);
        };
    }
}
