package org.limbench.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an arm. Its energy is the ledger's.
 *
 * @param arm the plan
 * @param metrics by name, in the order they were measured
 * @param barriers null for a device without a tunable barrier
 * @param updates tally
 * @param retention score against age, oldest last; empty where the device cannot age in virtual time
 * @param restarts times the device lost power on the way
 * @param notes what could not be done and why, one line each
 */
public record ArmOutcome(
        ArmPlan arm,
        Map<String, Double> metrics,
        @Nullable BarriersKt barriers,
        UpdateTally updates,
        List<RetentionPoint> retention,
        int restarts,
        List<String> notes) {
    public ArmOutcome {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        retention = List.copyOf(retention);
        notes = List.copyOf(notes);
    }
}
