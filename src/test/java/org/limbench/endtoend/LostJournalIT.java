package org.limbench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.ReceiptStatus;
import org.limbench.emulator.control.ControlClient;
import org.limbench.ledger.JournalEntry;
import org.limbench.ledger.JournalReader;
import org.limbench.testkit.Limbench;
import org.limbench.testkit.MosquittoBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A host that is killed and whose journal loses its end as well, as a power cut takes it along, while the device stays up. What
 * the device has applied is told by the device itself, over its back door. The run goes on at once, in the lease of the host it
 * replaces.
 */
final class LostJournalIT {
    private static final int UPDATES = 700;

    @TempDir
    private Path directory;

    private static String[] run(String device, Path out) {
        return Stream.of("run --task quadratic --arms lim --seed 9 --updates " + UPDATES + " --device " + device
                        + " --out")
                .flatMap(line -> Stream.concat(Arrays.stream(line.split(" ")), Stream.of(out.toString())))
                .toArray(String[]::new);
    }

    private static long appliedBy(JsonNode ready) throws IOException {
        String control = ready.get("control").asString();
        int colon = control.lastIndexOf(':');
        return new ControlClient(control.substring(0, colon), Integer.parseInt(control.substring(colon + 1)), null)
                .updates();
    }

    private static JsonNode record(Path out) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(out.resolve("run.json")));
    }

    private static List<JournalEntry.Answered> changes(Path out) throws IOException {
        List<JournalEntry.Answered> changes = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(out)) {
            for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof JournalEntry.Answered answered
                        && answered.command().changesState()) {
                    changes.add(answered);
                }
            }
        }
        return changes;
    }

    private static void cut(Path out, double share) throws IOException {
        Path journal = out.resolve("journal.bin");
        byte[] whole = Files.readAllBytes(journal);
        long header;
        try (JournalReader reader = JournalReader.open(out)) {
            reader.next();
            header = reader.soundBytes();
        }
        Files.write(journal, Arrays.copyOf(whole, Math.max((int) header, (int) (whole.length * (1 - share)))));
    }

    @ParameterizedTest
    @CsvSource({"tcp, 0.01", "serial, 0.05", "mqtt, 0.5", "tcp, 1"})
    void whatTheDeviceAppliedIsWhatTheLedgerAccountsForWhateverTheJournalLost(String carrier, double share)
            throws Exception {
        Limbench limbench = new Limbench(directory);
        Path out = directory.resolve("out");
        try (MosquittoBroker broker = carrier.equals("mqtt") ? MosquittoBroker.start() : null) {
            String place = broker != null
                    ? "mqtt://127.0.0.1:" + broker.port()
                    : carrier.equals("tcp") ? "127.0.0.1:0" : "lim0";
            try (Limbench.Running device =
                    limbench.serve("emulate", "--seed", "9", "--control", "127.0.0.1:0", "--" + carrier, place)) {
                JsonNode ready = device.ready();
                String at = ready.get(carrier).asString();
                String address = carrier.equals("mqtt") ? at : carrier + ":" + at;
                KilledHostIT.killAt(limbench.background(run(address, out)), out, 120_000);
                cut(out, share);

                Limbench.Outcome resumed = limbench.run("run", "--resume", out.toString());

                assertThat(resumed.code()).as(resumed.err()).isZero();
                assertThat(resumed.err()).contains("lost").contains("nothing is sent again");
                List<JournalEntry.Answered> changes = changes(out);
                assertThat(changes).allMatch(change -> change.receipt().status().applied());
                assertThat(changes).hasSize((int) appliedBy(ready));
                JsonNode updates = record(out).at("/arms/0/updates");
                long unaccounted = changes.stream()
                        .filter(change -> change.receipt().status() == ReceiptStatus.UNACCOUNTED)
                        .count();
                assertThat(updates.get("applied").asLong()
                                + updates.get("unaccounted").asLong())
                        .isEqualTo(UPDATES);
                assertThat(updates.get("unaccounted").asLong()).isLessThanOrEqualTo(unaccounted);
                assertThat(record(out).get("doubts").toString()).contains("none was sent again");
                assertThat(Files.readString(out.resolve("report.html"))).contains("none was sent again");
            }
        }
    }

    @Test
    void aFreshDeviceInTheMiddleIsRefusedAndMarkedWhereSomebodyInsists() throws Exception {
        Limbench limbench = new Limbench(directory);
        Path out = directory.resolve("out");
        try (Limbench.Running device = limbench.serve("emulate", "--seed", "9", "--serial", "lim0")) {
            device.ready();
            KilledHostIT.killAt(limbench.background(run("serial:" + directory.resolve("lim0"), out)), out, 80_000);
            device.kill();
        }
        try (Limbench.Running another = limbench.serve("emulate", "--seed", "9", "--serial", "lim0")) {
            another.ready();
            Limbench.Outcome refused = limbench.run("run", "--resume", out.toString());
            assertThat(refused.code()).as(refused.err()).isEqualTo(3);
            assertThat(refused.err()).contains("began anew").contains("--accept-device");

            Limbench.Outcome insisted = limbench.run("run", "--resume", out.toString(), "--accept-device");

            assertThat(insisted.code()).as(insisted.err()).isZero();
            assertThat(insisted.err()).contains("began anew");
        }
        JsonNode record = record(out);
        assertThat(record.at("/device/replaced").asBoolean()).isTrue();
        assertThat(record.at("/device/bootIds")).hasSize(2);
        assertThat(record.get("doubts").toString()).contains("began anew");
        assertThat(record.at("/arms/0/bounds").toString()).contains("the trace spans two devices");
    }

    @Test
    void flagsAndFilesThatContradictTheJournalAreRefused() throws Exception {
        Limbench limbench = new Limbench(directory);
        Path table = directory.resolve("table.csv");
        StringBuilder rows = new StringBuilder();
        for (int k = 0; k < 40; k++) {
            rows.append(k)
                    .append(',')
                    .append(k * k % 7)
                    .append(',')
                    .append(k % 2 == 0 ? "even" : "odd")
                    .append('\n');
        }
        Files.writeString(table, rows);
        Path out = directory.resolve("out");
        String[] run = {
            "run",
            "--task",
            "csv:" + table + "?header=no",
            "--arms",
            "lim",
            "--updates",
            "2000",
            "--out",
            out.toString()
        };
        KilledHostIT.killAt(limbench.background(run), out, 60_000);

        Limbench.Outcome flag = limbench.run("run", "--resume", out.toString(), "--updates", "500");
        assertThat(flag.code()).isEqualTo(2);
        assertThat(flag.err()).contains("--updates is '500'").contains("begun with '2000'");
        byte[] journal = Files.readAllBytes(out.resolve("journal.bin"));
        Files.writeString(table, "1,2,even\n" + rows);
        Limbench.Outcome file = limbench.run("run", "--resume", out.toString());
        assertThat(file.code()).as(file.err()).isEqualTo(2);
        assertThat(file.err()).contains("table.csv").contains("SHA-256");
        assertThat(Files.size(out.resolve("journal.bin"))).isGreaterThanOrEqualTo(journal.length - 1000);
        Files.writeString(table, rows);

        Limbench.Outcome same = limbench.run("run", "--resume", out.toString(), "--updates", "2000", "--json");

        assertThat(same.code()).as(same.err()).isZero();
        JsonNode input = JsonMapper.shared().readTree(same.out()).at("/inputs/0");
        assertThat(input.get("role").asString()).isEqualTo("table");
        assertThat(input.get("bytes").asLong()).isEqualTo(Files.size(table));
        assertThat(input.at("/counts/examples").asLong()).isEqualTo(40);
        assertThat(input.at("/counts/features").asLong()).isEqualTo(2);
        assertThat(input.at("/counts/classes").asLong()).isEqualTo(2);
    }

    @Test
    void seedsThatWereKilledAreGoneOnWithTogether() throws Exception {
        Limbench limbench = new Limbench(directory);
        Path whole = directory.resolve("whole");
        Path killed = directory.resolve("killed");
        String[] seeds = {
            "run", "--task", "quadratic", "--arms", "lim,fixed", "--updates", "400", "--seeds", "3", "--out"
        };
        assertThat(limbench.run(with(seeds, whole)).code()).isZero();
        Path second = killed.resolve("seed-2");
        KilledHostIT.killAt(limbench.background(with(seeds, killed)), second, 60_000);
        assertThat(killed.resolve("seed-3")).doesNotExist();

        Limbench.Outcome resumed = limbench.run("run", "--resume", killed.toString());

        assertThat(resumed.code()).as(resumed.err()).isZero();
        for (int seed = 1; seed <= 3; seed++) {
            assertThat(killed.resolve("seed-" + seed + "/ledger.parquet"))
                    .hasSameBinaryContentAs(whole.resolve("seed-" + seed + "/ledger.parquet"));
        }
        assertThat(comparable(killed)).isEqualTo(comparable(whole));
        Limbench.Outcome more = limbench.run("run", "--resume", killed.toString(), "--seeds", "4");
        assertThat(more.code()).isEqualTo(2);
        assertThat(more.err()).contains("--seeds is '4'").contains("begun with '3'");
    }

    private static String[] with(String[] arguments, Path out) {
        return Stream.concat(Arrays.stream(arguments), Stream.of(out.toString()))
                .toArray(String[]::new);
    }

    /** What does not depend on when it was run, how fast, and how many frames a second process added to the first one's. */
    private static String comparable(Path out) throws IOException {
        return Files.readString(out.resolve("run.json"))
                .replaceAll("\"runId\" : \"[^\"]*\"", "")
                .replaceAll("\"bootIds?\" : (\\[[^\\]]*\\]|\"[^\"]*\")", "")
                .replaceAll("\"(seconds|goodputBytesPerSecond|frames)\" : [-0-9.E]+", "");
    }
}
