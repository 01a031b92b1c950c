package org.limbench.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
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
import org.limbench.energy.EnergyMeasurement;

/**
 * The tables of a run while their Parquet files are made. They live in memory, up to a bound; what is more goes to a draft
 * beside the files, and nothing is left of it afterwards.
 *
 * <p>One writer, one database thread. Fails with {@link RunDirectoryException}. Single-threaded.
 */
public final class LedgerStore implements RowSink, AutoCloseable {
    /** Name of the exported ledger. */
    public static final String LEDGER_PARQUET = "ledger.parquet";
    /** Name of the exported link table. */
    public static final String LINK_PARQUET = "link.parquet";

    /** Where rows go that exceed the memory. */
    private static final String SPILL = "ledger-rows";

    private static final String MEMORY = "256MB";
    private static final int BATCH_ROWS = 4096;
    /** Rows per Parquet row group: fixed, so that equal runs are equal files. A multiple of the database's vector, 2048. */
    private static final int ROW_GROUP = 20_480;

    private static final String LINK_COLUMNS = "event VARCHAR NOT NULL, arm VARCHAR, \"row\" BIGINT, address VARCHAR,"
            + " bootId VARCHAR, session VARCHAR, commandId BIGINT, status VARCHAR, sentSeconds DOUBLE,"
            + " answeredSeconds DOUBLE, frames BIGINT, framesReceived BIGINT, retransmissions BIGINT,"
            + " corruptFrames BIGINT, duplicatesSuppressed BIGINT, payloadBytes BIGINT";

    private final OutputFiles files;
    private final DuckDBConnection connection;
    private DuckDBAppender ledger;
    private DuckDBAppender link;
    private int batched;

    private LedgerStore(OutputFiles files, DuckDBConnection connection) throws SQLException {
        this.files = files;
        this.connection = connection;
        this.ledger = connection.createAppender("ledger");
        this.link = connection.createAppender("link");
    }

    /** Empty tables, to be exported among a run's files. */
    static LedgerStore create(OutputFiles files) {
        // no path in the address, where ';' would begin an option
        Map<String, String> settings = Map.of(
                "memory_limit",
                MEMORY,
                "temp_directory",
                files.scratch(SPILL).toAbsolutePath().toString());
        try {
            DuckDBConnection connection = LedgerDatabase.open("", settings);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE ledger (" + ledgerColumns() + ")");
                statement.execute("CREATE TABLE link (" + LINK_COLUMNS + ")");
                return new LedgerStore(files, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(files.directory().resolve(LEDGER_PARQUET), e);
        }
    }

    /** Columns of the ledger as SQL; the accounts in their own order, summed and each. */
    private static String ledgerColumns() {
        StringBuilder columns =
                new StringBuilder("arm VARCHAR NOT NULL, \"row\" BIGINT NOT NULL, kind VARCHAR NOT NULL,"
                        + " segment VARCHAR,"
                        + " deviceSeconds DOUBLE NOT NULL, temperatureKelvin DOUBLE NOT NULL, cells INTEGER NOT NULL,"
                        + " pulses BIGINT NOT NULL, jumps BIGINT NOT NULL, commandedL1 DOUBLE, readbackL1 DOUBLE,"
                        + " energyJoules DOUBLE, standardUncertaintyJoules DOUBLE, ");
        for (EnergyAccount account : EnergyAccount.values()) {
            if (account.basic() == account) {
                columns.append(account.label()).append("Joules DOUBLE, ");
            }
        }
        columns.append("cellJoules DOUBLE, ");
        for (EnergyAccount account : EnergyAccount.values()) {
            columns.append(account.loss()).append("Joules DOUBLE, ");
        }
        return columns.append(
                        "bounds STRUCT(id VARCHAR, joules DOUBLE, verdict VARCHAR)[] NOT NULL, weightsDigest VARCHAR")
                .toString();
    }

    @Override
    public void add(LedgerRow row) {
        try {
            ledger.beginRow();
            ledger.append(row.arm()).append(row.row()).append(row.kind().label());
            text(ledger, row.segment() == null ? null : row.segment().label());
            ledger.append(row.deviceSeconds()).append(row.temperatureKelvin()).append(row.cells());
            ledger.append(row.pulses()).append(row.jumps());
            real(ledger, row.commandedL1());
            real(ledger, row.readbackL1());
            measured(ledger, row.energy().totalJoules());
            measured(ledger, row.energy().totalStandardUncertaintyJoules());
            energies(row.energy());
            ledger.append(structs(row.bounds()));
            text(ledger, row.weightsDigest());
            ledger.endRow();
            batch();
        } catch (SQLException e) {
            throw failed(files.directory().resolve(LEDGER_PARQUET), e);
        }
    }

    /** The basic accounts as sums, then everything lost in cells, then every loss by place and cause. */
    private void energies(EnergyMeasurement energy) throws SQLException {
        for (EnergyAccount account : EnergyAccount.values()) {
            if (account.basic() == account) {
                measured(ledger, energy.basicJoules(account));
            }
        }
        measured(ledger, energy.cellJoules());
        for (EnergyAccount account : EnergyAccount.values()) {
            measured(ledger, energy.joules(account));
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

    @Override
    public void add(LinkRow row) {
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
            throw failed(files.directory().resolve(LEDGER_PARQUET), e);
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
     * Drafts {@code ledger.parquet}, ordered by arm and row, and {@code link.parquet}. The bytes of the ledger follow from its
     * rows alone.
     */
    void export() {
        try {
            flush();
        } catch (SQLException e) {
            throw failed(files.directory().resolve(LEDGER_PARQUET), e);
        }
        copy("SELECT * FROM ledger ORDER BY arm, \"row\"", LEDGER_PARQUET);
        copy("SELECT * FROM link ORDER BY rowid", LINK_PARQUET);
    }

    private void copy(String query, String name) {
        Path draft = files.draft(name).toAbsolutePath();
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '"
                    + draft.toString().replace("'", "''")
                    + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + ROW_GROUP + ")");
        } catch (SQLException e) {
            throw failed(files.directory().resolve(name), e);
        }
    }

    /** Rows in a Parquet file; -1 where it is not there or cannot be read. */
    static long rows(Path parquet) {
        if (!Files.isRegularFile(parquet)) {
            return -1;
        }
        try (Connection database = LedgerDatabase.open("");
                Statement statement = database.createStatement();
                ResultSet count = statement.executeQuery("SELECT sum(num_rows) FROM parquet_file_metadata('"
                        + literally(parquet).replace("'", "''") + "')")) {
            return count.next() ? count.getLong(1) : -1;
        } catch (SQLException damaged) {
            return -1;
        }
    }

    /** A path as the database's readers take it, who would see patterns in it otherwise. */
    public static String literally(Path file) {
        return file.toAbsolutePath().toString().replaceAll("[*?\\[]", "[$0]");
    }

    /** Forgets the tables; idempotent. */
    @Override
    public void close() {
        try {
            if (!connection.isClosed()) {
                connection.close();
            }
        } catch (SQLException e) {
            throw failed(files.directory().resolve(LEDGER_PARQUET), e);
        }
    }

    private static RunDirectoryException failed(Path file, SQLException e) {
        return new RunDirectoryException(file + " cannot be written: " + LedgerDatabase.reason(e), e);
    }
}
