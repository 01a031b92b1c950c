package org.limbench.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.BarrierChange;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.EnergyAccount;
import org.limbench.device.ReceiptStatus;
import org.limbench.device.Tile;

class ResetBoundTest {
    private static final Datasheet CHAIN = Bench.chain(16, 16);
    private static final Tile WHOLE = CHAIN.geometry().whole();
    private static final int[] EVERY_LEVEL_ONCE = everyLevelOnce();
    private static final int[] HALF_126_HALF_128 = half126half128();
    /** ln 256 - (1/2) ln[2 pi e (256/255 + 1/12)], worked out by hand: 5.545177 - 1.460766. */
    private static final double NATS_PER_CELL =
            Math.log(256) - 0.5 * Math.log(2 * Math.PI * Math.E * (256.0 / 255 + 1.0 / 12));

    @Test
    void blindResetIsBoundByTheEntropyItRemoves() {
        BoundResult bound = reset(true, Knowledge.TARGET_ONLY, 9000);

        double expected = 256 * NATS_PER_CELL * Bench.KT;
        assertThat(bound.status()).isEqualTo(BoundStatus.STRICT);
        assertThat(bound.joules()).isCloseTo(expected, within(1e-12 * expected));
        assertThat(bound.comparedJoules()).isCloseTo(9000 * Bench.KT, within(1e-12 * 9000 * Bench.KT));
        assertThat(bound.ratio()).isCloseTo(9000 / (256 * NATS_PER_CELL), within(1e-9));
        assertThat(bound.verdict()).isEqualTo(Verdict.CONSISTENT);
        assertThat(bound.because()).contains("all heat of the cells", "no total correlation");
        assertThat(NATS_PER_CELL).isCloseTo(4.08441, within(1e-5));
    }

    @Test
    void freeResetIsAMeasurementFault() {
        assertThat(reset(true, Knowledge.TARGET_ONLY, 0).verdict()).isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void bootstrapIsRepeatableAndFollowsTheSeed() {
        double one = reset(true, Knowledge.TARGET_ONLY, 9000).standardUncertaintyJoules();

        assertThat(reset(true, Knowledge.TARGET_ONLY, 9000).standardUncertaintyJoules())
                .isEqualTo(one)
                .isPositive();
        ArmAssessor other = new ArmAssessor(CHAIN, 2, true);
        assertThat(tellReset(other, Knowledge.TARGET_ONLY, 9000).standardUncertaintyJoules())
                .isNotEqualTo(one)
                .isCloseTo(one, within(0.5 * one));
    }

    @Test
    void unknownStartMayNotBePooled() {
        BoundResult bound = reset(false, Knowledge.TARGET_ONLY, 9000);

        assertThat(bound.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(bound.ratio()).isNull();
        assertThat(bound.because()).contains("not one population");
    }

    @Test
    void cellsDrivenApartMayNotBePooled() {
        ArmAssessor assessor = new ArmAssessor(CHAIN, 1, true);
        byte[] pulses = new byte[256];
        pulses[3] = 1;
        Bench.tell(
                assessor,
                CHAIN,
                new DenseUpdate(WHOLE, Bench.drive(2, 8), pulses, 1e-6),
                Bench.receipt(EnergyAccount.UPDATE, 1, 1, 1));

        assertThat(tellReset(assessor, Knowledge.TARGET_ONLY, 9000).verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
    }

    @Test
    void barrierOfHalfTheCellsDividesThePopulation() {
        ArmAssessor assessor = new ArmAssessor(CHAIN, 1, true);
        Bench.tell(
                assessor,
                CHAIN,
                new BarrierChange(new Tile(0, 0, 8, 16), Bench.KT, 0),
                Bench.receipt(EnergyAccount.BARRIER, 1, 0, 0));

        assertThat(tellReset(assessor, Knowledge.TARGET_ONLY, 9000).verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
    }

    @Test
    void pulsesAlikeForAllCellsKeepOnePopulation() {
        ArmAssessor assessor = new ArmAssessor(CHAIN, 1, true);
        Bench.tell(assessor, CHAIN, Bench.reset(WHOLE), Bench.receipt(EnergyAccount.PROGRAM, 50, 2560, 100));
        Bench.tell(
                assessor, CHAIN, new BarrierChange(WHOLE, Bench.KT, 0), Bench.receipt(EnergyAccount.BARRIER, 1, 0, 0));

        assertThat(tellReset(assessor, Knowledge.TARGET_ONLY, 9000).verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    @Test
    void readBetweenPulsesIsNotTakenAsBlindWhateverIsStated() {
        ArmAssessor assessor = new ArmAssessor(CHAIN, 1, true);
        assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
        Bench.read(assessor, CHAIN, EVERY_LEVEL_ONCE);
        // Szilard's engine: read, then draw work from what was learnt
        for (int n = 0; n < 5; n++) {
            Bench.tell(assessor, CHAIN, Bench.reset(WHOLE), Bench.receipt(EnergyAccount.PROGRAM, -100, 2560, 500));
            Bench.read(assessor, CHAIN, HALF_126_HALF_128);
        }
        BoundResult bound = Bench.only(assessor.finish(), "B1");

        assertThat(bound.verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
        assertThat(bound.joules()).isZero();
        assertThat(bound.because()).contains("4 reads between the pulses");
    }

    @Test
    void pulsesFromAPreviousReadBackAreNotBlind() {
        assertThat(reset(true, Knowledge.PREVIOUS_READBACK, 9000).verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
    }

    @Test
    void resetWithoutAReadAfterItsPulsesIsNotApplicable() {
        ArmAssessor assessor = new ArmAssessor(CHAIN, 1, true);
        assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
        Bench.read(assessor, CHAIN, EVERY_LEVEL_ONCE);
        Bench.tell(assessor, CHAIN, Bench.reset(WHOLE), Bench.receipt(EnergyAccount.PROGRAM, 9000, 2560, 9000));
        BoundResult bound = Bench.only(assessor.finish(), "B1");

        assertThat(bound.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(bound.joules()).isNull();
    }

    @Test
    void pulseWhoseFateIsUnknownLeavesNoBound() {
        ArmAssessor assessor = new ArmAssessor(CHAIN, 1, true);
        assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
        Bench.read(assessor, CHAIN, EVERY_LEVEL_ONCE);
        Bench.tell(
                assessor,
                CHAIN,
                Bench.reset(WHOLE),
                Bench.receipt(ReceiptStatus.INDETERMINATE, EnergyAccount.PROGRAM, 0, 0, 0, null));
        Bench.tell(assessor, CHAIN, Bench.reset(WHOLE), Bench.receipt(EnergyAccount.PROGRAM, 9000, 2560, 9000));
        Bench.read(assessor, CHAIN, HALF_126_HALF_128);

        assertThat(Bench.only(assessor.finish(), "B1").verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    }

    @Test
    void thermalSpreadOfHeatIsPartOfTheComparison() {
        // bound 256 x 4.084 = 1045.6 kT; 2,500 jumps at 2 kT spread heat by 100 kT
        assertThat(resetWithJumps(1045.6 + 190, 2500).verdict()).isEqualTo(Verdict.INDISTINGUISHABLE);
        assertThat(resetWithJumps(1045.6 - 280, 2500).verdict()).isEqualTo(Verdict.INDISTINGUISHABLE);
        assertThat(resetWithJumps(1045.6 - 400, 2500).verdict()).isEqualTo(Verdict.MEASUREMENT_FAULT);
    }

    @Test
    void continuousCellsAreOnlyBoundConditionally() {
        Datasheet voltage = Bench.voltage(16, 16);
        ArmAssessor assessor = new ArmAssessor(voltage, 1, true);
        assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
        Bench.read(assessor, voltage, EVERY_LEVEL_ONCE);
        Bench.tell(assessor, voltage, Bench.reset(WHOLE), Bench.receipt(EnergyAccount.PROGRAM, 9000, 2560, -1));
        Bench.read(assessor, voltage, HALF_126_HALF_128);
        BoundResult bound = Bench.only(assessor.finish(), "B1");

        assertThat(bound.status()).isEqualTo(BoundStatus.CONDITIONAL);
        assertThat(bound.because()).contains("smooth on the scale of one code");
    }

    @Test
    void readNoiseOnlyLowersTheBound() {
        Datasheet noisy = Bench.chain(16, 16, 0.4e-6);
        ArmAssessor assessor = new ArmAssessor(noisy, 1, true);
        assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
        Bench.read(assessor, noisy, EVERY_LEVEL_ONCE);
        Bench.tell(assessor, noisy, Bench.reset(WHOLE), Bench.receipt(EnergyAccount.PROGRAM, 9000, 2560, 0));
        Bench.read(assessor, noisy, HALF_126_HALF_128);

        assertThat(Bench.only(assessor.finish(), "B1").joules())
                .isLessThan(256 * NATS_PER_CELL * Bench.KT - 256 * 0.6 * Bench.KT)
                .isPositive();
    }

    /** Entropy of a rounded Gaussian at its worst position: of two codes when narrow, of the Gaussian when wide. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1e-15", "0.01, 0.6931472, 1e-6", "2, 2.1120857, 0.02", "20, 4.4146708, 1e-3"})
    void noiseEntropyIsThatOfTheWorstPosition(double sigma, double expected, double width) {
        assertThat(InformationTrace.noiseNats(sigma)).isCloseTo(expected, within(width));
    }

    private static BoundResult reset(boolean fromPowerOn, Knowledge knowledge, double kt) {
        return tellReset(new ArmAssessor(CHAIN, 1, fromPowerOn), knowledge, kt);
    }

    private static BoundResult tellReset(ArmAssessor assessor, Knowledge knowledge, double kt) {
        return tellReset(assessor, knowledge, kt, 0);
    }

    private static BoundResult resetWithJumps(double kt, long jumps) {
        return tellReset(new ArmAssessor(CHAIN, 1, true), Knowledge.TARGET_ONLY, kt, jumps);
    }

    private static BoundResult tellReset(ArmAssessor assessor, Knowledge knowledge, double kt, long jumps) {
        assessor.begin(Segment.RESET, knowledge);
        Bench.read(assessor, CHAIN, EVERY_LEVEL_ONCE);
        Bench.tell(assessor, CHAIN, Bench.reset(WHOLE), Bench.receipt(EnergyAccount.PROGRAM, kt, 2560, jumps));
        Bench.read(assessor, CHAIN, HALF_126_HALF_128);
        return Bench.only(assessor.finish(), "B1");
    }

    private static int[] everyLevelOnce() {
        int[] codes = new int[256];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = i;
        }
        return codes;
    }

    private static int[] half126half128() {
        int[] codes = new int[256];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = 126 + 2 * (i % 2);
        }
        return codes;
    }
}
