package org.limbench.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limbench.device.ArrayCommand;
import org.limbench.device.MeterWindow;

/**
 * What the journal of a killed run tells of its device.
 *
 * @param bootId of the last session; 0 where none is told of
 * @param session of the last session, whose lease may still be held
 * @param lastCommandId largest id given to a command, 0 for none; a device that restarted knows of none
 * @param lastCommand the command of that id
 * @param window of the last receipt of this device; null where there is none
 * @param windowBootId boot that receipt came from; a boot that answered later and gave none may not even be this device's
 * @param takenId largest id of a command that was applied under that boot, 0 for none
 * @param undecided commands sent without a receipt, by id, oldest first: to be asked for at the device
 */
public record KilledRun(
        long bootId,
        long session,
        long lastCommandId,
        @Nullable ArrayCommand lastCommand,
        @Nullable MeterWindow window,
        long windowBootId,
        long takenId,
        Map<Long, Undecided> undecided) {
    /** Of a run that was not killed. */
    public static final KilledRun NONE = new KilledRun(0, 0, 0, null, null, 0, 0, Map.of());

    public KilledRun {
        undecided = new LinkedHashMap<>(undecided);
    }

    /**
     * A command whose receipt the journal does not hold.
     *
     * @param bootId of the device it was first sent to: only under this boot does "not seen" mean not applied
     */
    public record Undecided(ArrayCommand command, long bootId) {}

    /** Follows a journal to its end. */
    static final class Follower {
        private final Map<Long, Long> boots = new HashMap<>();
        private long bootId;
        private long session;
        private long lastCommandId;
        private @Nullable ArrayCommand lastCommand;
        private long takenId;
        private @Nullable MeterWindow window;
        private long windowBootId;
        private boolean lost;

        void take(JournalEntry entry) {
            if (entry instanceof JournalEntry.SessionOpened opened) {
                bootId = opened.bootId();
                session = opened.session();
            } else if (entry instanceof JournalEntry.Intent intent) {
                // told again to be settled, it is still of the boot it was sent to
                boots.putIfAbsent(intent.commandId(), bootId);
                if (intent.commandId() >= lastCommandId) {
                    lastCommandId = intent.commandId();
                    lastCommand = intent.command();
                }
            } else if (entry instanceof JournalEntry.Answered answered) {
                boots.remove(answered.commandId());
                takenId = bootId == windowBootId ? takenId : 0;
                if (answered.command().changesState()
                        && answered.receipt().status().applied()) {
                    takenId = Math.max(takenId, answered.commandId());
                }
                accountedFor(answered.receipt().window());
            } else if (entry instanceof JournalEntry.Lost found) {
                lost = true;
                accountedFor(found.commands().since());
            } else if (entry instanceof JournalEntry.Replaced) {
                window = null;
                takenId = 0;
            }
        }

        private void accountedFor(MeterWindow next) {
            MeterWindow before = window;
            // results of commands that were lost and found are told after reads that were made later
            boolean later = !lost
                    || before == null
                    || bootId != windowBootId
                    || before.end().canReach(next.end());
            if (later) {
                window = next;
                windowBootId = bootId;
            }
        }

        KilledRun end(Map<Long, ArrayCommand> commands) {
            Map<Long, Undecided> undecided = new LinkedHashMap<>();
            commands.forEach(
                    (id, command) -> undecided.put(id, new Undecided(command, boots.getOrDefault(id, bootId))));
            return new KilledRun(bootId, session, lastCommandId, lastCommand, window, windowBootId, takenId, undecided);
        }
    }
}
