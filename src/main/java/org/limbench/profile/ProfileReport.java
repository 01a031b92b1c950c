package org.limbench.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.limbench.physics.BarrierChain;
import org.limbench.physics.CellModel;
import org.limbench.physics.FowlerNordheim;
import org.limbench.physics.GainCell;
import org.limbench.physics.PulsedCell;
import org.limbench.physics.TwoLevelBarrier;

/** Profiles in words: what {@code profile list}, {@code show} and {@code validate} print. Pure functions. */
public final class ProfileReport {
    private ProfileReport() {}

    /** One line for every packed profile, with a heading. */
    public static String list() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "MODEL", "ARRAY", "BARRIER", "UNSURE", "SUMMARY"));
        for (String name : ProfileLibrary.names()) {
            DeviceProfile profile = ProfileLibrary.load(name);
            rows.add(List.of(
                    profile.name(),
                    model(profile.model()),
                    profile.geometry().rows() + " x " + profile.geometry().columns(),
                    profile.model().barrierLimits() == null ? "none" : "tunable",
                    profile.doubtful().size() + " of " + profile.quantities().size(),
                    profile.summary()));
        }
        return TextTable.of(rows);
    }

    /** Heading, then every number: key, as written, in base SI units, confidence, source. */
    public static String show(DeviceProfile profile) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("KEY", "WRITTEN", "SI", "CONFIDENCE", "SOURCE"));
        for (Quantity q : profile.quantities()) {
            rows.add(List.of(q.keyPath(), q.written(), si(q), q.confidence().word(), q.source()));
        }
        return "name      " + profile.name() + "\n"
                + "summary   " + profile.summary() + "\n"
                + "sha256    " + profile.sha256() + "\n"
                + "model     " + model(profile.model()) + "\n"
                + "array     " + profile.geometry().rows() + " rows x "
                + profile.geometry().columns() + " columns\n"
                + "unsure    " + profile.doubtful().size() + " of "
                + profile.quantities().size() + " numbers are recalled or assumed\n\n"
                + TextTable.of(rows);
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

    private static String si(Quantity q) {
        // six digits, without the zeros that say nothing; those of an exponent stay
        String digits = String.format(Locale.ROOT, "%.6g", q.value())
                .replaceFirst("(\\.[0-9]*?)0+(e|$)", "$1$2")
                .replaceFirst("\\.(e|$)", "$1");
        return digits + (q.unit().equals("1") ? "" : " " + q.unit());
    }

    /** Name of a model as profiles write it. */
    public static String model(CellModel model) {
        if (model instanceof BarrierChain) {
            return "barrier-chain";
        }
        if (model instanceof TwoLevelBarrier) {
            return "two-level-barrier";
        }
        if (model instanceof GainCell) {
            return "gain-cell";
        }
        if (model instanceof FowlerNordheim) {
            return "fowler-nordheim";
        }
        if (model instanceof PulsedCell) {
            return "soft-bounds";
        }
        throw new IllegalArgumentException("model is " + model + "; allowed: a model with a name");
    }
}
