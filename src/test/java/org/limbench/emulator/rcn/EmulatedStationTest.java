package org.limbench.emulator.rcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.BarrierChange;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.driver.SessionOptions;
import org.limbench.driver.rcn.RcnDriver;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.rcn.StationTiming;
import org.limbench.protocol.rcn.Wiring;
import org.limbench.protocol.rcn.WiringFile;
import org.limbench.testkit.ManualClock;
import org.limbench.testkit.WatchedStation;
import org.limbench.transport.LinkKind;

/** The emulated station: quirks of the line, what lines do to cells, and that the driver sees of it what it can see. */
final class EmulatedStationTest {
    private final Wiring wiring = WiringFile.load("rcn-16x4");
    private final ManualClock clock = new ManualClock();
    private final EmulatedStation station = station(1);

    private EmulatedStation station(long seed) {
        return new EmulatedStation(wiring, ProfileLibrary.load("lim-chain"), seed, clock);
    }

    private static String say(EmulatedStation station, String text) {
        StringBuilder said = new StringBuilder();
        station.receive(
                LinkKind.STREAM,
                text.getBytes(StandardCharsets.US_ASCII),
                (bytes, hints) -> said.append(new String(bytes, StandardCharsets.ISO_8859_1)));
        return said.toString();
    }

    /** What it says on its own after so long. */
    private String after(Duration time) {
        clock.advance(time);
        StringBuilder said = new StringBuilder();
        station.idle(LinkKind.STREAM, (bytes, hints) -> said.append(new String(bytes, StandardCharsets.ISO_8859_1)));
        return said.toString();
    }

    private RcnDriver driver(EmulatedStation of) {
        return RcnDriver.open(
                new WatchedStation(of, clock),
                wiring,
                SessionOptions.builder(clock, 1).build());
    }

    private PulseTrain train(Tile tile, Polarity polarity, double barrierKt, int count) {
        double kt = wiring.ktJoules();
        Drive drive = new Drive.Barrier(2 * kt, barrierKt * kt);
        return new PulseTrain(tile, Operation.UPDATE, drive, polarity, 20e-6, 20e-6, count);
    }

    @Test
    void aSecondLineInTheSamePieceIsDropped() {
        assertThat(say(station, "IDENTIFY\nDAC_CLEAR\n"))
                .isEqualTo("OK:AIMLAB_TESTSTATION_V3_r1_LIMBENCH_EMULATED\r\n");
        assertThat(station.droppedBytes()).isEqualTo(10);
        assertThat(say(station, "\n\r\n")).isEmpty();
        assertThat(say(station, "IDEN")).isEmpty();
        assertThat(say(station, "TIFY\r\n")).startsWith("OK:AIMLAB");
        assertThat(say(station, "X".repeat(200) + "\n")).isEqualTo("ERR:Unknown command '" + "X".repeat(127) + "'\r\n");
    }

    @Test
    void repliesAreThoseOfTheRealOne() {
        assertThat(say(station, "DAC_SET 1 1 1.0\n")).isEqualTo("OK:DAC_C1_CH1=10000mV\r\n");
        assertThat(say(station, "TIA_GAIN A 20K\n")).isEqualTo("OK:TIA_A=20K,Rf=20000,TIA_B=20K,Rf=20000\r\n");
        assertThat(say(station, "STATUS\n"))
                .matches("OK:FW=AIMLAB_\\w+,PA1=\\d+mV,PA2=0mV,PA3=0mV,PA4=0mV,STREAM=IDLE\r\n");
        assertThat(say(station, "STMDIO_WRITE 0x55\n")).isEqualTo("OK:DIO=0x0055\r\n");
        assertThat(say(station, "STMDIO_READ\n"))
                .isEqualTo("OK:PD0-7=0x55,PD8=0,PD9=0,PD12=0,PD13=0,PD14=0,PD15=0\r\n");
        assertThat(say(station, "ADS_STATUS 1\n"))
                .isEqualTo("OK:ADS1 ID=0x04 STAT=0x00 CLK1=0x02 CLK2=0x26 ENA=0x0F\r\n");
        assertThat(say(station, "ADS_READ ALL\n")).matches("DATA:(C[12]CH[1-4]=-?\\d+,?){8}\r\n");
        assertThat(say(station, "ADS_CAL 1\n")).matches("OK:ADS_CAL chip=1 (CH[1-4]=-?\\d+,?){4} n=500\r\n");
        assertThat(say(station, "ADCFAST_DBG\n")).matches("DATA:dma_init=.*\r\nOK:ADCFAST_DBG_DONE\r\n");
        assertThat(say(station, "CAPTURE_STEP 10 0 74\n").length())
                .isEqualTo("PRETRIG:2\r\nBINARY:20\r\n".length() + 20 + "OK:CAPTURE_STEP_DONE n=10\r\n".length());
        assertThat(say(station, "ADS_STOP\n")).startsWith("ERR:");
    }

    @Test
    void streamsComeAtThePaceOfTheirConverters() {
        assertThat(say(station, "STMADC_STREAM 1 5\n")).isEqualTo("OK:STREAM_START ch=1 n=5\r\n");
        assertThat(station.speaksUnasked()).isTrue();
        assertThat(after(Duration.ofMillis(2))).matches("(DATA:ch1=\\d+\r\n){2}");
        assertThat(after(Duration.ofMillis(9))).matches("(DATA:ch1=\\d+\r\n){3}OK:STREAM_DONE samples=5\r\n");
        assertThat(station.speaksUnasked()).isFalse();
        say(station, "ADS_CONFIG 1 4096\n");
        assertThat(say(station, "ADS_STREAM 1 2\n")).isEqualTo("OK:ADS_STREAM_START chip=1 n=2\r\n");
        assertThat(after(Duration.ofNanos(2_040_000))).isEmpty();
        assertThat(after(Duration.ofNanos(20_000))).matches("DATA:C1CH1=.*\r\n");
        assertThat(after(Duration.ofSeconds(1))).matches("DATA:.*\r\nOK:ADS_STREAM_DONE samples=2\r\n");
    }

    @Test
    void aStreamWithoutEndIsStoppedByTheNextLine() {
        double before = station.seconds();
        say(station, "STMADC_STREAM 1 0\n");
        assertThat(after(Duration.ofMinutes(1)).lines().count())
                .as("a turn is short")
                .isLessThanOrEqualTo(32);
        assertThat(say(station, "STMADC_STOP\n")).isEqualTo("OK:STREAM_STOP samples=32\r\n");
        assertThat(station.seconds()).isLessThan(before + 0.04);
        say(station, "ADS_CONFIG 2 32\n");
        say(station, "ADS_DMA_STREAM 2 0\n");
        // 16 us a frame: 31 are no packet yet, 63 are one
        assertThat(after(Duration.ofNanos(31 * 16_000 + 100))).isEmpty();
        assertThat(after(Duration.ofNanos(32 * 16_000))).hasSize(6 + 32 * 15);
        assertThat(say(station, "ADS_DMA_STOP\n")).isEqualTo("OK:ADS_DMA_STREAM_STOP frames=32\r\n");
        assertThat(say(station, "ADS_DMA_STREAM 2 40\n")).startsWith("OK:");
        assertThat(after(Duration.ofSeconds(1)))
                .hasSize(2 * 6 + 40 * 15 + "OK:ADS_DMA_STREAM_DONE frames=40\r\n".length());
    }

    @Test
    void aCaptureThatOutlastsTheStationsPatienceIsRefusedAndAStepInItIsAPulseAllTheSame() {
        assertThat(say(station, "ADCFAST_CAPTURE 8000 10 65535\n")).isEqualTo("ERR:Capture timed out\r\n");
        assertThat(station.seconds()).isEqualTo(StationTiming.CAPTURE_PATIENCE_SECONDS, within(0.01));
        assertThat(say(station, "CAPTURE_STEP 8000 10 65535 50\n")).isEqualTo("ERR:Pre-trigger wait timed out\r\n");
        assertThat(say(station, "CAPTURE_STEP 8000 10 65535 0\n")).isEqualTo("ERR:Capture timed out\r\n");
        assertThat(say(station, "STMDIO_READ\n")).contains("PD9=0");
        assertThat(station.seconds()).isEqualTo(3 * StationTiming.CAPTURE_PATIENCE_SECONDS, within(0.01));
    }

    @Test
    void timePassesByLinesAlone() {
        say(station, "DAC_SET 1 1 1.0\n");
        assertThat(station.seconds()).isEqualTo(StationTiming.DAC_SECONDS, within(1e-12));
        say(station, "DAC_SET 9 1 1.0\n");
        assertThat(station.seconds()).isEqualTo(StationTiming.DAC_SECONDS, within(1e-12));
    }

    @Test
    void onlyCellsWhereDrivenRowsCrossOpenColumnsMove() {
        double[] before = station.conductancesSiemens();
        try (RcnDriver driver = driver(station)) {
            Receipt receipt = driver.execute(train(new Tile(3, 1, 2, 2), Polarity.POTENTIATE, 8, 5));
            assertThat(receipt.pulses()).isEqualTo(20);
        }
        double[] after = station.conductancesSiemens();
        for (int cell = 0; cell < after.length; cell++) {
            boolean selected = cell / 4 >= 3 && cell / 4 <= 4 && cell % 4 >= 1 && cell % 4 <= 2;
            assertThat(after[cell] > before[cell]).as("cell %d", cell).isEqualTo(selected);
            if (!selected) {
                assertThat(after[cell]).isEqualTo(before[cell]);
            }
        }
    }

    @Test
    void aReadGivesTheTrueConductancesWithinItsStatedNoise() {
        double[] truth = station.conductancesSiemens();
        try (RcnDriver driver = driver(station)) {
            Datasheet datasheet = driver.datasheet();
            int[] codes = driver.execute(new ReadRequest(datasheet.geometry().whole(), 4))
                    .readout()
                    .codes();
            double worst = 0;
            for (int cell = 0; cell < truth.length; cell++) {
                worst = Math.max(worst, Math.abs(datasheet.converter().siemens(codes[cell]) - truth[cell]));
            }
            // the outputs are a step of 76 uV off at most: 0.08 % of 0.1 V, 0.2 uS of the best conducting cell
            assertThat(worst).isLessThan(0.2e-6 + 4 * datasheet.converter().noiseSiemens());
        }
    }

    @Test
    void theMeterTellsVoltageTimesCurrentTimesTimeWithinItsUncertainty() {
        Tile tile = new Tile(0, 0, 16, 4);
        try (RcnDriver driver = driver(station)) {
            // a high barrier: nothing moves, so the current is that of the known conductances
            Receipt receipt = driver.execute(train(tile, Polarity.DEPRESS, 39, 10));
            double volts = 2 / wiring.drive().ktPerVolt();
            double joules = 0;
            for (double siemens : station.conductancesSiemens()) {
                joules += 10 * volts * volts * siemens * 20e-6;
            }
            EnergyMeasurement measured =
                    EnergyMeasurement.of(receipt.window(), driver.datasheet().meter());
            assertThat(measured.joules(EnergyAccount.UPDATE))
                    .isEqualTo(joules, within(2 * measured.standardUncertaintyJoules(EnergyAccount.UPDATE)));
            assertThat(measured.standardUncertaintyJoules(EnergyAccount.UPDATE)).isLessThan(0.05 * joules);
            assertThat(measured.joules(EnergyAccount.BARRIER))
                    .as("nothing meters it")
                    .isNaN();
            assertThat(driver.notes()).anyMatch(note -> note.contains("not metered"));
        }
    }

    @Test
    void withThePinHeldHighAPulseIsWhatLiesBetweenTwoSettings() {
        double[] before = station.conductancesSiemens();
        for (String line : List.of(
                "DAC_SET_ALL 2.5", // rows and columns at rest, gates at 40 kT
                "DAC_SET 5 2 0", // all columns but the first closed further
                "DAC_SET 5 3 0",
                "DAC_SET 5 4 0",
                "DAC_SET 1 1 2.6", // row 0 driven: 3.9 kT
                "STMDIO_WRITE_PIN 9 1",
                "DAC_SET 3 1 5.0", // row gate 0: cell 0 at 20 kT
                "DAC_SET 3 1 2.5")) {
            assertThat(say(station, line + "\n")).startsWith("OK:");
        }
        double[] after = station.conductancesSiemens();
        // 1e9/s exp(-20) for 21 ms is 0.04 jumps at no tilt, 0.3 along 3.9 kT; nothing else is below 40 kT
        assertThat(after[0]).isGreaterThanOrEqualTo(before[0]);
        for (int cell = 1; cell < after.length; cell++) {
            assertThat(after[cell]).isEqualTo(before[cell]);
        }
        say(station, "DAC_SET 3 1 5.0\n");
        say(station, "DAC_SET 5 1 4.0\n"); // both gates open: 8 kT, some 5e4 jumps in 21 ms
        say(station, "DAC_SET 5 1 2.5\n");
        assertThat(station.conductancesSiemens()[0]).isEqualTo(256e-6, within(5e-6));
    }

    @Test
    void theSameSeedAndLinesGiveTheSameStation() {
        EmulatedStation twin = station(1);
        EmulatedStation other = station(2);
        for (EmulatedStation one : List.of(station, twin, other)) {
            try (RcnDriver driver = driver(one)) {
                driver.execute(new BarrierChange(wiring.lines().geometry().whole(), 45 * wiring.ktJoules(), 1e-3));
                driver.execute(train(new Tile(0, 0, 16, 4), Polarity.POTENTIATE, 9, 3));
            }
        }
        assertThat(twin.conductancesSiemens()).isEqualTo(station.conductancesSiemens());
        assertThat(twin.seconds()).isEqualTo(station.seconds());
        assertThat(other.conductancesSiemens()).isNotEqualTo(station.conductancesSiemens());
    }

    @Test
    void aChipThatCannotHoldHasNoPlaceOnAStation() {
        for (String profile : List.of("idealized", "fn-dam")) {
            assertThatThrownBy(() -> new EmulatedStation(wiring, ProfileLibrary.load(profile), 1, clock))
                    .hasMessageContaining(profile)
                    .hasMessageContaining("allowed on an emulated station");
        }
    }
}
