package org.limbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limbench.device.Require;
import org.limbench.ledger.LedgerDatabase;
import org.limbench.ledger.LedgerStore;

/** Reads energy curves out of a stored ledger. */
public final class EnergyCurves {
    /** Enough for a smooth curve, few enough for a small page. */
    public static final int BINS = 200;

    private static final String QUERY = """
            WITH updates AS (
              SELECT arm, heat_column AS heat, row_number() OVER (PARTITION BY arm ORDER BY "row") AS n,
                     count(*) OVER (PARTITION BY arm) AS total
              FROM read_parquet(?, hive_partitioning = false) WHERE kind = 'update')
            SELECT arm, avg(n) AS middle, median(heat) AS joules
            FROM updates GROUP BY arm, (n - 1) * ? // greatest(total, ?) ORDER BY arm, middle""";

    /** Ledgers of earlier builds have no such column: their updates' heat is that of the selected cells' pulses. */
    private static final String CELLS = "cellJoules";

    private EnergyCurves() {}

    /**
     * Median heat lost in cells by updates, arm by arm.
     *
     * @param ledgerParquet exported ledger; empty curves where the file is not there
     * @param bins at most this many per arm, 1..10,000
     * @throws IOException when it cannot be read
     */
    public static List<EnergyCurve> read(Path ledgerParquet, int bins) throws IOException {
        Require.between("bins", bins, 1, 10_000);
        if (!Files.isRegularFile(ledgerParquet)) {
            return List.of();
        }
        Map<String, List<EnergyCurve.Point>> arms = new LinkedHashMap<>();
        String file = LedgerStore.literally(ledgerParquet);
        try (Connection database = LedgerDatabase.open("");
                PreparedStatement query = database.prepareStatement(
                        QUERY.replace("heat_column", hasCells(database, file) ? CELLS : "updateJoules"))) {
            query.setString(1, file);
            query.setInt(2, bins);
            query.setInt(3, bins);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    arms.computeIfAbsent(rows.getString(1), arm -> new ArrayList<>())
                            .add(new EnergyCurve.Point(rows.getDouble(2), rows.getDouble(3)));
                }
            }
        } catch (SQLException e) {
            throw new IOException(ledgerParquet + " cannot be read: " + LedgerDatabase.reason(e), e);
        }
        return arms.entrySet().stream()
                .map(arm -> new EnergyCurve(arm.getKey(), arm.getValue()))
                .toList();
    }

    private static boolean hasCells(Connection database, String file) throws SQLException {
        try (PreparedStatement query =
                database.prepareStatement("SELECT count(*) FROM parquet_schema(?) WHERE name = '" + CELLS + "'")) {
            query.setString(1, file);
            try (ResultSet count = query.executeQuery()) {
                return count.next() && count.getLong(1) > 0;
            }
        }
    }
}
