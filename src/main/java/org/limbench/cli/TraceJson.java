package org.limbench.cli;

import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Locale;
import org.limbench.protocol.Command;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.Message;
import org.limbench.trace.Direction;
import org.limbench.trace.MessageWords;
import org.limbench.trace.TraceReader;
import org.limbench.trace.TraceRecord;
import org.limbench.trace.TraceTally;
import org.limbench.trace.TracedLink;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** A trace as one JSON document, written as it is read: {@code packets}, then {@code links} and {@code summary}. */
final class TraceJson implements TraceView {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(UnsignedNumbers.module())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final PrintWriter out;
    private final JsonGenerator json;

    TraceJson(PrintWriter out, String file) {
        this.out = out;
        json = MAPPER.createGenerator(out);
        json.writeStartObject();
        json.writeStringProperty("file", file);
        json.writeArrayPropertyStart("packets");
    }

    @Override
    public void show(TraceRecord record, DecodeResult decoded, double seconds, boolean again) {
        json.writeStartObject();
        json.writeNumberProperty("number", record.number());
        json.writeNumberProperty("link", record.link().number());
        json.writeNumberProperty("connection", record.connection());
        json.writeStringProperty("kind", record.kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("seconds", seconds);
        json.writeNumberProperty("epochNanos", record.epochNanos());
        if (record.kind() == TraceRecord.Kind.LINK) {
            json.writeStringProperty("text", record.comment());
        } else {
            json.writeStringProperty("direction", way(record.direction()));
            json.writeNumberProperty("length", record.length());
            if (record.kind() == TraceRecord.Kind.ENVELOPE) {
                envelope(record, decoded, again);
            } else {
                json.writeStringProperty("text", record.comment());
                json.writeStringProperty("bytes", HexFormat.of().formatHex(record.bytes()));
            }
        }
        json.writeEndObject();
    }

    private void envelope(TraceRecord record, DecodeResult decoded, boolean again) {
        json.writeStringProperty("session", TraceFilter.sessionOf(record, decoded));
        json.writeNumberProperty("seq", TraceFilter.seqOf(decoded));
        json.writeBooleanProperty("again", again);
        json.writeStringProperty("text", MessageWords.of(decoded));
        if (decoded instanceof DecodeResult.Decoded good) {
            Message body = good.envelope().body();
            json.writeStringProperty("message", body.getClass().getSimpleName());
            if (body instanceof Command command) {
                json.writeStringProperty("verb", command.command().getClass().getSimpleName());
            }
            json.writePOJOProperty("fields", body);
        } else {
            json.writeStringProperty("bytes", HexFormat.of().formatHex(record.bytes()));
        }
    }

    private static String way(Direction direction) {
        return direction == Direction.TO_DEVICE ? "to-device" : "to-host";
    }

    @Override
    public void end(TraceReader reader, TraceTally tally) {
        json.writeEndArray();
        json.writeArrayPropertyStart("links");
        for (TracedLink link : reader.links()) {
            json.writeStartObject();
            json.writeNumberProperty("number", link.number());
            json.writeStringProperty("name", link.name());
            json.writeStringProperty("recorder", link.recorder().name().toLowerCase(Locale.ROOT));
            if (link.seed().isPresent()) {
                json.writeNumberProperty("seed", link.seed().getAsLong());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("summary");
        total("toDevice", tally.of(Direction.TO_DEVICE));
        total("toHost", tally.of(Direction.TO_HOST));
        if (reader.cutAt().isPresent()) {
            json.writeNumberProperty("cutAt", reader.cutAt().getAsLong());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.close();
        out.println();
        out.flush();
    }

    private void total(String way, TraceTally.Count count) {
        json.writePOJOProperty(way, count);
    }
}
