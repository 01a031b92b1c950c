package org.limbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.limbench.ledger.RunRecord;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.report.EnergyCurves;
import org.limbench.report.ReportPage;
import org.limbench.report.RunReport;

/** The page of a run: its record, the energy curves of its ledger, the doubtful numbers of its profile. */
final class RunPages {
    private RunPages() {}

    /** Draws the page of a run. */
    static void write(RunRecord record, Path ledger, Path html) throws IOException {
        ReportPage.write(new RunReport(record, EnergyCurves.read(ledger, EnergyCurves.BINS), doubts(record)), html);
    }

    /** Known only where the device's profile is one of the shipped ones, to the letter. */
    private static List<RunReport.Doubt> doubts(RunRecord record) {
        RunRecord.Profile named = record.device().profile();
        if (!ProfileLibrary.names().contains(named.name())) {
            return List.of();
        }
        DeviceProfile profile = ProfileLibrary.load(named.name());
        if (!profile.sha256().equals(named.sha256())) {
            return List.of();
        }
        return profile.doubtful().stream()
                .map(doubt -> new RunReport.Doubt(
                        doubt.keyPath(), doubt.written(), doubt.confidence().word(), doubt.source()))
                .toList();
    }
}
