package org.limbench.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.RowBound;
import org.limbench.device.EnergyAccount;

/**
 * The tables of a run in {@code ledger.duckdb}, and their Parquet files. Made from the journal alone, so it can be thrown
 * away and made again.
 *
 * <p>One writer, one database thread. Rows go in by batches; what a kill takes is still in the journal. Fails with
 * {@link UncheckedIOException}. Single-threaded.
 */
public final class LedgerStore implements AutoCloseable {
    /** Name of the database in a run directory. */
    public static final String NAME = "ledger.duckdb";
    /** Name of the exported ledger. */
    public static final String LEDGER_PARQUET = "ledger.parquet";
    /** Name of the exported link table. */
    public static final String LINK_PARQUET = "link.parquet";

    private static final int BATCH_ROWS = 4096;
    /** Rows per Parquet row group: fixed, so that equal runs are equal files. A multiple of the database's vector, 2048. */
    private static final int ROW_GROUP = 20_480;

    private static final String LINK_COLUMNS = "event VARCHAR NOT NULL, arm VARCHAR, \"row\" BIGINT, address VARCHAR,"
            + " bootId VARCHAR, session VARCHAR, commandId BIGINT, status VARCHAR, sentSeconds DOUBLE,"
            + " answeredSeconds DOUBLE, frames BIGINT, framesReceived BIGINT, retransmissions BIGINT,"
            + " corruptFrames BIGINT, duplicatesSuppressed BIGINT, payloadBytes BIGINT";

    private final Path directory;
    private final DuckDBConnection connection;
    private DuckDBAppender ledger;
    private DuckDBAppender link;
    private int batched;

    private LedgerStore(Path directory, DuckDBConnection connection) throws SQLException {
        this.directory = directory;
        this.connection = connection;
        this.ledger = connection.createAppender("ledger");
        this.link = connection.createAppender("link");
    }

    /** Makes an empty database in a run directory, in place of any that is there. */
    static LedgerStore create(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory.resolve(NAME + ".wal"));
            DuckDBConnection connection =
                    LedgerDatabase.open(file.toAbsolutePath().toString());
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE ledger (" + ledgerColumns() + ")");
                statement.execute("CREATE TABLE link (" + LINK_COLUMNS + ")");
            }
            return new LedgerStore(directory, connection);
        } catch (SQLException | IOException e) {
            throw failed(file, "made", e);
        }
    }

    /** Columns of the ledger as SQL; the accounts in their own order. */
    private static String ledgerColumns() {
        StringBuilder columns =
                new StringBuilder("arm VARCHAR NOT NULL, \"row\" BIGINT NOT NULL, kind VARCHAR NOT NULL,"
                        + " deviceSeconds DOUBLE NOT NULL, temperatureKelvin DOUBLE NOT NULL, cells INTEGER NOT NULL,"
                        + " pulses BIGINT NOT NULL, jumps BIGINT NOT NULL, commandedL1 DOUBLE, readbackL1 DOUBLE,"
                        + " energyJoules DOUBLE, standardUncertaintyJoules DOUBLE, ");
        for (EnergyAccount account : EnergyAccount.values()) {
            columns.append(account.label()).append("Joules DOUBLE, ");
        }
        return columns.append(
                        "bounds STRUCT(id VARCHAR, joules DOUBLE, verdict VARCHAR)[] NOT NULL, weightsDigest VARCHAR")
                .toString();
    }

    void add(LedgerRow row) {
        try {
            ledger.beginRow();
            ledger.append(row.arm()).append(row.row()).append(row.kind().label());
            ledger.append(row.deviceSeconds()).append(row.temperatureKelvin()).append(row.cells());
            ledger.append(row.pulses()).append(row.jumps());
            real(ledger, row.commandedL1());
            real(ledger, row.readbackL1());
            measured(ledger, row.energy().totalJoules());
            measured(ledger, row.energy().totalStandardUncertaintyJoules());
            for (EnergyAccount account : EnergyAccount.values()) {
                measured(ledger, row.joules(account));
            }
            ledger.append(structs(row.bounds()));
            text(ledger, row.weightsDigest());
            ledger.endRow();
            batch();
        } catch (SQLException e) {
            throw failed(directory.resolve(NAME), "written", e);
        }
    }

    private static List<Map<String, Object>> structs(List<RowBound> bounds) {
        List<Map<String, Object>> structs = new ArrayList<>(bounds.size());
        for (RowBound bound : bounds) {
            Map<String, Object> struct = new LinkedHashMap<>();
            struct.put("id", bound.id());
            struct.put("joules", bound.joules());
            struct.put("verdict", bound.verdict().label());
            structs.add(struct);
        }
        return structs;
    }

    void add(LinkRow row) {
        try {
            link.beginRow();
            link.append(row.event());
            text(link, row.arm());
            whole(link, row.row());
            text(link, row.address());
            text(link, row.bootId());
            text(link, row.session());
            whole(link, row.commandId());
            text(link, row.status());
            real(link, row.sentSeconds());
            real(link, row.answeredSeconds());
            LinkCounters counters = row.counters();
            whole(link, counters == null ? null : counters.framesSent());
            whole(link, counters == null ? null : counters.framesReceived());
            whole(link, counters == null ? null : counters.retransmissions());
            whole(link, counters == null ? null : counters.corruptFrames());
            whole(link, counters == null ? null : counters.duplicatesSuppressed());
            whole(link, counters == null ? null : counters.payloadBytes());
            link.endRow();
            batch();
        } catch (SQLException e) {
            throw failed(directory.resolve(NAME), "written", e);
        }
    }

    /** What was not measured is empty: a sum over it must not come out too low without a word. */
    private static void measured(DuckDBAppender appender, double value) throws SQLException {
        real(appender, Double.isNaN(value) ? null : value);
    }

    private static void real(DuckDBAppender appender, @Nullable Double value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.doubleValue());
        }
    }

    private static void whole(DuckDBAppender appender, @Nullable Long value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.longValue());
        }
    }

    private static void text(DuckDBAppender appender, @Nullable String value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
    }

    private void batch() throws SQLException {
        batched++;
        if (batched >= BATCH_ROWS) {
            flush();
        }
    }

    private void flush() throws SQLException {
        ledger.flush();
        link.flush();
        batched = 0;
    }

    /**
     * Writes {@code ledger.parquet}, ordered by arm and row, and {@code link.parquet}; each whole or not at all. The bytes
     * of the ledger follow from its rows alone.
     */
    void export() {
        try {
            flush();
            copy("SELECT * FROM ledger ORDER BY arm, \"row\"", LEDGER_PARQUET);
            copy("SELECT * FROM link ORDER BY rowid", LINK_PARQUET);
        } catch (SQLException | IOException e) {
            throw failed(directory, "exported", e);
        }
    }

    private void copy(String query, String name) throws SQLException, IOException {
        Path partial = directory.resolve(name + ".partial").toAbsolutePath();
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '"
                    + partial.toString().replace("'", "''")
                    + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + ROW_GROUP + ")");
        }
        Files.move(
                partial, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Stores what is batched and closes the database; idempotent. */
    @Override
    public void close() {
        try {
            if (!connection.isClosed()) {
                ledger.close();
                link.close();
                connection.close();
            }
        } catch (SQLException e) {
            throw failed(directory.resolve(NAME), "closed", e);
        }
    }

    private static UncheckedIOException failed(Path file, String what, Exception e) {
        return new UncheckedIOException(file + " cannot be " + what + ": " + e.getMessage(), new IOException(e));
    }
}
