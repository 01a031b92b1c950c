package org.limbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limbench.assessment.Knowledge;
import org.limbench.assessment.Segment;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ReadRequest;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.TimeAdvance;

class RecordedArmTest {
    @TempDir
    Path directory;

    private void tell(String... arms) {
        try (RunLedger ledger = RunLedger.create(directory, Runs.header(), () -> 0)) {
            for (int i = 0; i < arms.length; i++) {
                Runs.tellArm(ledger, arms[i], 6, i + 1);
            }
            Runs.finish(ledger);
        }
    }

    @Test
    void commandsOfEverySegmentButAgeingComeBackWholeAndInOrder() throws IOException {
        tell("fixed", "lim");
        RecordedArm arm = RecordedArm.read(directory, null);
        List<ArrayCommand> updates = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            updates.add(Runs.rank1(2 + n));
        }

        assertThat(arm.name()).isEqualTo("lim");
        assertThat(arm.parts())
                .extracting(RecordedArm.Part::segment)
                .containsExactly(Segment.RESET, Segment.TRAINING, Segment.CONSOLIDATION);
        assertThat(arm.parts().get(1).commands()).isEqualTo(updates);
        assertThat(arm.commands())
                .hasSize(2 + 6 + 1)
                .noneMatch(command -> command instanceof ReadRequest || command instanceof TimeAdvance);
        assertThat(arm.read()).isEqualTo(new ReadRequest(Runs.GEOMETRY.whole(), 1));
        assertThat(arm.metrics()).containsEntry("accuracyTrained", 0.9);
        assertThat(arm.indeterminate()).isZero();
    }

    @Test
    void energyOfASegmentIsThatOfItsRows() throws IOException {
        tell("lim");
        RecordedArm arm = RecordedArm.read(directory, "lim");
        ArmTotals totals = Recovery.of(directory).arms().get(0);

        for (RecordedArm.Part part : arm.parts()) {
            assertThat(part.energy().totalJoules())
                    .as(part.segment().label())
                    .isEqualTo(totals.segments().get(part.segment()).totalJoules());
        }
    }

    @Test
    void whatWasRefusedIsLeftOutAndWhatIsInDoubtCounted() throws IOException {
        Runs.Device device = new Runs.Device(1);
        ReadRequest read = new ReadRequest(Runs.GEOMETRY.whole(), 1);
        try (RunLedger ledger = RunLedger.create(directory, Runs.header(), () -> 0)) {
            ledger.armStarted("lim", true);
            ledger.segmentStarted(Segment.TRAINING, Knowledge.READS_INSIDE);
            long id = 0;
            for (ReceiptStatus status :
                    List.of(ReceiptStatus.APPLIED, ReceiptStatus.EXPIRED, ReceiptStatus.INDETERMINATE)) {
                id++;
                ledger.intent(id, Runs.rank1(id));
                ledger.receipt(id, Runs.rank1(id), device.answer(Runs.rank1(id), status));
            }
            ledger.intent(9, read);
            ledger.receipt(9, read, device.answer(read));
        }
        RecordedArm arm = RecordedArm.read(directory, null);

        assertThat(arm.commands()).isEqualTo(List.of(Runs.rank1(1), Runs.rank1(3)));
        assertThat(arm.indeterminate()).isOne();
    }

    @Test
    void whatIsMissingIsSaidInOneLine() {
        assertThatThrownBy(() -> RecordedArm.read(directory, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no journal.bin");
        tell("lim", "fixed");
        assertThatThrownBy(() -> RecordedArm.read(directory, "lowered"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lowered")
                .hasMessageContaining("lim, fixed");
    }
}
