package org.limbench.testkit;

import java.util.Optional;
import java.util.function.Supplier;

/** What a reader may do with anything at all: read it, or refuse it in words by the exception it declares. */
public final class Refusal {
    private Refusal() {}

    /**
     * What was read; empty where it was refused.
     *
     * @param kind the exception declared, or one it extends
     * @throws AssertionError when the refusal says nothing; whatever else is thrown goes through
     */
    public static <T> Optional<T> or(Class<? extends RuntimeException> kind, Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (RuntimeException refused) {
            if (!kind.isInstance(refused)) {
                throw refused;
            }
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("refused without a word", refused);
            }
            return Optional.empty();
        }
    }
}
