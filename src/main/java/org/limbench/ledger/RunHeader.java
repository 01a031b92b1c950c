package org.limbench.ledger;

import org.limbench.device.Datasheet;
import org.limbench.text.InputException;
import org.limbench.text.JsonDocument;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything needed to run again: first entry of every journal.
 *
 * @param runId names the run
 * @param version of the program that wrote it
 * @param seed of the host
 * @param configuration of the run as JSON, in the layout of whoever started it
 * @param datasheet of the device, whose meter turns latched registers into joules
 */
public record RunHeader(String runId, String version, long seed, String configuration, Datasheet datasheet) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int MOST_JSON_CHARACTERS = 16 << 20;

    void write(ByteSink out) {
        out.text(runId).text(version).fixed64(seed).text(configuration).text(MAPPER.writeValueAsString(datasheet));
    }

    static RunHeader read(ByteSource in) {
        String runId = in.text();
        String version = in.text();
        long seed = in.fixed64();
        String configuration = in.text();
        try {
            String json = in.text();
            Datasheet datasheet = JsonDocument.parse("datasheet", json, MOST_JSON_CHARACTERS, Datasheet.class);
            return new RunHeader(runId, version, seed, configuration, datasheet);
        } catch (InputException e) {
            throw new JournalFormatException("the run header: " + e.getMessage(), e);
        }
    }
}
