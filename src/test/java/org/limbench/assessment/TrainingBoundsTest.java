package org.limbench.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limbench.device.Consolidation;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;
import org.limbench.energy.EnergyMeasurement;

class TrainingBoundsTest {
    private static final double TILT = 2;
    private static final double BARRIER = 7;
    /** Jumps up and down per pulse: Gamma0 t exp(-7 +- 1). */
    private static final double UP = 1e3 * Math.exp(-6);

    private static final double DOWN = 1e3 * Math.exp(-8);

    @Test
    void uncertaintyRelationHoldsForTheChainAndIsAsTightAsTheoryHasIt() {
        BoundResult bound = Bench.only(train(40, 64, 128, 1.0), "B4");

        assertThat(bound.status()).isEqualTo(BoundStatus.CONDITIONAL);
        assertThat(bound.verdict()).isEqualTo(Verdict.CONSISTENT);
        // heat over bound is (x/2) coth(x/2) = 1.3130 with exact moments; confidence limits of 2,560 cells add up to a
        // fifth
        assertThat(bound.ratio()).isBetween(1.3130, 1.3130 * 1.25);
    }

    @Test
    void halfTheHeatOfTheChainViolatesAConditionOfTheUncertaintyRelation() {
        BoundResult bound = Bench.only(train(40, 64, 128, 0.5), "B4");

        assertThat(bound.verdict()).isEqualTo(Verdict.CONDITION_VIOLATED);
    }

    @Test
    void fewerThan30PulsedCellsAreNotApplicable() {
        BoundResult bound = Bench.only(train(1, 29, 128, 1.0), "B4");

        assertThat(bound.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(bound.joules()).isNull();
        assertThat(bound.because()).contains("most in a run: 29");
    }

    @Test
    void cellsNearAnEndDoNotCount() {
        assertThat(Bench.only(train(1, 64, 9, 1.0), "B4").because()).contains("most in a run: 0");
    }

    @Test
    void pulsesOfChangingBarrierAreNotOneRun() {
        Datasheet chain = Bench.chain(8, 8);
        ArmAssessor assessor = new ArmAssessor(chain, 1, true);
        assessor.begin(Segment.TRAINING, Knowledge.READS_INSIDE);
        int[] codes = new int[64];
        Arrays.fill(codes, 128);
        Bench.read(assessor, chain, codes);
        byte[] pulses = new byte[64];
        Arrays.fill(pulses, 0, 20, (byte) 1);
        for (int n = 0; n < 10; n++) {
            Drive drive = Bench.drive(TILT, BARRIER + 0.01 * n);
            Bench.tell(
                    assessor,
                    chain,
                    new DenseUpdate(chain.geometry().whole(), drive, pulses, 1e-6),
                    Bench.receipt(EnergyAccount.UPDATE, 40, 20, 20));
            Bench.read(assessor, chain, codes);
        }

        assertThat(Bench.only(assessor.finish(), "B4").because()).contains("most in a run: 20");
    }

    /** Left half moves 3 levels an update, right half 5; each is read right behind its own update. */
    @Test
    void eachOfTwoTilesUpdatedInTurnIsToldByItsOwnReads() {
        Datasheet chain = Bench.chain(4, 8);
        ArmAssessor assessor = new ArmAssessor(chain, 1, true);
        assessor.begin(Segment.TRAINING, Knowledge.READS_INSIDE);
        Tile[] tiles = {new Tile(0, 0, 4, 4), new Tile(0, 4, 4, 4)};
        byte[] pulses = new byte[16];
        Arrays.fill(pulses, (byte) 1);
        List<Double> steps = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            for (int t = 0; t < 2; t++) {
                if (n > 0) {
                    DenseUpdate update = new DenseUpdate(tiles[t], Bench.drive(TILT, BARRIER), pulses, 1e-6);
                    Bench.tell(assessor, chain, update, Bench.receipt(EnergyAccount.UPDATE, 200, 16, 80));
                }
                int[] codes = new int[16];
                Arrays.fill(codes, 100 + n * (t == 0 ? 3 : 5));
                Receipt read =
                        Bench.receipt(ReceiptStatus.APPLIED, EnergyAccount.READ, 0, 0, 0, new Readout(tiles[t], codes));
                steps.add(assessor.observe(
                        new ReadRequest(tiles[t], 1), null, read, EnergyMeasurement.of(read.window(), chain.meter())));
            }
        }
        assertThat(steps).containsExactly(null, null, 48.0, 80.0, 48.0, 80.0, 48.0, 80.0);
        List<BoundResult> bounds = assessor.finish();
        // tilt x steps read back, over three rounds
        assertThat(Bench.only(bounds, "M1").joules())
                .isCloseTo(TILT * 3 * 128 * Bench.KT, within(1e-9 * TILT * 384 * Bench.KT));
        assertThat(Bench.only(bounds, "B1").because()).contains("5 reads between the pulses");
    }

    @Test
    void estimatesAreTheHandComputedOnesAndAnHonestChainIsNotUnderThem() {
        List<BoundResult> bounds = train(40, 64, 128, 1.0);
        BoundResult schedule = Bench.only(bounds, "M2");
        // 2,560 pulses x net steps per pulse x 2 kT
        double expected = 2560 * (UP - DOWN) * TILT * Bench.KT;

        assertThat(schedule.status()).isEqualTo(BoundStatus.ESTIMATE);
        assertThat(schedule.joules()).isCloseTo(expected, within(1e-9 * expected));
        assertThat(schedule.verdict()).isEqualTo(Verdict.INDISTINGUISHABLE);
        assertThat(Bench.only(bounds, "M1").verdict()).isEqualTo(Verdict.INDISTINGUISHABLE);
        assertThat(Bench.only(bounds, "M1").joules()).isCloseTo(expected, within(0.1 * expected));
    }

    @Test
    void halfTheHeatUndercutsTheEstimates() {
        List<BoundResult> bounds = train(40, 64, 128, 0.5);

        assertThat(Bench.only(bounds, "M1").verdict()).isEqualTo(Verdict.UNDERCUT);
        assertThat(Bench.only(bounds, "M2").verdict()).isEqualTo(Verdict.UNDERCUT);
    }

    @Test
    void kineticFloorIsBelowTheHeatAndFollowsItsFormula() {
        BoundResult bound = Bench.only(train(40, 64, 128, 1.0), "B5");
        double steps = 2560 * (UP - DOWN);
        double rate = steps / (2560 * 1e-6);
        double expected = -steps * Bench.KT * Math.log1p(-rate / 1e10);

        assertThat(bound.status()).isEqualTo(BoundStatus.CONDITIONAL);
        assertThat(bound.joules()).isCloseTo(expected, within(0.1 * expected));
        assertThat(bound.verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    @Test
    void trainingReadsSoTheInformationBoundDoesNotBind() {
        BoundResult bound = Bench.only(train(40, 64, 128, 1.0), "B1");

        assertThat(bound.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(bound.ratio()).isNull();
        assertThat(bound.because()).contains("39 reads between the pulses");
    }

    @Test
    void deviceDrivenByVoltageHasNoBoundsOfTiltAndBarrier() {
        Datasheet voltage = Bench.voltage(8, 8);
        ArmAssessor assessor = new ArmAssessor(voltage, 1, true);
        assessor.begin(Segment.TRAINING, Knowledge.READS_INSIDE);
        byte[] pulses = new byte[64];
        Arrays.fill(pulses, (byte) 1);
        Bench.tell(
                assessor,
                voltage,
                new DenseUpdate(voltage.geometry().whole(), new Drive.Voltage(1, 1), pulses, 1e-6),
                Bench.receipt(EnergyAccount.UPDATE, 1e6, 64, -1));

        assertThat(assessor.finish())
                .filteredOn(b -> !b.id().equals("B1"))
                .hasSize(4)
                .allMatch(b -> b.verdict() == Verdict.NOT_APPLICABLE && b.joules() == null);
    }

    @Test
    void consolidationErasesNothing() {
        Datasheet chain = Bench.chain(8, 8);
        ArmAssessor assessor = new ArmAssessor(chain, 1, true);
        assessor.begin(Segment.CONSOLIDATION, Knowledge.TARGET_ONLY);
        Bench.tell(
                assessor,
                chain,
                new Consolidation(chain.geometry().whole(), 60 * Bench.KT, 1e-3),
                Bench.receipt(EnergyAccount.CONSOLIDATE, 500, 0, 0));
        BoundResult bound = Bench.only(assessor.finish(), "B1");

        assertThat(bound.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(bound.comparedJoules()).isCloseTo(500 * Bench.KT, within(1e-9 * Bench.KT));
    }

    @Test
    void singleRowIsMarkedOnlyFarBelow() {
        Datasheet chain = Bench.chain(8, 8);
        byte[] pulses = new byte[64];
        Arrays.fill(pulses, (byte) 1);
        DenseUpdate update = new DenseUpdate(chain.geometry().whole(), Bench.drive(TILT, BARRIER), pulses, 1e-6);
        // 100 jumps at 2 kT: M1 = 200 tanh 1 = 152.3 kT, thermal spread 20 kT
        assertThat(row(chain, update, 152.3 - 93)).extracting(RowBound::verdict).isEqualTo(Verdict.INDISTINGUISHABLE);
        assertThat(row(chain, update, 152.3 - 95)).extracting(RowBound::verdict).isEqualTo(Verdict.UNDERCUT);
        assertThat(row(chain, update, 152.3 + 41)).extracting(RowBound::verdict).isEqualTo(Verdict.CONSISTENT);
        assertThat(row(chain, update, 100).joules()).isCloseTo(200 * Math.tanh(1) * Bench.KT, within(1e-30));
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 50, 200, 5000, 300_000})
    void chiSquareLimitAgreesWithTheLibrary(int degrees) {
        double exact = new ChiSquaredDistribution(degrees).inverseCumulativeProbability(0.025);

        assertThat(SteadyPulses.lowerChiSquare(degrees)).isCloseTo(exact, within(2e-3 * exact));
    }

    private static RowBound row(Datasheet chain, DenseUpdate update, double kt) {
        var receipt = Bench.receipt(EnergyAccount.UPDATE, kt, 64, 100);
        List<RowBound> bounds = new RowAssessor(chain)
                .assess(
                        update,
                        CommandedPulses.of(update),
                        receipt,
                        EnergyMeasurement.of(receipt.window(), chain.meter()),
                        null);
        assertThat(bounds).extracting(RowBound::id).containsExactly("B1", "M1");
        return bounds.get(1);
    }

    /**
     * Updates of one pulse up on each of the first cells of an 8 x 8 chain: jumps drawn as two Poisson counts by Commons
     * Math, heat = tilt x net jumps x a factor (1: honest). Cells start each update at one level.
     */
    private static List<BoundResult> train(int updates, int pulsed, int startLevel, double heatFactor) {
        Datasheet chain = Bench.chain(8, 8);
        Tile whole = chain.geometry().whole();
        ArmAssessor assessor = new ArmAssessor(chain, 1, true);
        assessor.begin(Segment.TRAINING, Knowledge.READS_INSIDE);
        Well19937c random = new Well19937c(42);
        PoissonDistribution ups = poisson(random, UP);
        PoissonDistribution downs = poisson(random, DOWN);
        byte[] pulses = new byte[64];
        int[] codes = new int[64];
        Arrays.fill(codes, startLevel);
        Bench.read(assessor, chain, codes);
        for (int n = 0; n < updates; n++) {
            long net = 0;
            long jumps = 0;
            for (int i = 0; i < pulsed; i++) {
                // alternating direction keeps cells where they began
                int sign = n % 2 == 0 ? 1 : -1;
                pulses[i] = (byte) sign;
                int up = ups.sample();
                int down = downs.sample();
                codes[i] += sign * (up - down);
                net += up - down;
                jumps += up + down;
            }
            Bench.tell(
                    assessor,
                    chain,
                    new DenseUpdate(whole, Bench.drive(TILT, BARRIER), pulses.clone(), 1e-6),
                    Bench.receipt(EnergyAccount.UPDATE, TILT * net * heatFactor, pulsed, jumps));
            Bench.read(assessor, chain, codes);
        }
        return assessor.finish();
    }

    private static PoissonDistribution poisson(Well19937c random, double mean) {
        return new PoissonDistribution(
                random, mean, PoissonDistribution.DEFAULT_EPSILON, PoissonDistribution.DEFAULT_MAX_ITERATIONS);
    }
}
