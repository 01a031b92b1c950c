package org.limbench.ledger;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.limbench.natives.DuckDbLibrary;
import org.limbench.natives.UnusableLibraryException;

/** Every connection to DuckDB: its native code from a place of ours, and no extension of anybody's beside it. */
public final class LedgerDatabase {
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
}
