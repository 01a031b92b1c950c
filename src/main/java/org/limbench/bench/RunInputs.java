package org.limbench.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limbench.device.Datasheet;
import org.limbench.driver.DeviceSession;
import org.limbench.ledger.RunRecord;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.training.RunListener;
import org.limbench.training.TaskInput;

/** What a run is made from besides its flags, by digest: recorded when it begins, and required to be the same when it goes on. */
final class RunInputs {
    /** Hex digits of a digest that people are shown. */
    private static final int SHOWN = 12;

    private final List<RunRecord.Input> inputs = new ArrayList<>();

    /** Takes data as they are read, and has them told. */
    Consumer<TaskInput> telling(RunListener watcher) {
        return input -> {
            add(input);
            watcher.input(input);
        };
    }

    private void add(TaskInput input) {
        inputs.add(new RunRecord.Input(input.role(), input.name(), input.sha256(), input.bytes(), input.counts()));
    }

    /** Takes what an address names besides a place: the profile of an emulated device in this process, a station's wiring. */
    void add(DeviceAddress address, DeviceSession session) {
        Datasheet datasheet = session.datasheet();
        String wiring = session.wiringSha256();
        if (address instanceof DeviceAddress.Emulated emulated) {
            String sha256 = datasheet.profileSha256();
            DeviceProfile profile = ProfileLibrary.load(emulated.profile());
            // a file may have changed since the device was made of it
            add(
                    "profile",
                    emulated.profile(),
                    sha256,
                    profile.sha256().equals(sha256) ? profile.bytes() : null,
                    datasheet);
        } else if (address instanceof DeviceAddress.Rcn station && wiring != null) {
            add("wiring", station.wiring(), wiring, session.wiringBytes(), datasheet);
        }
    }

    private void add(String role, String name, String sha256, @Nullable Long bytes, Datasheet datasheet) {
        Map<String, Long> counts = Map.of(
                "rows", (long) datasheet.geometry().rows(),
                "columns", (long) datasheet.geometry().columns());
        inputs.add(new RunRecord.Input(role, name, sha256, bytes, counts));
    }

    List<RunRecord.Input> list() {
        return List.copyOf(inputs);
    }

    /**
     * Refuses what is not as it was.
     *
     * @param then as recorded; empty in journals of earlier builds, which tell of nothing
     * @throws IllegalArgumentException one line: which file, both digests
     */
    void requireAsRecorded(List<RunRecord.Input> then) {
        for (RunRecord.Input now : inputs) {
            for (RunRecord.Input was : then) {
                if (was.role().equals(now.role())
                        && was.name().equals(now.name())
                        && !was.sha256().equals(now.sha256())) {
                    throw new IllegalArgumentException(was.role() + " " + was.name()
                            + " is not what the run was begun with: its SHA-256 is " + shown(now) + ", it was "
                            + shown(was) + "; allowed: the same bytes, or a new run");
                }
            }
        }
    }

    private static String shown(RunRecord.Input input) {
        String digest = input.sha256();
        return digest.substring(0, Math.min(SHOWN, digest.length())) + "..."
                + (input.bytes() == null ? "" : " (" + input.bytes() + " bytes)");
    }
}
