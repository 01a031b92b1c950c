package org.limbench.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What no joule of a run speaks of, as {@code run.json} tells it: commands the meter did not see whole, and accounts that
 * nothing meters.
 *
 * @param rows of which some account was not seen whole; their joules are left empty, and so is every total they belong to
 * @param ofRows rows of the arm
 * @param updates applied whose update heat was not seen whole
 * @param ofUpdates applied
 * @param causes rows by cause: gap, overrun, saturation, reset, untold
 * @param seconds device time missed, as far as it was told, s
 * @param seenJoules what was seen over all accounts, J: no total
 * @param openSeams rows whose registers do not begin where those of the row before ended: what flowed between is in no row
 * @param accounts that nothing meters
 */
public record NotMeasured(
        long rows,
        long ofRows,
        long updates,
        long ofUpdates,
        Map<String, Long> causes,
        double seconds,
        double seenJoules,
        long openSeams,
        List<String> accounts) {
    public NotMeasured {
        causes = new TreeMap<>(causes);
        accounts = List.copyOf(accounts);
    }

    /** Both together, as of two runs. */
    public NotMeasured plus(NotMeasured other) {
        Map<String, Long> both = new TreeMap<>(causes);
        other.causes.forEach((cause, count) -> both.merge(cause, count, Long::sum));
        return new NotMeasured(
                rows + other.rows,
                ofRows + other.ofRows,
                updates + other.updates,
                ofUpdates + other.ofUpdates,
                both,
                seconds + other.seconds,
                seenJoules + other.seenJoules,
                openSeams + other.openSeams,
                accounts);
    }

    /** In words, one line each. */
    public List<String> words() {
        List<String> lines = new ArrayList<>();
        if (rows > 0) {
            String why = String.join(
                    ", ",
                    causes.entrySet().stream()
                            .map(c -> c.getKey() + " " + c.getValue())
                            .toList());
            lines.add(String.format(
                    Locale.ROOT,
                    "not measured: %d of %d rows (%s); no total over them is told, %.3e J were seen",
                    rows,
                    ofRows,
                    why,
                    seenJoules));
        }
        if (updates > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "core energy per update is the mean of the %d of %d updates that were measured; its uncertainty takes"
                            + " the others for one block, spread as those",
                    ofUpdates - updates,
                    ofUpdates));
        }
        if (openSeams > 0) {
            lines.add(openSeams + " rows do not begin where the meter stood at the end of the row before: what flowed"
                    + " between is in no row");
        }
        if (!accounts.isEmpty()) {
            lines.add("not metered by this device: " + String.join(", ", accounts) + "; sums are over the others");
        }
        return lines;
    }
}
