package org.limbench.training;

import java.util.Arrays;

/**
 * The class of every example.
 *
 * @param numbers 0 to count - 1; owned by the record
 * @param count of classes, 2 or more
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are written out below
record ClassLabels(int[] numbers, int count) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ClassLabels that && count == that.count && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "ClassLabels[" + numbers.length + " of " + count + "]";
    }
}
