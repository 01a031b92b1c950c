package org.limbench.report;

import java.util.List;
import org.limbench.ledger.RunRecord;

/**
 * Everything a page shows of a run.
 *
 * @param record as {@code run.json} holds it
 * @param curves cell heat per update, arm by arm; those of a lost ledger are left out
 * @param doubts numbers of the device's profile that nobody measured
 */
public record RunReport(RunRecord record, List<EnergyCurve> curves, List<Doubt> doubts) {
    public RunReport {
        curves = List.copyOf(curves);
        doubts = List.copyOf(doubts);
    }

    /**
     * A number of the profile that is recalled or assumed.
     *
     * @param key where it stands in the profile
     * @param value as written
     * @param confidence {@code recalled} or {@code assumed}
     * @param source what the profile says of it
     */
    public record Doubt(String key, String value, String confidence, String source) {}
}
