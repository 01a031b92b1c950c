package org.limbench.ledger;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.limbench.natives.DuckDbLibrary;
import org.limbench.natives.UnusableLibraryException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Every connection to DuckDB: its native code from a place of ours, and no extension of anybody's beside it. */
public final class LedgerDatabase {
    private static final String PACKED = "{\"exception_type\"";

    private LedgerDatabase() {}

    /**
     * Opens a database, by one thread.
     *
     * @param file path of its file; empty for one in memory
     * @throws SQLException when it cannot be opened
     * @throws UnusableLibraryException when DuckDB's native code cannot be kept or run safely
     */
    public static DuckDBConnection open(String file) throws SQLException {
        return open(file, Map.of());
    }

    /** The same with settings of its own. */
    static DuckDBConnection open(String file, Map<String, String> more) throws SQLException {
        DuckDbLibrary.ready();
        Properties settings = new Properties();
        settings.setProperty("threads", "1");
        // extensions are native code in the home directory, or from the network
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("autoinstall_known_extensions", "false");
        more.forEach(settings::setProperty);
        return (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, settings);
    }

    /** Why it failed, in one line of plain text: some failures of DuckDB hold another one as JSON. */
    public static String reason(SQLException failure) {
        String told = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        int json = told.indexOf(PACKED);
        if (json < 0) {
            return told;
        }
        String before = told.substring(0, json).replaceFirst("[: ]+$", "");
        try {
            return JsonMapper.shared()
                    .readTree(told.substring(json))
                    .path("exception_message")
                    .asString(before)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (JacksonException noJson) {
            return before;
        }
    }
}
