package org.limbench.training;

import org.limbench.device.Readout;
import org.limbench.device.Tile;
import org.limbench.driver.SessionWatcher;

/**
 * Told what a run is doing, in order, on the run's own thread, and what its device's sessions go through. Every method
 * does nothing unless overridden.
 */
public interface RunListener extends SessionWatcher {
    /** Data were read, before anything is sent. */
    default void input(TaskInput input) {}

    /** The run will have so many arms; told before the first. */
    default void armsPlanned(int arms) {}

    /** An arm begins; what follows is its. */
    default void armStarted(ArmPlan arm) {}

    /** The arm's updates of these cells are transfers from a fast array, not gradients; told before the first segment. */
    default void transfersInto(Tile slow) {}

    /** A segment of the arm begins; every command until the next call belongs to it. */
    default void segmentStarted(Segment segment) {}

    /** The populations around the blind reset: uncertain before, known after. What the information bound is about. */
    default void resetDone(Readout before, Readout after) {}

    /** An update of a layer was answered and the layer read. */
    default void updateDone(UpdateStep step) {}

    /** A figure of the arm, e.g. {@code accuracyTrained}. */
    default void metric(String name, double value) {}

    /** A point of the retention curve. */
    default void retention(RetentionPoint point) {}

    /** Steps of the arm done so far (updates and ageing points) out of how many. */
    default void progress(long done, long total) {}

    /** Something the arm cannot do, or had to survive: one line. */
    default void note(String line) {}

    /** The arm is over. */
    default void armFinished(ArmOutcome outcome) {}

    /** Listens to nothing. */
    static RunListener none() {
        return new RunListener() {};
    }
}
