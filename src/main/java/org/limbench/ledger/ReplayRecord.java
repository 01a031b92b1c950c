package org.limbench.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.Segment;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code replay.json} says: a recorded arm beside its blind replay. Keys are stable; additions only. Energies in J.
 *
 * @param format version of this layout, 1
 * @param seed of the replay's devices
 * @param original the run that was replayed
 * @param repeats times it was sent
 * @param device where
 * @param segments energies, segment by segment, and all of them as {@link Segment#RUN}
 * @param score of the weights; null where the task of the run is not at hand
 * @param bounds on the whole blind run
 * @param wallSeconds it took
 */
public record ReplayRecord(
        int format,
        String runId,
        String version,
        long seed,
        Original original,
        int repeats,
        RunRecord.Device device,
        double temperatureKelvin,
        List<SegmentEnergy> segments,
        @Nullable Score score,
        List<BoundResult> bounds,
        double wallSeconds) {
    /** Layout version written by this build. */
    public static final int FORMAT = 1;
    /** Name of the file in a replay's directory. */
    public static final String NAME = "replay.json";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(UnmeasuredAsNull.module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    public ReplayRecord {
        segments = List.copyOf(segments);
        bounds = List.copyOf(bounds);
    }

    /**
     * What was replayed.
     *
     * @param updates recorded, all of which were sent again
     * @param indeterminate commands among those sent whose fate the run never knew
     */
    public record Original(String runId, String arm, String task, long updates, int indeterminate) {}

    /**
     * Energy of one segment: everything lost in cells, and every account.
     *
     * @param replay mean over repeats; {@code standardErrorJoules} of the cells' heat, over repeats
     */
    public record SegmentEnergy(Segment segment, Cost original, Cost replay, double standardErrorJoules) {}

    /**
     * Everything lost in cells, and every account, J; NaN here and null in the file where the meter did not see all of it.
     *
     * @param notMeasured commands of which it did not see everything; left out of the file where there is none
     */
    public record Cost(
            double cellHeatJoules,
            double allInJoules,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long notMeasured) {}

    /**
     * Score of the weights as trained, and as the replay leaves them.
     *
     * @param original null where the run did not come so far
     * @param replayed mean over repeats
     * @param standardError of that mean
     */
    public record Score(String name, @Nullable Double original, double replayed, double standardError) {}

    /** As one JSON document. */
    public String toJson() {
        return MAPPER.writeValueAsString(this);
    }

    /** What the file holds. */
    public String toText() {
        return toJson() + "\n";
    }
}
