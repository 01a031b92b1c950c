package org.limbench.protocol.rcn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Refuses an output that is wired to two lines, where both would be driven. */
final class PinCheck {
    private final Map<DacPin, String> users = new HashMap<>();

    void require(List<Wiring.Line> rows, List<Wiring.Line> columns, DacPin gateRest) {
        if (rows.isEmpty() || columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "rows, columns are " + rows.size() + ", " + columns.size() + "; allowed: 1 or more");
        }
        for (int i = 0; i < rows.size(); i++) {
            take(rows.get(i).drive(), "rows[" + i + "].drive", false);
            take(rows.get(i).gate(), "rows[" + i + "].gate", false);
        }
        for (int j = 0; j < columns.size(); j++) {
            take(columns.get(j).drive(), "columns[" + j + "].drive", true);
            take(columns.get(j).gate(), "columns[" + j + "].gate", false);
        }
        take(gateRest, "gateRest", false);
    }

    private void take(DacPin pin, String user, boolean shared) {
        String other = users.put(pin, user);
        if (other != null && !(shared && other.startsWith("columns[") && other.endsWith("drive"))) {
            throw new IllegalArgumentException(
                    user + " is " + pin + ", as is " + other + "; allowed: an output of its own");
        }
    }
}
