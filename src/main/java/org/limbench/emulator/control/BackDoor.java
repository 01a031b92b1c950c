package org.limbench.emulator.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.CellAddress;
import org.limbench.device.TimeAdvance;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.emulator.FaultPlan;
import tools.jackson.databind.JsonNode;

/** The actions of one device's back door, from and to JSON. Safe from any thread, as the device is. */
final class BackDoor {
    private static final int ROOM_BYTES = 4096;

    private final EmulatedDevice device;

    BackDoor(EmulatedDevice device) {
        this.device = device;
    }

    Map<String, Object> description() {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("device", device.datasheet().device());
        about.put("bootId", String.format("%016x", device.bootId()));
        about.put("boots", device.boots());
        about.put("updates", device.updates());
        about.put("deviceSeconds", device.deviceSeconds());
        return about;
    }

    /** True conductances, row-major, S. */
    Map<String, Object> conductances() {
        ArrayGeometry geometry = device.datasheet().geometry();
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("rows", geometry.rows());
        found.put("columns", geometry.columns());
        found.put("siemens", device.conductancesSiemens(geometry.whole()));
        return found;
    }

    Map<String, Object> advance(JsonNode body) {
        requireKeys("body", body, "seconds", "powered");
        JsonNode powered = body.get("powered");
        if (powered != null && !powered.isBoolean()) {
            throw new IllegalArgumentException("powered is " + powered + "; allowed: true, false");
        }
        device.advance(new TimeAdvance(number(body, "seconds"), powered != null && powered.booleanValue()));
        return description();
    }

    /**
     * One of {@code reboot}, {@code stuckCell}, {@code meterGap}, with the keys of a faults file and no others; a reboot may name {@code
     * atCommand}, the id of a command, instead of {@code atUpdate}.
     */
    Map<String, Object> inject(JsonNode body) {
        requireKeys("body", body, "reboot", "stuckCell", "meterGap");
        if (body.size() != 1) {
            throw new IllegalArgumentException(
                    "body has " + body.size() + " keys; allowed: one of reboot, stuckCell, meterGap");
        }
        if (body.has("reboot")) {
            JsonNode reboot = body.get("reboot");
            requireKeys("reboot", reboot, reboot.has("atCommand") ? "atCommand" : "atUpdate", "moment");
            if (reboot.has("atCommand")) {
                device.inject(new FaultPlan.RebootAtCommand(id(reboot, "atCommand"), moment(reboot)));
            } else {
                device.inject(new FaultPlan.Reboot(whole(reboot, "atUpdate"), moment(reboot)));
            }
        } else if (body.has("stuckCell")) {
            JsonNode stuck = body.get("stuckCell");
            requireKeys("stuckCell", stuck, "row", "column", "fraction");
            CellAddress cell = new CellAddress((int) whole(stuck, "row"), (int) whole(stuck, "column"));
            device.datasheet().geometry().index(cell);
            device.inject(new FaultPlan.StuckCell(cell, number(stuck, "fraction")));
        } else {
            JsonNode gap = body.get("meterGap");
            requireKeys("meterGap", gap, "fromUpdate", "updates");
            device.inject(new FaultPlan.MeterGap(whole(gap, "fromUpdate"), whole(gap, "updates")));
        }
        return description();
    }

    /** A key that is not known is a slip, and what it was to do would not be done. */
    private static void requireKeys(String name, JsonNode node, String... allowed) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    name + " is " + node + "; allowed: an object of " + String.join(", ", allowed));
        }
        for (String key : node.propertyNames()) {
            if (!List.of(allowed).contains(key)) {
                throw new IllegalArgumentException(
                        name + " holds the key '" + key + "'; allowed: " + String.join(", ", allowed));
            }
        }
    }

    private static FaultPlan.Moment moment(JsonNode reboot) {
        String word = reboot.path("moment").asString("");
        for (FaultPlan.Moment moment : FaultPlan.Moment.values()) {
            if (moment.name().toLowerCase(Locale.ROOT).equals(word)) {
                return moment;
            }
        }
        throw new IllegalArgumentException("moment is '" + word + "'; allowed: before, commit, after");
    }

    private static double number(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: a number");
        }
        return value.doubleValue();
    }

    private static long id(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: the id of a command");
        }
        return value.longValue();
    }

    private static long whole(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: a whole number");
        }
        return value.longValue();
    }

    Map<String, Object> reboot() {
        device.reboot();
        return description();
    }

    byte[] snapshot() {
        return device.snapshot();
    }

    /** Longest body that can be a snapshot of this device, with room for one that has aged more. */
    int mostSnapshotBytes() {
        return 2 * device.snapshot().length + ROOM_BYTES;
    }

    Map<String, Object> restore(byte[] snapshot) {
        device.restore(snapshot);
        return description();
    }
}
