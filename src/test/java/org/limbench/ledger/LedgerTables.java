package org.limbench.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Compares ledgers by their values. */
final class LedgerTables {
    private LedgerTables() {}

    /** Rows of either that the other lacks, over the columns of the earlier one. */
    static long differing(Path earlier, Path later) throws SQLException {
        try (Connection db = LedgerDatabase.open("");
                Statement statement = db.createStatement()) {
            List<String> columns = new ArrayList<>();
            try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM '" + earlier + "'")) {
                while (described.next()) {
                    columns.add('"' + described.getString(1) + '"');
                }
            }
            String names = String.join(", ", columns);
            String one = "SELECT " + names + " FROM '" + earlier + "'";
            String two = "SELECT " + names + " FROM '" + later + "'";
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM ((" + one + " EXCEPT ALL " + two
                    + ") UNION ALL (" + two + " EXCEPT ALL " + one + "))")) {
                count.next();
                return count.getLong(1);
            }
        }
    }
}
