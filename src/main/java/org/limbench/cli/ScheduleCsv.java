package org.limbench.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.limbench.thermodynamics.ApproachComparison;
import org.limbench.thermodynamics.SchedulePlan;

/** Every update of a comparison of approaches as CSV (RFC 4180): energies, barriers and tilts in kT. */
final class ScheduleCsv {
    private ScheduleCsv() {}

    /** Writes the table; B+ and C+ are the columns {@code Bplus_…} and {@code Cplus_…}. */
    static void write(ApproachComparison comparison, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            write(comparison, writer);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage()); // a full disk names no file
        }
    }

    /** The same to an open writer. */
    static void write(ApproachComparison comparison, Writer writer) throws IOException {
        List<String> header = new ArrayList<>(List.of("n", "net_steps", "contraction"));
        for (SchedulePlan plan : comparison.plans()) {
            String id = plan.id().replace("+", "plus");
            header.addAll(List.of(id + "_energy_kt", id + "_barrier_kt", id + "_tilt_kt", id + "_flag"));
        }
        write(writer, header);
        for (int n = 1; n <= comparison.given().updates(); n++) {
            write(writer, row(comparison, n));
        }
    }

    private static void write(Writer writer, List<?> row) throws IOException {
        writer.write(CSVFormat.RFC4180.format(row.toArray()));
        writer.write(CSVFormat.RFC4180.getRecordSeparator());
    }

    private static List<Object> row(ApproachComparison comparison, int n) {
        List<Object> row = new ArrayList<>();
        row.add(n);
        row.add(comparison.given().schedule().share(n));
        row.add(comparison.contraction(n));
        for (SchedulePlan plan : comparison.plans()) {
            SchedulePlan.Step step = plan.step().apply(n);
            row.add(step.heatKt());
            row.add(step.barrierKt());
            row.add(step.tiltKt());
            row.add(step.flag());
        }
        return row;
    }
}
