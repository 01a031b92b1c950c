package org.limbench.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Readout;
import org.limbench.device.Tile;

/** Bounds on traces made by hand, figures worked out apart from the code. */
class BlindBoundsTest {
    private static final Datasheet CHAIN = Bench.chain(16, 16);
    private static final double INFORMATION =
            256 * (Math.log(256) - 0.5 * Math.log(2 * Math.PI * Math.E * (256.0 / 255 + 1.0 / 12)));

    @Test
    void jumpLimitIsAddedToTheInformationBound() {
        // 200 jumps a cell; the mean distance from 127.5 falls from 64 to 1
        BoundResult bound = Bench.only(reset(CHAIN, 90_000, 51_200), "B2");
        DescriptiveStatistics nearer = new DescriptiveStatistics();
        for (int i = 0; i < 256; i++) {
            nearer.addValue(Math.abs(i - 127.5) - (i % 2 == 0 ? 1.5 : 0.5));
        }
        double distance = nearer.getSum() - 2.2414 * Math.sqrt(256 * nearer.getVariance());
        double jumps = 51_200 + 2.2414 * Math.sqrt(51_200 + 256 * 256 * 256 / 4.0);
        double production = distance * Math.log((jumps + distance) / (jumps - distance));

        assertThat(bound.status()).isEqualTo(BoundStatus.STRICT);
        assertThat(bound.joules())
                .isCloseTo((INFORMATION + production) * Bench.KT, within(1e-3 * production * Bench.KT));
        assertThat(bound.verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(Bench.only(reset(CHAIN, 3000, 51_200), "B2").verdict())
                .as("above B1, under B2")
                .isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void fewerJumpsThanLevelsMovedContradictEachOther() {
        BoundResult bound = Bench.only(reset(CHAIN, 9000, 256), "B2");

        assertThat(bound.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(bound.because()).contains("contradicts itself");
    }

    @Test
    void uncountedJumpsAndAnUnstatedDiffusionAreSaid() {
        List<BoundResult> bounds = reset(CHAIN, 9000, -1);

        assertThat(Bench.only(bounds, "B2").because()).contains("cannot count");
        assertThat(Bench.only(bounds, "B3").joules()).isNull();
        assertThat(Bench.only(bounds, "B3").because()).contains("see B2");
        assertThat(Bench.only(reset(Bench.voltage(16, 16), 9000, -1), "B3").because())
                .contains("diffusion coefficient");
    }

    /** Free diffusion from an end: no heat. B2 alone would claim some; B1, kept below zero, takes it away. */
    @Test
    void negativeInformationBoundIsAddedUnclipped() {
        ArmAssessor assessor = new ArmAssessor(CHAIN, 1, true);
        assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
        int[] codes = new int[256];
        Bench.read(assessor, CHAIN, codes);
        Bench.tell(
                assessor,
                CHAIN,
                Bench.reset(CHAIN.geometry().whole()),
                Bench.receipt(EnergyAccount.PROGRAM, 0, 2560, 25_600));
        Well19937c random = new Well19937c(5);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (int) Math.abs(10 * random.nextGaussian());
        }
        Bench.read(assessor, CHAIN, codes);
        BoundResult bound = Bench.only(assessor.finish(), "B2");

        assertThat(bound.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(bound.joules()).isZero();
        assertThat(bound.because()).contains("not clipped (-");
    }

    /** The distance used is never above the true Wasserstein-1, here the sum of differences of the sorted codes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void distanceIsNeverAboveThatOfThePopulations(long seed) {
        Well19937c random = new Well19937c(seed);
        int[] before = new int[400];
        int[] after = new int[400];
        double width = 5 + 20 * random.nextDouble();
        double shift = 60 * (random.nextDouble() - 0.5);
        for (int i = 0; i < before.length; i++) {
            before[i] = random.nextInt(256);
            after[i] = (int) Math.max(0, Math.min(255, 128 + shift + width * random.nextGaussian()));
        }
        Tile tile = new Tile(0, 0, 20, 20);
        double least = JumpDistance.least(new Readout(tile, before), new Readout(tile, after), 1, Bench.chain(20, 20));
        int[] sortedBefore = before.clone();
        int[] sortedAfter = after.clone();
        Arrays.sort(sortedBefore);
        Arrays.sort(sortedAfter);
        double exact = 0;
        for (int i = 0; i < before.length; i++) {
            exact += Math.abs(sortedBefore[i] - sortedAfter[i]);
        }

        assertThat(least).isPositive().isLessThanOrEqualTo(exact);
    }

    @Test
    void onAChipTheBoundIsConditionalColderAndLessWhatRowsShare() {
        Datasheet chip = Bench.asChip(CHAIN);
        BoundResult bound = Bench.only(reset(chip, 9000, 0), "B1");

        assertThat(bound.status()).isEqualTo(BoundStatus.CONDITIONAL);
        // levels in row order: the rows explain nearly everything, so nothing is left to erase
        assertThat(bound.joules()).isLessThan(INFORMATION * Bench.KT * 295 / 300);
        assertThat(bound.because()).contains("total correlation of rows and columns", "thermometer");
    }

    @Test
    void chipOfIndependentCellsKeepsMostOfTheBound() {
        Datasheet chip = Bench.asChip(Bench.chain(65, 10));
        Well19937c random = new Well19937c(3);
        int[] before = new int[650];
        Arrays.setAll(before, i -> random.nextInt(256));
        BoundResult there = Bench.only(reset(chip, before, 90_000, 0), "B1");
        BoundResult emulated = Bench.only(reset(Bench.chain(65, 10), before, 90_000, 0), "B1");

        assertThat(there.joules()).isBetween(0.95 * emulated.joules() * 295 / 300, emulated.joules() * 295 / 300);
    }

    /**
     * Szilard's engine, n steps on two-level cells read through one bit: each gives back kT ln 2. All reads put into K would
     * claim at least -kT ln 2 and call it a fault; each read paid for, the bound is -(n + 1) kT ln 2.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 20})
    void szilardEngineIsNoFault(int steps) {
        Datasheet bit = Bench.levels(8, 8, 2, 1);
        ArmAssessor assessor = new ArmAssessor(bit, 1, true);
        assessor.begin(Segment.RESET, Knowledge.READS_INSIDE);
        int[] codes = new int[64];
        Bench.read(assessor, bit, codes);
        for (int n = 0; n < steps; n++) {
            Bench.tell(
                    assessor,
                    bit,
                    Bench.reset(bit.geometry().whole()),
                    Bench.receipt(EnergyAccount.PROGRAM, -64 * Math.log(2), 640, 0));
            Bench.read(assessor, bit, codes);
        }
        BoundResult bound = Bench.only(assessor.finish(), "B1");
        // the read after the last pulse steers nothing: n - 1 reads inside, ln 2 at most after, cell by cell
        double expected = -64 * steps * Math.log(2) * Bench.KT;

        assertThat(bound.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(bound.because()).contains(String.format(java.util.Locale.ROOT, "the bound is %.3g J", expected));
        assertThat(bound.comparedJoules()).isCloseTo(expected, within(steps * Bench.KT));
    }

    /** The smaller of ln(codes) and the Gaussian channel's capacity at the largest variance a range allows. */
    @ParameterizedTest
    @CsvSource({"0, 1, 5.545177", "0.1, 1, 5.545177", "5, 1, 3.239447", "5, 4, 3.932018", "200, 1, 0.170519"})
    void readTellsNoMoreThanItsCodesOrItsNoiseLetThrough(double noiseLevels, int averages, double expected) {
        Datasheet noisy = Bench.chain(2, 2, noiseLevels * 1e-6);
        Readout readout = new Readout(new Tile(0, 0, 2, 2), new int[4]);

        assertThat(InformationTrace.mostReadNats(readout, averages, noisy)).isCloseTo(4 * expected, within(4e-6));
    }

    @Test
    void spreadOfEvenLevelsNeedsNoMoreThanAllOfThem() {
        assertThat(new InformationTrace(CHAIN).mostNats(200)).isEqualTo(Math.log(256));
    }

    @Test
    void energyBetweenTwoAndThreeUncertaintiesUnderABoundIsWarnedOf() {
        BoundResult.Quantity exact = new BoundResult.Quantity(1e-18, 0);

        assertThat(compare(exact, new BoundResult.Quantity(0.75e-18, 1e-19)).because())
                .contains("WARNING: 2.5 standard uncertainties under it");
        assertThat(compare(exact, new BoundResult.Quantity(0.85e-18, 1e-19)).because())
                .isEmpty();
    }

    private static BoundResult compare(BoundResult.Quantity bound, BoundResult.Quantity energy) {
        return BoundResult.compare("B1", Segment.RESET, "information", BoundStatus.STRICT, bound, energy, "");
    }

    private static List<BoundResult> reset(Datasheet datasheet, double kt, long jumps) {
        int[] before = new int[256];
        Arrays.setAll(before, i -> i);
        return reset(datasheet, before, kt, jumps);
    }

    private static List<BoundResult> reset(Datasheet datasheet, int[] before, double kt, long jumps) {
        ArmAssessor assessor = new ArmAssessor(datasheet, 1, true);
        assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
        Bench.read(assessor, datasheet, before);
        Bench.tell(
                assessor,
                datasheet,
                Bench.reset(datasheet.geometry().whole()),
                Bench.receipt(EnergyAccount.PROGRAM, kt, 2560, jumps));
        int[] after = new int[before.length];
        Arrays.setAll(after, i -> 126 + 2 * (i % 2));
        Bench.read(assessor, datasheet, after);
        return assessor.finish();
    }
}
