package org.limbench.ledger;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.energy.EnergyMeasurement;

/**
 * What one arm of a stored run did to its array, out of the journal, which is only read.
 *
 * @param header of the run
 * @param name of the arm
 * @param parts its segments that changed the array, in order; ageing is left out
 * @param read of every tile the arm read, as one, averaged as the last was
 * @param metrics by name, the last value told
 * @param indeterminate commands among them whose fate the run never knew
 */
public record RecordedArm(
        RunHeader header,
        String name,
        List<Part> parts,
        ReadRequest read,
        Map<String, Double> metrics,
        int indeterminate) {
    public RecordedArm {
        parts = List.copyOf(parts);
        metrics = new LinkedHashMap<>(metrics);
    }

    /**
     * One segment.
     *
     * @param commands that changed the array, whole and in order; reads left out
     * @param energy of everything in the segment, reads included
     */
    public record Part(Segment segment, List<ArrayCommand> commands, EnergyMeasurement energy) {
        public Part {
            commands = List.copyOf(commands);
        }
    }

    /** All commands in order. */
    public List<ArrayCommand> commands() {
        return parts.stream().flatMap(part -> part.commands().stream()).toList();
    }

    /**
     * Reads an arm.
     *
     * @param arm its name; null for {@code lim}, or the first where there is no {@code lim}
     * @throws IllegalArgumentException in one line: when the directory holds no journal, or no such arm, or the arm never
     *     changed or never read its array
     * @throws JournalFormatException when the journal holds what it cannot
     */
    public static RecordedArm read(Path directory, @Nullable String arm) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (JournalReader reader = open(directory)) {
            reader.header();
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof JournalEntry.ArmStarted started) {
                    names.add(started.arm());
                }
            }
        }
        String wanted = arm != null
                ? arm
                : names.contains("lim") ? "lim" : names.stream().findFirst().orElse("");
        if (!names.contains(wanted)) {
            throw new IllegalArgumentException("arm is \"" + wanted + "\"; recorded in " + directory + ": "
                    + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        try (JournalReader reader = open(directory)) {
            return new Collector(reader.header(), wanted).collect(reader, directory);
        }
    }

    private static JournalReader open(Path directory) throws IOException {
        try {
            return JournalReader.open(directory);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(
                    directory + " holds no " + Journal.NAME + "; allowed: the directory of a run", missing);
        }
    }

    /** Walks through a journal and keeps what belongs to one arm. Used once. */
    private static final class Collector {
        private final RunHeader header;
        private final String name;
        private final List<Part> parts = new ArrayList<>();
        private final Map<String, Double> metrics = new LinkedHashMap<>();
        private boolean inside;
        private @Nullable Segment segment;
        private List<ArrayCommand> commands = new ArrayList<>();
        private EnergyMeasurement energy = EnergyMeasurement.zero();
        private @Nullable ReadRequest read;
        private int indeterminate;

        Collector(RunHeader header, String name) {
            this.header = header;
            this.name = name;
        }

        RecordedArm collect(JournalReader reader, Path directory) throws IOException {
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                take(entry);
            }
            close();
            ReadRequest last = read;
            if (parts.isEmpty() || last == null) {
                throw new IllegalArgumentException(
                        "arm " + name + " in " + directory + " never changed or never read its array");
            }
            return new RecordedArm(header, name, parts, last, metrics, indeterminate);
        }

        private void take(JournalEntry entry) {
            if (entry instanceof JournalEntry.ArmStarted started) {
                close();
                inside = started.arm().equals(name);
            } else if (inside && entry instanceof JournalEntry.SegmentStarted started) {
                close();
                segment = started.segment();
            } else if (inside && entry instanceof JournalEntry.Metric metric) {
                metrics.put(metric.name(), metric.value());
            } else if (inside && segment != Segment.AGEING && entry instanceof JournalEntry.Answered answered) {
                answered(answered.command(), answered.receipt());
            }
        }

        private void answered(ArrayCommand command, Receipt receipt) {
            ReceiptStatus status = receipt.status();
            if (!status.applied() && status != ReceiptStatus.INDETERMINATE) {
                return;
            }
            energy = energy.plus(
                    EnergyMeasurement.of(receipt.window(), header.datasheet().meter()));
            if (command instanceof ReadRequest request) {
                ReadRequest sofar = read;
                read = sofar == null
                        ? request
                        : new ReadRequest(around(sofar.tile(), request.tile()), request.averages());
            } else {
                commands.add(command);
                indeterminate += status.accountedFor() ? 0 : 1;
            }
        }

        private static Tile around(Tile a, Tile b) {
            int row = Math.min(a.row(), b.row());
            int column = Math.min(a.column(), b.column());
            int rows = Math.max(a.row() + a.rows(), b.row() + b.rows()) - row;
            int columns = Math.max(a.column() + a.columns(), b.column() + b.columns()) - column;
            return new Tile(row, column, rows, columns);
        }

        private void close() {
            if (segment != null && !commands.isEmpty()) {
                parts.add(new Part(segment, commands, energy));
            }
            segment = null;
            commands = new ArrayList<>();
            energy = EnergyMeasurement.zero();
        }
    }
}
