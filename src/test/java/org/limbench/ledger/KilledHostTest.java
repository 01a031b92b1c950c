package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledHostTest {
    @TempDir
    Path directory;

    @Test
    void ledgerHoldsEveryCommandAcknowledgedBeforeAKill() throws IOException, InterruptedException, SQLException {
        // past one batch of the database, so that both stored and waiting rows are at stake
        long acknowledged = writeAndKill(5000);

        Recovery recovery = Recovery.of(directory);

        assertThat(recovery.finished()).isFalse();
        assertThat(recovery.arms().get(0).rows()).isGreaterThanOrEqualTo(acknowledged);
        assertThat(recovery.undecided()).hasSizeLessThanOrEqualTo(1);
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*), max(\"row\"), count(DISTINCT \"row\"),"
                        + " count(readbackL1) FROM '" + directory.resolve("ledger.parquet") + "'")) {
            rows.next();
            long booked = recovery.arms().get(0).rows();
            assertThat(rows.getLong(1)).isEqualTo(booked);
            assertThat(rows.getLong(2)).isEqualTo(booked - 1);
            assertThat(rows.getLong(3)).isEqualTo(booked);
            // every update but the first (nothing read before it) and one that may still wait for its read
            assertThat(rows.getLong(4)).isBetween(booked / 2 - 2, booked / 2);
        }
    }

    private long writeAndKill(long after) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Long.parseLong(line);
                if (last == after) {
                    writer.destroyForcibly();
                    break;
                }
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(last).isEqualTo(after);
        return last;
    }
}
