package org.limbench.training;

import java.util.List;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.DeviceRestartedException;

/**
 * Commands of an arm to its array, through device restarts.
 *
 * <p>A relative command is never sent twice: after a restart its fate is told as unknown and the caller goes on from a new
 * readout. Only what may be repeated (reads; commands that set a state) is.
 */
final class Exchange {
    private final ArrayDriver driver;
    private final Tile tile;
    private final int averages;
    private final int mostRestarts;
    private final RunListener listener;
    private List<? extends ArrayCommand> rest = List.of();
    private int restarts;
    private int retries;

    Exchange(ArrayDriver driver, Tile tile, TrainingPlan plan, RunListener listener) {
        this.driver = driver;
        this.tile = tile;
        this.averages = plan.readAverages();
        this.mostRestarts = plan.mostRestarts();
        this.listener = listener;
    }

    Datasheet datasheet() {
        return driver.datasheet();
    }

    /** Every cell of the arm: what is reset, held and consolidated together. */
    Tile tile() {
        return tile;
    }

    /** Device restarts survived. */
    int restarts() {
        return restarts;
    }

    /**
     * Sends commands once.
     *
     * @return their receipts; empty where a restart took them all
     * @throws DeviceRefusedException when one was refused
     */
    List<Receipt> once(List<? extends ArrayCommand> commands) {
        List<Receipt> receipts;
        try {
            receipts = driver.execute(commands);
        } catch (DeviceRestartedException e) {
            recover(e);
            return List.of();
        }
        boolean undecided = false;
        for (int i = 0; i < receipts.size(); i++) {
            ReceiptStatus status = receipts.get(i).status();
            if (status == ReceiptStatus.REJECTED) {
                throw new DeviceRefusedException("the device rejected " + commands.get(i));
            }
            undecided |= status == ReceiptStatus.INDETERMINATE;
        }
        if (undecided) {
            recover(new DeviceRestartedException("a receipt is INDETERMINATE"));
        }
        return receipts;
    }

    /**
     * Sends commands that together set a state, again until all are applied; after a restart they are what the rest barriers
     * return to.
     */
    void rest(List<? extends ArrayCommand> commands) {
        rest = List.copyOf(commands);
        whole(commands);
    }

    /** Sends commands that only together make sense and start from any state, from the beginning until all are applied. */
    void whole(List<? extends ArrayCommand> commands) {
        while (!applied(once(commands))) {
            countRetry(commands.get(0));
        }
    }

    /** Reads every cell of the arm. */
    Readout read() {
        return read(tile);
    }

    /** Reads a tile. */
    Readout read(Tile part) {
        ReadRequest request = readRequest(part);
        while (true) {
            List<Receipt> receipts = once(List.of(request));
            Readout readout = receipts.isEmpty() ? null : receipts.get(0).readout();
            if (readout != null) {
                return readout;
            }
            countRetry(request);
        }
    }

    /** The request {@link #read(Tile)} makes, for a caller that pipelines it behind a command. */
    ReadRequest readRequest(Tile part) {
        return new ReadRequest(part, averages);
    }

    private static boolean applied(List<Receipt> receipts) {
        if (receipts.isEmpty()) {
            return false;
        }
        for (Receipt receipt : receipts) {
            if (!receipt.status().applied()) {
                return false;
            }
        }
        return true;
    }

    /** The rest barrier may be back at its power-on value, so it is set again before anything else. */
    private void recover(DeviceRestartedException restart) {
        restarts++;
        if (restarts > mostRestarts) {
            throw new DeviceRestartedException(
                    "the device restarted " + restarts + " times in one arm; allowed: " + mostRestarts, restart);
        }
        listener.note("the device restarted: " + restart.getMessage());
        if (!rest.isEmpty()) {
            whole(rest);
        }
    }

    private void countRetry(ArrayCommand command) {
        retries++;
        if (retries > mostRestarts) {
            throw new DeviceRefusedException("the device lost " + retries + " commands in one arm; allowed: "
                    + mostRestarts + "; the last was " + command);
        }
    }
}
