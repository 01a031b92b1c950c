package org.limbench.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RedirectedCallTest {
    @Test
    void theCallGoesToTheOtherClassAndAllElseStays() throws Exception {
        byte[] redirected = RedirectedCall.in(classFile(Caller.class), "answer", Other.class.getName());

        Class<?> caller = new Loader().define(redirected);
        assertThat(caller.getMethod("ask", String.class).invoke(null, "6 x 7"))
                .isEqualTo("other: 6 x 7 -1.5 9000000000");
        assertThat(Caller.ask("6 x 7")).isEqualTo("own: 6 x 7 -1.5 9000000000");
    }

    @Test
    void aClassWithoutTheCallIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedirectedCall.in(classFile(Caller.class), "nothing", Other.class.getName()))
                .withMessage("no call of nothing");
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        return Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"))
                .readAllBytes();
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(RedirectedCallTest.class.getClassLoader());
        }

        Class<?> define(byte[] file) {
            return defineClass(null, file, 0, file.length);
        }
    }
}
