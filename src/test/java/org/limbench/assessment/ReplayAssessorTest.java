package org.limbench.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;

/** Repeats made by hand: 256 cells that start once in every level and end about a place of their own. */
class ReplayAssessorTest {
    private static final Datasheet CHAIN = Bench.chain(16, 16);
    private static final Tile WHOLE = CHAIN.geometry().whole();
    private static final ReadRequest READ = new ReadRequest(WHOLE, 1);

    @Test
    void entropyAfterIsThatOfACellOverRepeatsNotOfTheCellsTogether() {
        // cell i ends at i -+ 1 by turns: of all cells together every level, of one cell a deviation of 1
        BoundResult bound = Bench.only(replay(CHAIN, 20, 20, 5000, 0, 1), "B1");
        double variance = 20.0 / 19;
        double after = 256 * 0.5 * Math.log(2 * Math.PI * Math.E * (variance + 1.0 / 12)) + 12.0 / 19;
        double expected = (256 * Math.log(256) - after) * Bench.KT;

        assertThat(bound.segment()).isEqualTo(Segment.RUN);
        assertThat(bound.status()).isEqualTo(BoundStatus.STRICT);
        assertThat(bound.joules()).isCloseTo(expected, within(1e-9 * expected));
        assertThat(bound.comparedJoules()).isCloseTo(5000 * Bench.KT, within(1e-9 * 5000 * Bench.KT));
        assertThat(bound.verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(bound.because()).contains("20 repeats of 256 cells", "5120 pooled", "12 groups");
    }

    @Test
    void meanHeatUnderTheBoundIsAMeasurementFault() {
        assertThat(Bench.only(replay(CHAIN, 20, 20, 500, 0, 1), "B1").verdict()).isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void thermalSpreadOfTheMeanFallsWithTheRepeats() {
        // bound 1,045 kT; 100,000 jumps at 2 kT spread a run by 632 kT, the mean of 20 by 141 kT
        assertThat(Bench.only(replay(CHAIN, 20, 20, 1045 - 350, 100_000, 1), "B1")
                        .verdict())
                .isEqualTo(Verdict.INDISTINGUISHABLE);
        assertThat(Bench.only(replay(CHAIN, 80, 80, 1045 - 350, 100_000, 1), "B1")
                        .verdict())
                .isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void oneDeviceGivesAConditionalBoundAndClosesCycles() {
        List<BoundResult> bounds = replay(CHAIN, 10, 1, 500, 0, 1);
        BoundResult information = Bench.only(bounds, "B1");
        BoundResult cycle = Bench.only(bounds, "B0");

        assertThat(information.status()).isEqualTo(BoundStatus.CONDITIONAL);
        assertThat(information.verdict()).isEqualTo(Verdict.CONDITION_VIOLATED);
        assertThat(information.because()).contains("256 pooled", "if the reset leaves nothing");
        assertThat(cycle.verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(cycle.comparedJoules()).isCloseTo(500 * Bench.KT, within(1e-9 * 500 * Bench.KT));
        assertThat(cycle.because()).startsWith("9 repeats end");
        assertThat(Bench.only(replay(CHAIN, 10, 1, -500, 0, 1), "B0").verdict()).isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void freshDevicesCloseNoCycle() {
        assertThat(Bench.only(replay(CHAIN, 5, 5, 500, 0, 1), "B0").verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    }

    @Test
    void unknownStartErasesNothing() {
        BoundResult bound = Bench.only(replay(CHAIN, 10, 0, 5000, 0, 1), "B1");

        assertThat(bound.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(bound.because()).contains("no repeat starts from power-on");
    }

    @Test
    void jumpLimitLiesAboveTheInformationBoundAndFallsWithJumps() {
        double information = Bench.only(replay(CHAIN, 20, 20, 9000, 0, 1), "B1").joules();
        double few = Bench.only(replayToMiddle(30_000), "B2").joules();
        double many = Bench.only(replayToMiddle(300_000), "B2").joules();

        assertThat(few).isGreaterThan(many);
        // distance 63 levels a cell: 2 W artanh(W/A) with W = 16,128 exactly the same in every repeat
        double production = 2 * 16_128 * 0.5 * Math.log((300_000 + 16_128.0) / (300_000 - 16_128.0)) * Bench.KT;
        assertThat(many - information).isCloseTo(production, within(1e-6 * production));
    }

    /** Groups only make the entropy after larger, and cells of unlike spread lose least by them. */
    @Test
    void groupingByCommandedJumpsIsSafeAndNearlyTight() {
        double[] deviations = new double[256];
        byte[] pulses = new byte[256];
        for (int i = 0; i < 256; i++) {
            pulses[i] = (byte) (i % 128);
            deviations[i] = Math.sqrt(1 + i % 128);
        }
        DenseUpdate update = new DenseUpdate(WHOLE, Bench.drive(2, 7), pulses, 1e-6);
        RepeatedReadouts readouts = new RepeatedReadouts(CHAIN, CommandedMoves.of(List.of(update), WHOLE, CHAIN), 256);
        Well19937c random = new Well19937c(8);
        double exact = 0;
        for (int i = 0; i < 256; i++) {
            exact += 0.5 * Math.log(2 * Math.PI * Math.E * (deviations[i] * deviations[i] + 1.0 / 12));
        }
        for (int repeat = 0; repeat < 30; repeat++) {
            int[] codes = new int[256];
            for (int i = 0; i < 256; i++) {
                codes[i] = (int) Math.round(128 + deviations[i] * random.nextGaussian());
            }
            readouts.after(new Readout(WHOLE, codes));
        }

        // 256 cells x 30 repeats: standard error of the sum is sqrt(256 / 58) = 2.1 nat; groups of unlike cells add 1.6
        // nat
        assertThat(readouts.mostAfter()).isBetween(exact - 4 * 2.1, exact + 4 * 2.1 + 4);
    }

    @Test
    void oneRepeatTellsNoSpread() {
        ReplayAssessor assessor = new ReplayAssessor(CHAIN, List.of(Bench.reset(WHOLE)), READ, 1);
        repeat(assessor, true, every(), every(), 1, 0);

        assertThatThrownBy(assessor::finish).hasMessageContaining("2 or more");
    }

    private static List<BoundResult> replay(
            Datasheet datasheet, int repeats, int fresh, double kt, long jumps, int step) {
        ReplayAssessor assessor = new ReplayAssessor(datasheet, List.of(Bench.reset(WHOLE)), READ, 1);
        for (int r = 0; r < repeats; r++) {
            int[] after = every();
            for (int i = 0; i < after.length; i++) {
                after[i] = Math.max(0, Math.min(255, 128 + (i % 3) * 10 + (r % 2 == 0 ? step : -step)));
            }
            repeat(assessor, r < fresh, every(), after, kt, jumps);
        }
        return assessor.finish();
    }

    private static List<BoundResult> replayToMiddle(long jumps) {
        ReplayAssessor assessor = new ReplayAssessor(CHAIN, List.of(Bench.reset(WHOLE)), READ, 1);
        for (int r = 0; r < 20; r++) {
            int[] after = new int[256];
            int turn = r % 2;
            // distances 1.5 and 0.5 from the middle in equal numbers, every cell in both by turns
            Arrays.setAll(after, i -> (i + turn) % 2 == 0 ? 126 : 128);
            repeat(assessor, true, every(), after, 9e5, jumps);
        }
        return assessor.finish();
    }

    private static void repeat(
            ReplayAssessor assessor, boolean fresh, int[] before, int[] after, double kt, long jumps) {
        assessor.begin(fresh);
        assessor.observe(READ, read(before));
        ArrayCommand pulses = Bench.reset(WHOLE);
        assessor.observe(pulses, Bench.receipt(EnergyAccount.PROGRAM, kt, 2560, jumps));
        assessor.observe(READ, read(after));
        assessor.end();
    }

    private static Receipt read(int[] codes) {
        return Bench.receipt(ReceiptStatus.APPLIED, EnergyAccount.READ, 0, 0, 0, new Readout(WHOLE, codes.clone()));
    }

    private static int[] every() {
        int[] codes = new int[256];
        Arrays.setAll(codes, i -> i);
        return codes;
    }
}
