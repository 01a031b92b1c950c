package org.limbench.protocol;

import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayUpdate;
import org.limbench.device.Rank1Update;

/**
 * A command that fits one frame. {@link org.limbench.device.DenseUpdate}, {@link org.limbench.device.SparseUpdate} and a
 * {@link Rank1Update} of more than 512 lines are staged instead ({@link UpdateBegin}); {@link #fits} tells.
 *
 * @param commandId 1..2^63-1; for a command that changes state the update id, strictly increasing
 * @param deadlineUptimeMillis device uptime after which it must not be applied, ms; 0 (none) for reads alone
 * @param command what is asked
 */
public record Command(long commandId, long deadlineUptimeMillis, ArrayCommand command) implements Message {
    public Command {
        WireLimits.id("commandId", commandId);
        WireLimits.deadline("deadlineUptimeMillis", deadlineUptimeMillis, command.changesState());
        if (!fits(command)) {
            throw new IllegalArgumentException(longer(command) + " has too many codes for a frame; allowed: at most "
                    + WireLimits.CHUNK + " in rows and columns, of " + command);
        }
    }

    private static String longer(ArrayCommand command) {
        return command instanceof Rank1Update rank1 && rank1.columnCodes().length > rank1.rowCodes().length
                ? "columnCodes"
                : "rowCodes";
    }

    /** Whether a command goes into one frame rather than being staged. */
    public static boolean fits(ArrayCommand command) {
        if (command instanceof Rank1Update rank1) {
            return rank1.rowCodes().length + rank1.columnCodes().length <= WireLimits.CHUNK;
        }
        return !(command instanceof ArrayUpdate);
    }
}
