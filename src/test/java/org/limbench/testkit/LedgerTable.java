package org.limbench.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.limbench.ledger.LedgerDatabase;

/** A Parquet file of a run, asked by the database's own reader. */
public record LedgerTable(Path file) {
    /** Rows under a condition. */
    public long count(String condition) throws SQLException {
        return ((Number) value("count(*)", condition)).longValue();
    }

    /** Sum of a column over the rows under a condition; its last bits depend on the order the database chooses. */
    public double sum(String column, String condition) throws SQLException {
        return ((Number) value("sum(" + column + ")", condition)).doubleValue();
    }

    /** Digest of a column's values, to the last bit and in order, over the rows under a condition. */
    public String digest(String column, String condition) throws SQLException {
        return (String) value("md5(string_agg(" + column + "::VARCHAR, ';' ORDER BY \"row\"))", condition);
    }

    /** Digest of the weights after the last read that has one. */
    public String lastDigest() throws SQLException {
        return (String) value("last(weightsDigest ORDER BY \"row\")", "weightsDigest IS NOT NULL");
    }

    private Object value(String expression, String condition) throws SQLException {
        try (Connection connection = LedgerDatabase.open("");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT " + expression + " FROM '" + file + "' WHERE " + condition)) {
            result.next();
            return result.getObject(1);
        }
    }
}
