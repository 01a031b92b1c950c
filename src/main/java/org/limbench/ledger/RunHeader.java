package org.limbench.ledger;

import org.limbench.device.Datasheet;
import org.limbench.text.InputException;
import org.limbench.text.JsonDocument;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

    /** As one JSON document. */
    String toJson() {
        return MAPPER.writeValueAsString(this);
    }

    /** Names this build does not know are skipped: a later one may say more. */
    static RunHeader fromJson(String json) {
        try {
            RunHeader header = JsonDocument.parse("the run header", json, MOST_JSON_CHARACTERS, RunHeader.class);
            if (header == null
                    || header.runId == null
                    || header.version == null
                    || header.configuration == null
                    || header.datasheet == null) {
                throw new JournalFormatException("the run header lacks runId, version, configuration or datasheet");
            }
            return header;
        } catch (InputException e) {
            throw new JournalFormatException(e.getMessage(), e);
        }
    }

    /** As journals of version 1 hold it. */
    static RunHeader read(ByteSource in) {
        String runId = in.text();
        String version = in.text();
        long seed = in.fixed64();
        String configuration = in.text();
        try {
            JsonNode datasheet = JsonDocument.parse("datasheet", in.text(), MOST_JSON_CHARACTERS);
            for (JsonNode channel : datasheet.path("meter")) {
                // what was written before this was asked: every account had a meter
                if (channel instanceof ObjectNode known && !known.has("metered")) {
                    known.put("metered", true);
                }
            }
            return new RunHeader(runId, version, seed, configuration, MAPPER.treeToValue(datasheet, Datasheet.class));
        } catch (InputException e) {
            throw new JournalFormatException("the run header: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new JournalFormatException("datasheet in the run header: " + e.getOriginalMessage(), e);
        }
    }
}
