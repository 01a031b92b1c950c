package org.limbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.ledger.LedgerDatabase;

final class EnergyCurvesTest {
    @TempDir
    Path folder;

    @Test
    void mediansAreTakenOverBinsOfConsecutiveUpdates() throws Exception {
        Path ledger = folder.resolve("it's a ledger.parquet");
        // arm a: 1000 updates of n joules, a read after each; arm b: three updates
        ledger(
                ledger,
                "SELECT 'a' AS arm, 2 * n AS \"row\", 'update' AS kind, n * 1.0 AS updateJoules FROM range(1, 1001) t(n)"
                        + " UNION ALL SELECT 'a', 2 * n + 1, 'read', 1e9 FROM range(1, 1001) t(n)"
                        + " UNION ALL SELECT 'b', n, 'update', -n * 1.0 FROM range(1, 4) t(n)");
        List<EnergyCurve> curves = EnergyCurves.read(ledger, 10);
        assertThat(curves).extracting(EnergyCurve::arm).containsExactly("a", "b");
        assertThat(curves.get(0).points()).hasSize(10);
        assertThat(curves.get(0).points().get(0)).isEqualTo(new EnergyCurve.Point(50.5, 50.5));
        assertThat(curves.get(0).points().get(9)).isEqualTo(new EnergyCurve.Point(950.5, 950.5));
        assertThat(curves.get(1).points())
                .containsExactly(
                        new EnergyCurve.Point(1, -1), new EnergyCurve.Point(2, -2), new EnergyCurve.Point(3, -3));
    }

    @Test
    void ledgerThatIsNotThereGivesNoCurve() throws IOException {
        assertThat(EnergyCurves.read(folder.resolve("none.parquet"), 10)).isEmpty();
    }

    @Test
    void fileThatIsNoLedgerIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.parquet"), "nothing of the kind");
        assertThatThrownBy(() -> EnergyCurves.read(file, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad.parquet");
    }

    private static void ledger(Path file, String select) throws SQLException {
        try (Connection database = LedgerDatabase.open("");
                Statement statement = database.createStatement()) {
            String quoted = file.toString().replace("'", "''");
            statement.execute("COPY (" + select + ") TO '" + quoted + "' (FORMAT parquet)");
        }
    }
}
