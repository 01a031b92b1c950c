package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What DuckDB says of a failure, as a person is told it. */
final class LedgerDatabaseTest {
    static boolean hasFullDevice() {
        return java.nio.file.Files.exists(java.nio.file.Path.of("/dev/full"));
    }

    @Test
    @EnabledIf("hasFullDevice")
    void aFullDiskIsToldInPlainText() throws SQLException {
        try (Connection database = LedgerDatabase.open("");
                Statement statement = database.createStatement()) {
            SQLException full = catchThrowableOfType(
                    SQLException.class,
                    () -> statement.execute("COPY (SELECT range FROM range(9999)) TO '/dev/full' (FORMAT parquet)"));
            assertThat(LedgerDatabase.reason(full))
                    .isEqualTo("Could not write file \"/dev/full\": No space left on device");
        }
    }

    @Test
    void whatHoldsNoSecondMessageIsItsFirstLine() {
        assertThat(LedgerDatabase.reason(new SQLException("Binder Error: no column\nLINE 1: SELECT")))
                .isEqualTo("Binder Error: no column");
        assertThat(LedgerDatabase.reason(new SQLException("IO Error: failed: {\"exception_type\":\"IO\",")))
                .isEqualTo("IO Error: failed");
    }
}
