package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person sees of an annealing run. */
final class AnnealingTableTest {
    @TempDir
    private Path directory;

    private String limbench(String... arguments) {
        return Said.by(directory, arguments).done();
    }

    private String[] run(String out, String... more) {
        String[] all = {
            "run",
            "--task",
            "maxcut:test-fixtures/maxcut/petersen.txt",
            "--device",
            "emulated:lim-chain?rows=4&columns=3",
            "--sweeps",
            "30",
            "--out",
            directory.resolve(out).toString()
        };
        String[] joined = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, joined, all.length, more.length);
        return joined;
    }

    @Test
    void theTableFitsEightyColumnsAndShowsCutsAndEnergy() throws Exception {
        List<String> lines = limbench(run("two", "--seeds", "2")).lines().toList();

        // from below the first line, which holds the path of the file, to the bounds
        assertThat(lines.subList(1, lines.indexOf("bounds and estimates, arm annealed (joules)")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(lines).contains("30 sweeps, cooling geometric; best cut known: 12");
        for (String arm : List.of("annealed ", "lowered ", "quenched ")) {
            assertThat(lines).filteredOn(line -> line.startsWith(arm)).hasSize(1);
        }
        String page = Files.readString(directory.resolve("two/report.html"));
        assertThat(page)
                .contains("core per flip attempt", "cut aged", "Cut over its best known value or bound against time")
                .doesNotContain("fixed / this, core");
    }

    @Test
    void jsonHoldsTheCuts() {
        JsonNode run = JsonMapper.shared().readTree(limbench(run("json", "--json", "--arms", "quenched")));
        JsonNode metrics = run.get("arms").get(0).get("metrics");

        assertThat(metrics.get("bestKnown").asDouble()).isEqualTo(12);
        assertThat(metrics.get("cutFinal").asDouble()).isBetween(6.0, 12.0);
        assertThat(metrics.get("cutAged").asDouble())
                .isEqualTo(metrics.get("cutFinal").asDouble());
    }
}
