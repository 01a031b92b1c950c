package org.limbench.emulator;

import org.jspecify.annotations.Nullable;
import org.limbench.device.BarrierChange;
import org.limbench.device.Receipt;
import org.limbench.protocol.BarrierSchedule;

/** Sets rest barriers by itself as updates go by. RAM of the controller: a reset forgets it. Single-threaded. */
final class ScheduleRunner {
    private @Nullable BarrierSchedule running;
    private int updates;
    private int nextStep;

    /** Replaces the schedule. */
    void take(BarrierSchedule schedule) {
        running = schedule;
        updates = 0;
        nextStep = 0;
    }

    /** Counts an update and, where a step is due, sets the barrier; its energy joins the update's window. */
    Receipt afterUpdate(MeteredArray array, Receipt update) {
        if (running == null || nextStep == running.steps().size()) {
            return update;
        }
        updates++;
        BarrierSchedule.Step step = running.steps().get(nextStep);
        if (updates < step.afterUpdates()) {
            return update;
        }
        nextStep++;
        Receipt change = array.apply(new BarrierChange(running.tile(), step.barrierJoules(), 0));
        return new Receipt(
                update.status(),
                update.window().through(change.window()),
                update.temperatureKelvin(),
                update.cells(),
                update.pulses(),
                update.jumps() < 0 || change.jumps() < 0 ? -1 : update.jumps() + change.jumps(),
                null);
    }
}
