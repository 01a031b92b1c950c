package org.limbench.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.limbench.text.InputException;
import org.limbench.text.JsonDocument;
import org.limbench.text.ShellWord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads {@code run.json}. Keys in the order of {@link RunRecord}; numbers in their shortest exact form. */
public final class RunRecordFile {
    /** Name of the file in a run directory. */
    public static final String NAME = "run.json";
    /** Largest file read, bytes. */
    public static final long MOST_BYTES = 64L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(UnmeasuredAsNull.module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private RunRecordFile() {}

    /** The record as one JSON document. */
    public static String toJson(RunRecord record) {
        return MAPPER.writeValueAsString(record);
    }

    /** Several records as one JSON document, a list. */
    public static String toJson(List<RunRecord> records) {
        return MAPPER.writeValueAsString(records);
    }

    /** What the file holds. */
    public static String toText(RunRecord record) {
        return toJson(record) + "\n";
    }

    /**
     * Writes {@code run.json} whole or not at all.
     *
     * @throws IOException when the directory cannot be written
     */
    public static Path write(Path directory, RunRecord record) throws IOException {
        Path file = directory.resolve(NAME);
        Path partial = directory.resolve(NAME + OutputFiles.DRAFT);
        Files.writeString(partial, toText(record));
        return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws InputException when it is not that
     */
    public static RunRecord parse(String text) {
        try {
            return MAPPER.treeToValue(JsonDocument.parse(NAME, text, (int) MOST_BYTES), RunRecord.class);
        } catch (JacksonException e) {
            throw new RunDirectoryException(NAME + " in the journal: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Checks that {@code run.json}, where it is there and can be read, is of the run a journal tells of: both are copied by hand.
     *
     * @throws RunDirectoryException naming both runs
     */
    static void requireOf(Path directory, RunHeader header) {
        RunRecord record;
        try {
            record = read(directory);
        } catch (IOException | RunDirectoryException noneOrBroken) {
            return; // made again from the journal
        }
        if (!header.runId().equals(record.runId()) || record.seed() != header.seed()) {
            throw new RunDirectoryException(directory + ": " + NAME + " is of run " + record.runId() + ", seed "
                    + record.seed() + ", and " + Journal.NAME + " of run " + header.runId() + ", seed "
                    + header.seed() + ": files of two runs, and nothing was replaced; put the right one back, or move "
                    + NAME + " away to have it made from the journal: limbench report " + ShellWord.of(directory));
        }
    }

    /**
     * Reads {@code run.json}; unknown keys of a newer minor layout are skipped.
     *
     * @throws RunDirectoryException naming the file, when it is too large or not a run record
     * @throws IOException when it is missing or cannot be read
     */
    public static RunRecord read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        long bytes = Files.size(file);
        if (bytes > MOST_BYTES) {
            throw new RunDirectoryException(file + " has " + bytes + " bytes; allowed: at most " + MOST_BYTES);
        }
        try {
            JsonNode tree = JsonDocument.parse(file.toString(), Files.readAllBytes(file), (int) MOST_BYTES);
            return MAPPER.treeToValue(tree, RunRecord.class);
        } catch (InputException e) {
            throw new RunDirectoryException(file + " is not a run record: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new RunDirectoryException(file + " is not a run record: " + e.getOriginalMessage(), e);
        }
    }
}
