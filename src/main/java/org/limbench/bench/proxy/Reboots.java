package org.limbench.bench.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.emulator.FaultPlan;
import org.limbench.emulator.FaultPlan.Moment;
import org.limbench.emulator.WireFrames;
import org.limbench.emulator.control.ControlClient;
import org.limbench.protocol.BarrierSchedule;
import org.limbench.protocol.Command;
import org.limbench.protocol.DecodeResult;
import org.limbench.protocol.HelloAck;
import org.limbench.protocol.Message;
import org.limbench.protocol.Result;
import org.limbench.protocol.UpdateCommit;
import org.limbench.transport.LinkKind;

/**
 * Takes the power from the device at the n-th state-changing command that goes to it for the first time: a {@link Command},
 * a {@link BarrierSchedule}, or the {@link UpdateCommit} of a staged update.
 *
 * <p>An emulated device is told through its back door which command it shall not survive, and so goes at exactly the moment
 * planned. Any other device is rebooted by a command of the shell, as near to the moment as the wire shows it: before the
 * frame is sent; right after; or when its result has come, which is then lost. Safe from any thread.
 */
final class Reboots {
    private final List<FaultPlan.Reboot> planned;
    private final @Nullable ControlClient door;
    private final @Nullable RebootCommand shell;
    private final WireFrames frames;
    private final Consumer<String> told;
    private long commands;
    private long largestId;
    private long bootId;
    private long carriedOut;
    private boolean dueWhenSent;
    private long dueAtResult;

    /**
     * Counts from the first command.
     *
     * @param between what frames on the way look like
     */
    Reboots(
            List<FaultPlan.Reboot> planned,
            @Nullable ControlClient door,
            @Nullable RebootCommand shell,
            LinkKind between,
            Consumer<String> told) {
        this.planned = new ArrayList<>(planned);
        this.door = door;
        this.shell = shell;
        this.frames = new WireFrames(between);
        this.told = told;
    }

    /** Power cuts so far. */
    synchronized long carriedOut() {
        return carriedOut;
    }

    /**
     * Looks at a frame that is about to go to the device.
     *
     * @throws IOException when a reboot is due and cannot be had
     */
    synchronized void beforeSending(byte[] frame) throws IOException {
        if (planned.isEmpty()) {
            return;
        }
        for (DecodeResult result : frames.messages(frame)) {
            long id = result instanceof DecodeResult.Decoded decoded
                    ? changing(decoded.envelope().body())
                    : 0;
            if (id > largestId) {
                largestId = id;
                commands++;
                for (FaultPlan.Reboot reboot : List.copyOf(planned)) {
                    if (reboot.atUpdate() == commands) {
                        planned.remove(reboot);
                        strike(reboot.moment(), id);
                    }
                }
            }
        }
    }

    /** The frame just looked at has been sent. */
    synchronized void afterSending() throws IOException {
        if (dueWhenSent) {
            dueWhenSent = false;
            run();
        }
    }

    /** Looks at a frame of the device; false when it is lost in a power cut. */
    synchronized boolean passes(byte[] frame) throws IOException {
        if (planned.isEmpty() && dueAtResult == 0) {
            return true;
        }
        for (DecodeResult result : frames.messages(frame)) {
            if (!(result instanceof DecodeResult.Decoded decoded)) {
                continue;
            }
            if (decoded.envelope().body() instanceof HelloAck booted && booted.bootId() != bootId) {
                bootId = booted.bootId();
                largestId = booted.lastUpdateId(); // a device that has booted anew takes ids from 1 again
            }
            if (dueAtResult != 0
                    && decoded.envelope().body() instanceof Result done
                    && done.commandId() == dueAtResult) {
                dueAtResult = 0;
                run();
                return false;
            }
        }
        return true;
    }

    /** The id of a command that changes the array; 0 for any other message. */
    private static long changing(Message body) {
        if (body instanceof Command command) {
            return command.command().changesState() ? command.commandId() : 0;
        }
        if (body instanceof BarrierSchedule schedule) {
            return schedule.commandId();
        }
        return body instanceof UpdateCommit commit ? commit.updateId() : 0;
    }

    private void strike(Moment moment, long id) throws IOException {
        told.accept("command " + commands + " (id " + id + "): the device loses power, moment "
                + moment.name().toLowerCase(Locale.ROOT));
        if (door != null) {
            door.inject(new FaultPlan.RebootAtCommand(id, moment));
            carriedOut++;
            return;
        }
        switch (moment) {
            case BEFORE -> run();
            case COMMIT -> dueWhenSent = true;
            case AFTER -> dueAtResult = id;
        }
    }

    private void run() throws IOException {
        if (shell != null) {
            shell.run();
            carriedOut++;
        }
    }
}
