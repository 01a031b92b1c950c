package org.limbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limbench.assessment.BoundResult;
import org.limbench.assessment.BoundStatus;
import org.limbench.assessment.Segment;
import org.limbench.assessment.Verdict;
import org.limbench.ledger.RunRecord;

/** A made-up run with the orders of magnitude of the recipe: nothing in it was computed. */
final class SampleRun {
    private static final double KT = 1.380649e-23 * 300;
    static final String[] ARMS = {"lim", "unconsolidated", "fixed", "lowered"};
    private static final double[] CORE_KT = {40.2, 40.2, 2181, 40.4};
    private static final double[] ALL_IN_KT = {2.4e5, 1.1e4, 3.8e5, 2.5e5};
    private static final double[] AGED = {0.961, 0.102, 0.957, 0.963};

    private SampleRun() {}

    static RunReport report() {
        return report("lim-chain", "emulated:lim-chain", true);
    }

    static RunReport report(String profile, String address, boolean severalSeeds) {
        List<RunRecord.Arm> arms = new ArrayList<>();
        List<EnergyCurve> curves = new ArrayList<>();
        for (int i = 0; i < ARMS.length; i++) {
            arms.add(arm(i, severalSeeds));
            curves.add(curve(i));
        }
        RunRecord record = new RunRecord(
                1,
                "20261123-digits-1",
                "0.1.0",
                1,
                300,
                new RunRecord.Device(
                        address, new RunRecord.Profile(profile, "ab".repeat(32)), "limbench emulator 0.1.0", "77", 1L),
                new RunRecord.Task("digits"),
                new RunRecord.Schedule("1/n", "fixed-tilt", 2.0),
                arms,
                arms.get(0).energy(),
                arms.get(0).bounds(),
                new RunRecord.LinkSummary(123_456, 7, 3, 1e6),
                new RunRecord.Wall(41.7, 3.2e8),
                severalSeeds ? List.of(1L, 2L, 3L) : null);
        return new RunReport(
                record,
                curves,
                List.of(new RunReport.Doubt("cell.holdBarrier", "24 kT", "assumed", "assumption: loses no accuracy")));
    }

    private static RunRecord.Arm arm(int i, boolean severalSeeds) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracyTrained", 0.962);
        metrics.put("accuracyAged", AGED[i]);
        double core = CORE_KT[i] * KT;
        double allIn = ALL_IN_KT[i] * KT;
        Map<String, Double> accounts = new LinkedHashMap<>();
        accounts.put("program", 1.4e-15);
        accounts.put("update", core * 8622);
        accounts.put("read", 0.0);
        accounts.put("consolidate", 1.1e-12);
        accounts.put("barrier", 1.6e-14);
        accounts.put("lines", allIn * 8622 * 0.8);
        accounts.put("periphery", 0.0);
        accounts.put("idle", -2e-22);
        List<RunRecord.RetentionPoint> retention = new ArrayList<>();
        for (double decade = -3; decade <= 8.5; decade += 0.5) {
            double seconds = StrictMath.pow(10, decade);
            double kept = i == 1 ? 1 / (1 + seconds / 3e5) : 1;
            retention.add(new RunRecord.RetentionPoint(seconds, 0.1 + (AGED[0] - 0.1) * kept));
        }
        return new RunRecord.Arm(
                ARMS[i],
                metrics,
                new RunRecord.BarriersKt(List.of(7.9, 9.7), i == 2 ? 61.7 : 24, 61.7),
                new RunRecord.Updates(8622, 8622, 0, i == 3 ? 2 : 0, 445_000, 232_000),
                new RunRecord.PerUpdate(core, allIn, core * 0.001, allIn * 0.001),
                new RunRecord.Relative(CORE_KT[2] / CORE_KT[i], ALL_IN_KT[2] / ALL_IN_KT[i]),
                new RunRecord.Energy("emulated", allIn * 8622, allIn * 8.6, allIn, accounts),
                bounds(core),
                retention,
                severalSeeds ? Map.of("accuracyTrained", 0.003, "coreJoules", 0.4 * KT) : null);
    }

    private static List<BoundResult> bounds(double core) {
        return List.of(
                bound("B1", Segment.RESET, "information", BoundStatus.STRICT, 1.49e-17, 1e-15, Verdict.CONSISTENT),
                new BoundResult(
                        "B1",
                        Segment.TRAINING,
                        "information with readings",
                        BoundStatus.STRICT,
                        0.0,
                        0,
                        core * 8622,
                        null,
                        null,
                        Verdict.DOES_NOT_BIND,
                        "650 cells are read before every update; readings may have bought all the work"),
                bound(
                        "B5",
                        Segment.TRAINING,
                        "kinetic floor",
                        BoundStatus.CONDITIONAL,
                        core * 80,
                        core * 8622,
                        Verdict.CONSISTENT),
                bound(
                        "M1",
                        Segment.TRAINING,
                        "heat per step",
                        BoundStatus.ESTIMATE,
                        core * 8800,
                        core * 8622,
                        Verdict.UNDERCUT));
    }

    private static BoundResult bound(
            String id,
            Segment segment,
            String name,
            BoundStatus status,
            double joules,
            double compared,
            Verdict verdict) {
        return new BoundResult(
                id,
                segment,
                name,
                status,
                joules,
                0,
                compared,
                null,
                compared / joules,
                verdict,
                "accounts as segment " + segment);
    }

    private static EnergyCurve curve(int i) {
        List<EnergyCurve.Point> points = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            double update = 43.11 * (k + 0.5);
            double joules = CORE_KT[i] * KT / (1 + update / 4000) * (1.6 + 0.2 * StrictMath.sin(k * (i + 1.3)));
            points.add(new EnergyCurve.Point(update, k == 17 ? -joules : joules));
        }
        return new EnergyCurve(ARMS[i], points);
    }
}
