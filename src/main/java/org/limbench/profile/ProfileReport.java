package org.limbench.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Profiles in words: what {@code profile list}, {@code show} and {@code validate} print. Pure functions. */
public final class ProfileReport {
    private ProfileReport() {}

    /**
     * A line for every packed profile, with a heading, and its summary below it.
     *
     * @param columns most characters of a line
     */
    public static String list(int columns) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "MODEL", "ARRAY", "BARRIER", "UNSURE"));
        List<String> summaries = new ArrayList<>();
        for (String name : ProfileLibrary.names()) {
            DeviceProfile profile = ProfileLibrary.load(name);
            rows.add(List.of(
                    profile.name(),
                    profile.modelName(),
                    profile.geometry().rows() + " x " + profile.geometry().columns(),
                    profile.model().barrierLimits() == null ? "none" : "tunable",
                    profile.doubtful().size() + " of " + profile.quantities().size()));
            summaries.add(profile.summary());
        }
        List<String> lines = TextTable.of(rows).lines().toList();
        StringBuilder text = new StringBuilder(lines.get(0)).append('\n');
        for (int i = 0; i < summaries.size(); i++) {
            text.append(lines.get(i + 1)).append('\n');
            ProfilePage.wrap(text, "  ", "  ", summaries.get(i), columns);
        }
        return text.toString();
    }

    /**
     * A page with what a pulse costs and every number: key, as written, in base SI units, confidence, source.
     *
     * @param columns at which prose is broken
     */
    public static String show(DeviceProfile profile, int columns) {
        return ProfilePage.of(profile, columns);
    }

    /** The same as a tree of plain values. */
    public static Map<String, Object> document(DeviceProfile profile) {
        EnergySplit split = EnergySplit.of(profile);
        Map<String, Object> pulse = new LinkedHashMap<>();
        pulse.put("tiltJoules", split.tilt());
        pulse.put("barrierMotionJoules", split.motion());
        pulse.put("actuatorJoules", split.actuator());
        pulse.put("wiresJoules", split.wires());
        pulse.put("halfSelectJoules", split.halfSelect());
        pulse.put("slotJoules", split.slot());
        pulse.put("commandJoules", split.command());
        pulse.put("readJoules", split.read());
        pulse.put("idleWatts", split.idleWatts());
        List<Map<String, Object>> quantities = new ArrayList<>();
        for (Quantity q : profile.quantities()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("key", q.keyPath());
            row.put("written", q.written());
            row.put("value", q.value());
            row.put("unit", q.unit());
            row.put("confidence", q.confidence().word());
            row.put("source", q.source());
            quantities.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", profile.name());
        document.put("summary", profile.summary());
        document.put("sha256", profile.sha256());
        document.put("model", profile.modelName());
        document.put("tunableBarrier", profile.model().barrierLimits() != null);
        document.put("rows", profile.geometry().rows());
        document.put("columns", profile.geometry().columns());
        document.put("energy", pulse);
        document.put("quantities", quantities);
        return document;
    }

    /** What became of a check as a tree of plain values: one entry for every problem, and for every number to be wary of. */
    public static Map<String, Object> document(ProfileCheck check) {
        DeviceProfile profile = check.profile();
        List<Map<String, Object>> doubtful = new ArrayList<>();
        if (profile != null) {
            for (Quantity q : profile.doubtful()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("key", q.keyPath());
                row.put("written", q.written());
                row.put("confidence", q.confidence().word());
                row.put("source", q.source());
                doubtful.add(row);
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("profile", check.nameOrPath());
        document.put("usable", check.usable());
        document.put(
                "errors", check.problems().stream().map(ProfileProblem::line).toList());
        document.put("warnings", doubtful);
        return document;
    }

    /** One line for every problem, or for every number to be wary of, then the outcome. */
    public static String validation(ProfileCheck check) {
        StringBuilder text = new StringBuilder();
        for (ProfileProblem problem : check.problems()) {
            text.append("error: ").append(problem.line()).append('\n');
        }
        for (String warning : check.warnings()) {
            text.append("warning: ").append(warning).append('\n');
        }
        return text.append(check.nameOrPath())
                .append(": ")
                .append(check.usable() ? "usable" : "not usable")
                .append(", ")
                .append(count(check.problems().size(), "error"))
                .append(", ")
                .append(count(check.warnings().size(), "warning"))
                .append('\n')
                .toString();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
