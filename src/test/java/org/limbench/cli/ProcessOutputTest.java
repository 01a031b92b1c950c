package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProcessOutputTest {
    @Test
    void whatIsWrittenArrives() {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        ProcessOutput output = new ProcessOutput(target);

        print(output);

        assertThat(target.toString(StandardCharsets.UTF_8)).startsWith("results");
        assertThat(output.lost()).isNull();
    }

    @Test
    void aFullDiskIsRemembered() {
        ProcessOutput output = new ProcessOutput(failing("No space left on device"));

        print(output);

        assertThat(output.lost()).isEqualTo("No space left on device");
    }

    @Test
    void aReaderWhoHadEnoughIsNoLoss() {
        ProcessOutput output = new ProcessOutput(failing("Broken pipe"));

        print(output);

        assertThat(output.lost()).isNull();
    }

    private static void print(ProcessOutput output) {
        PrintWriter writer = new PrintWriter(output, true, StandardCharsets.UTF_8);
        writer.println("results");
        writer.println("more");
        writer.flush();
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
