package org.limbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip of the keyboard is answered with what was meant; what is no slip with what there is alone. */
final class SuggestionTest {
    @TempDir
    private Path directory;

    private String complaint(String... arguments) {
        Said said = Said.by(directory, arguments);
        said.refused(ExitCode.BAD_INPUT);
        return said.err();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rnu                                              | run
                    profile lst                                      | list
                    bounds shedule                                   | schedule
                    run --sede 3                                     | --seed
                    run --sede=3                                     | --seed
                    run --device emulated:lim-chian                  | lim-chain
                    run --device emulated:lim-chain?row=9            | rows
                    run --task digts                                 | digits
                    run --task maxcat:graph.txt                      | maxcut
                    run --arms limm                                  | lim
                    run --arms lim,                                  | lim
                    run --arms pulsd --device emulated:sonos         | pulsed
                    run --task ising --arms anealed                  | annealed
                    run --schedule 1/m                               | 1/n
                    run --approach fixed-titl                        | fixed-tilt
                    run --retention-convention any-jmp               | any-jump
                    run --zero mid-rang --device emulated:sonos      | mid-range
                    run --task ising --anneal geometrc               | geometric
                    emulate --profile smjt --tcp 127.0.0.1:0         | smtj
                    profile show soons                               | sonos
                    profile new --model soft-bound                   | soft-bounds
                    bounds eval landauer-bti temperature_k=300       | landauer-bit
                    bounds eval landauer-bit temperatur_k=300        | temperature_k
                    bounds schedule --schedule 1/sqr(n)              | 1/sqrt(n)
                    bounds project --scaling chinchila               | chinchilla
                    """)
    void aSlipIsAnsweredWithWhatWasMeant(String line, String meant) {
        assertThat(complaint(line.strip().split(" +"))).contains("did you mean '" + meant.strip() + "'?");
    }

    @ParameterizedTest
    @CsvSource({"run --task knitting", "run --arms everything", "profile show nosuchprofile", "zzz", "run --zzz"})
    void whatIsNoSlipGetsNoSuggestion(String line) {
        assertThat(complaint(line.split(" "))).doesNotContain("did you mean");
    }

    @ParameterizedTest
    @CsvSource({"run --device rcn:/dev/nothing", "run --eta 1e-400"})
    void neitherWhatIsRightNorAnExampleOfANumberIsSuggested(String line) {
        assertThat(complaint(line.split(" "))).contains("allowed:").doesNotContain("did you mean");
    }

    @Test
    void aKeyOfTheSettingsFileIsAnsweredToo() throws IOException {
        Files.writeString(directory.resolve("limbench.yaml"), "sede: 7\n");
        assertThat(complaint("profile", "list")).contains("did you mean 'seed'?");
    }
}
