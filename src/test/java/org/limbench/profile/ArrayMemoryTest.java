package org.limbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an array of cells needs is known before it is made. */
final class ArrayMemoryTest {
    private static final int SIDE = 40;

    static List<String> profiles() {
        return ProfileLibrary.names();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void theBytesOfACellAreThoseThatAnArrayHolds(String name) throws IllegalAccessException {
        DeviceProfile profile = ProfileLibrary.load(name).withGeometry(SIDE, SIDE);

        long held = bytes(profile.newArray(1), Collections.newSetFromMap(new IdentityHashMap<>()));

        assertThat(held).isEqualTo(profile.model().bytesPerCell() * SIDE * SIDE);
    }

    @Test
    void anArrayThatCannotBeHeldIsRefusedWithItsBytes() {
        DeviceProfile profile = ProfileLibrary.load("lim-chain").withGeometry(46_340, 46_340);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile.newArray(1))
                .withMessageStartingWith("an array of 46340 x 46340 cells, 64 bytes each, needs 137433318400 bytes of"
                        + " memory; allowed: the " + Runtime.getRuntime().maxMemory());
    }

    /** All in arrays with an element or more for each cell, as far as fields of ours lead. */
    private static long bytes(@Nullable Object object, Set<Object> seen) throws IllegalAccessException {
        if (object == null || !seen.add(object)) {
            return 0;
        }
        Class<?> type = object.getClass();
        if (type.isArray()) {
            boolean ofCells = type.getComponentType().isPrimitive() && Array.getLength(object) >= SIDE * SIDE;
            return ofCells ? (long) Array.getLength(object) * width(type.getComponentType()) : 0;
        }
        long sum = 0;
        for (Class<?> part = type;
                part != null && part.getName().startsWith("org.limbench");
                part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    sum += bytes(field.get(object), seen);
                }
            }
        }
        return sum;
    }

    private static int width(Class<?> primitive) {
        if (primitive == double.class || primitive == long.class) {
            return Double.BYTES;
        }
        return primitive == int.class ? Integer.BYTES : 1;
    }
}
