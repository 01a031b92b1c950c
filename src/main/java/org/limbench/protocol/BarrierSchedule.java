package org.limbench.protocol;

import java.util.List;
import org.limbench.device.Require;
import org.limbench.device.Tile;

/**
 * Rest barriers to set by themselves as updates go by. The update that completes a step's count is applied first, then
 * the tile's rest barrier is set at once, as a {@link org.limbench.device.BarrierChange} without ramp; a new schedule
 * replaces the old. Answered by a {@link Result} of the upload itself.
 *
 * @param commandId update id: the upload changes state
 * @param deadlineUptimeMillis device uptime after which it must not be taken, ms
 * @param tile cells addressed
 * @param steps 1..32, their counts strictly increasing
 */
public record BarrierSchedule(long commandId, long deadlineUptimeMillis, Tile tile, List<Step> steps)
        implements Message {
    /** Most steps of one schedule. */
    public static final int MOST_STEPS = 32;

    /**
     * One step.
     *
     * @param afterUpdates updates applied since the upload, 1..2^31-1
     * @param barrierJoules rest barrier from then on, J, 0 or more
     */
    public record Step(int afterUpdates, double barrierJoules) {
        public Step {
            Require.between("afterUpdates", afterUpdates, 1, Integer.MAX_VALUE);
            Require.atLeastZero("barrierJoules", barrierJoules, "J");
        }
    }

    public BarrierSchedule {
        WireLimits.id("commandId", commandId);
        WireLimits.deadline("deadlineUptimeMillis", deadlineUptimeMillis, true);
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "afterUpdates has " + steps.size() + " entries; allowed: 1 to " + MOST_STEPS);
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).afterUpdates() <= steps.get(i - 1).afterUpdates()) {
                throw new IllegalArgumentException("afterUpdates[" + i + "] is "
                        + steps.get(i).afterUpdates() + "; allowed: more than the one before, "
                        + steps.get(i - 1).afterUpdates());
            }
        }
    }
}
