package org.limbench.driver.rcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLoss;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.driver.CommandJournal;
import org.limbench.driver.DeviceRefusedException;
import org.limbench.driver.ImplausibleReplyException;
import org.limbench.driver.LinkLostException;
import org.limbench.driver.ReplyTimeoutException;
import org.limbench.driver.SessionOptions;
import org.limbench.emulator.rcn.EmulatedStation;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.protocol.rcn.WiringFile;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.WatchedStation;

/** Whatever happens to the line, the chip is left where nothing happens to it, and no pulse is fired twice. */
final class SafeStateTest {
    private static final String GATE_AT_HOLD = "DAC_SET 5 6 2.5000"; // (80 - 40) kT / 16 kT/V

    private final Wiring wiring = WiringFile.load("rcn-16x4");
    private final ManualClock clock = new ManualClock();
    private final EmulatedStation station = new EmulatedStation(wiring, ProfileLibrary.load("lim-chain"), 1, () -> 0);
    private final WatchedStation link = new WatchedStation(station, clock);
    private final List<String> journal = new ArrayList<>();

    private static boolean isCapture(String line) {
        return line.startsWith("CAPTURE_STEP");
    }

    private SessionOptions.Builder options() {
        return SessionOptions.builder(clock, 7).journal(new CommandJournal() {
            @Override
            public void intent(long commandId, ArrayCommand command) {
                journal.add("intent " + commandId);
            }

            @Override
            public void receipt(long commandId, ArrayCommand command, Receipt receipt) {
                journal.add(receipt.status() + " " + commandId);
            }
        });
    }

    private PulseTrain pulse() {
        double kt = wiring.ktJoules();
        Drive drive = new Drive.Barrier(2 * kt, 9 * kt);
        return new PulseTrain(new Tile(0, 0, 2, 2), Operation.UPDATE, drive, Polarity.POTENTIATE, 20e-6, 20e-6, 1);
    }

    private BarrierChange barrier(double kt) {
        return new BarrierChange(wiring.lines().geometry().whole(), kt * wiring.ktJoules(), 0);
    }

    /** PD9 low, then the gates closed (the common one first), then rows and columns at rest. */
    private void requireSafe(List<String> lines) {
        assertThat(lines.get(0)).isEqualTo("STMDIO_WRITE_PIN 9 0");
        assertThat(lines.get(1)).isEqualTo(GATE_AT_HOLD);
        assertThat(lines.subList(2, 22)).allMatch(line -> line.matches("DAC_SET [345] \\d 2.5000"));
        assertThat(lines.subList(22, 38)).allMatch(line -> line.matches("DAC_SET [12] \\d 2.5000"));
        assertThat(lines.get(38)).isEqualTo("DAC_SET 5 5 2.5000");
    }

    @Test
    void theLinesAreBroughtToRestBeforeAnythingElse() {
        RcnDriver.open(link, wiring, options().build());
        assertThat(link.lines().get(0)).isEqualTo("IDENTIFY");
        requireSafe(link.lines().subList(1, 40));
        assertThat(link.lines().subList(40, 42)).containsExactly("TIA_GAIN B 20K", "ADS_CONFIG 2 4096");
    }

    @Test
    void closingLeavesRowsAtRestAndTheBarrierAtHold() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        driver.execute(pulse());
        int before = link.lines().size();
        driver.close();
        requireSafe(link.lines().subList(before, before + 39));
        assertThat(link.closed()).isTrue();
    }

    @Test
    void aBarrierAboveHoldIsNotLoweredByClosing() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        driver.execute(new Consolidation(wiring.lines().geometry().whole(), 60 * wiring.ktJoules(), 0));
        int before = link.lines().size();
        driver.close();
        assertThat(link.lines().subList(before, link.lines().size()))
                .contains("DAC_SET 5 6 1.2500")
                .doesNotContain(GATE_AT_HOLD);
    }

    @Test
    void aLostReplyMakesThePulseIndeterminateAndItIsNeverSentAgain() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        link.lose(SafeStateTest::isCapture);
        Receipt receipt = driver.execute(pulse());
        assertThat(receipt.status()).isEqualTo(ReceiptStatus.INDETERMINATE);
        assertThat(link.lines()).filteredOn(SafeStateTest::isCapture).hasSize(1);
        int captured = link.lines()
                .indexOf(link.lines().stream()
                        .filter(SafeStateTest::isCapture)
                        .findFirst()
                        .orElseThrow());
        assertThat(link.lines().get(captured + 1)).isEqualTo("IDENTIFY");
        requireSafe(link.lines().subList(captured + 2, captured + 41));
        assertThat(journal).containsExactly("intent 1", "INDETERMINATE 1");
        link.lose(line -> false);
        assertThat(driver.execute(pulse()).status()).isEqualTo(ReceiptStatus.APPLIED);
    }

    @Test
    void aLostReplyToABarrierLeavesTheBarrierAtHoldOrAbove() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        link.lose(line -> line.startsWith("DAC_SET 5 6 3.7500"));
        assertThat(driver.execute(barrier(20)).status()).isEqualTo(ReceiptStatus.INDETERMINATE);
        assertThat(link.lines().subList(link.lines().size() - 42, link.lines().size()))
                .contains(GATE_AT_HOLD);
    }

    @Test
    void aReadIsMadeAgainAfterALostReply() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        int[] lost = {1};
        link.lose(line -> line.startsWith("ADS_READ") && lost[0]-- > 0);
        Receipt receipt = driver.execute(new ReadRequest(new Tile(0, 0, 1, 4), 1));
        assertThat(receipt.status()).isEqualTo(ReceiptStatus.APPLIED);
        assertThat(receipt.readout()).isNotNull();
    }

    @Test
    void afterABrokenLinkTheNewOneIsUsedForNothingBeforeTheLinesAreAtRest() {
        List<String> all = new ArrayList<>();
        WatchedStation first = new WatchedStation(station, clock, all);
        RcnDriver driver = RcnDriver.open(
                first,
                wiring,
                options()
                        .reconnect(() -> new WatchedStation(station, clock, all))
                        .build());
        first.breakAt(SafeStateTest::isCapture);
        Receipt receipt = driver.execute(pulse());
        assertThat(receipt.status()).isEqualTo(ReceiptStatus.INDETERMINATE);
        assertThat(first.closed()).isTrue();
        int broken = all.indexOf(
                all.stream().filter(SafeStateTest::isCapture).findFirst().orElseThrow());
        assertThat(all.get(broken + 1)).isEqualTo("IDENTIFY");
        requireSafe(all.subList(broken + 2, broken + 41));
        assertThat(all).filteredOn(SafeStateTest::isCapture).hasSize(1);
    }

    @Test
    void aStationThatIsGoneEndsInOneClearSentence() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        link.breakAt(SafeStateTest::isCapture);
        assertThatThrownBy(() -> driver.execute(List.of(pulse(), pulse(), pulse())))
                .isInstanceOf(LinkLostException.class)
                .hasMessageContaining("serial:fake")
                .hasMessageContaining("0 of 3 commands answered, one under way is indeterminate, 2 not sent")
                .hasMessageContaining("the lines could not be brought to rest");
        assertThat(journal).containsExactly("intent 1");
        assertThatThrownBy(() -> driver.execute(pulse())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSilentStationIsToldFromAMissingOne() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        link.lose(line -> true);
        assertThatThrownBy(() -> driver.execute(pulse()))
                .isInstanceOf(ReplyTimeoutException.class)
                .hasMessageContaining("no reply to 'IDENTIFY' within 2000 ms");
    }

    @Test
    void aReplyThatCannotBeIsReportedAndTheLinesAreBroughtToRest() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        link.replyOnce("OK:DAC_C1_CH1=99999mV");
        int before = link.lines().size();
        assertThatThrownBy(() -> driver.execute(pulse()))
                .isInstanceOf(ImplausibleReplyException.class)
                .hasMessageContaining("99999mV")
                .hasMessageContaining("expected: 'OK:DAC_C1_CH1=25517mV'");
        requireSafe(link.lines().subList(before + 1, before + 40));
    }

    @Test
    void aPulseWhoseSamplesAreAtAnEndIsNotMeasuredAndTheRunGoesOn() throws IOException {
        String text = Files.readString(Path.of("device-profiles/wiring/rcn-16x4.yaml"));
        Wiring loud = WiringFile.parse("loud.yaml", text.replace("ohms: {value: 2000,", "ohms: {value: 1e12,"));
        EmulatedStation other = new EmulatedStation(loud, ProfileLibrary.load("lim-chain"), 1, () -> 0);
        try (RcnDriver driver =
                RcnDriver.open(new WatchedStation(other, clock), loud, options().build())) {
            List<Receipt> receipts =
                    driver.execute(List.of(pulse(), new ReadRequest(new Tile(0, 0, 2, 2), 1), pulse()));

            assertThat(receipts).extracting(Receipt::status).containsOnly(ReceiptStatus.APPLIED);
            MeterLoss blind = receipts.get(0).window().unseen();
            assertThat(blind.accounts()).containsExactly(EnergyAccount.UPDATE);
            assertThat(blind.causes()).containsExactly(MeterLoss.Cause.SATURATION);
            assertThat(blind.seconds()).isCloseTo(20e-6, within(1e-12));
            assertThat(receipts.get(1).window().unseen().isNone()).isTrue();
            assertThat(receipts.get(2).window().unseen().isNone()).isFalse();
        }
    }

    @Test
    void somethingElseOnThePortIsNotTakenForAStation() {
        link.replyOnce("hello");
        assertThatThrownBy(() -> RcnDriver.open(link, wiring, options().build()))
                .isInstanceOf(ReplyTimeoutException.class);
        assertThat(link.closed()).isTrue();
    }

    @Test
    void whatTheStationCannotDoIsRefusedBeforeALineIsSent() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        int before = link.lines().size();
        double kt = wiring.ktJoules();
        Tile some = new Tile(0, 0, 2, 2);
        for (ArrayCommand command : List.of(
                new TimeAdvance(1, true),
                new BarrierChange(some, 40 * kt, 0),
                barrier(81),
                new PulseTrain(
                        some, Operation.UPDATE, new Drive.Barrier(9 * kt, 9 * kt), Polarity.DEPRESS, 20e-6, 20e-6, 1),
                new PulseTrain(
                        some, Operation.UPDATE, new Drive.Barrier(2 * kt, 9 * kt), Polarity.DEPRESS, 1e-6, 1e-6, 1),
                new ReadRequest(new Tile(0, 0, 17, 1), 1))) {
            assertThatThrownBy(() -> driver.execute(command))
                    .as(command.toString())
                    .isInstanceOf(DeviceRefusedException.class)
                    .hasMessageContaining("allowed:")
                    .hasMessageContaining("nothing sent");
        }
        assertThat(link.lines()).hasSize(before);
        assertThat(journal).isEmpty();
    }

    @Test
    void whatAnEarlierProcessHadUnderWayIsIndeterminate() {
        RcnDriver driver = RcnDriver.open(link, wiring, options().build());
        Receipt receipt = driver.query(41, pulse());
        assertThat(receipt).isNotNull();
        assertThat(receipt.status()).isEqualTo(ReceiptStatus.INDETERMINATE);
        driver.execute(pulse());
        assertThat(journal).containsExactly("intent 42", "APPLIED 42");
    }
}
