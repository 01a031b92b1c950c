package org.limbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.device.MeterWindow;

final class EnergyMeasurementTest {

    /** A window in which every channel counts the same. */
    private static MeterWindow window(long startCounts, long endCounts, double startSeconds, double endSeconds) {
        return new MeterWindow(latch(startCounts), latch(endCounts), startSeconds, endSeconds);
    }

    private static MeterLatch latch(long counts) {
        MeterLatch latch = MeterLatch.zero();
        for (int i = 0; i < EnergyAccount.count(); i++) {
            latch.delivered()[i] = Math.max(counts, 0);
            latch.returned()[i] = Math.max(-counts, 0);
        }
        return latch;
    }

    @Test
    void partsOfTheBudgetAddInQuadrature() {
        // 1000 counts of 2 J: gain 1 % = 20 J, offset 0.5 W x 60 s = 30 J, noise 4 W/rtHz: 4 sqrt(30), counting
        // 2/2
        EnergyMeasurement m = EnergyMeasurement.of(window(0, 1000, 0, 60), MeterChainTest.meter(2, 0.01, 0.5, 4));
        double expected = Math.sqrt(20 * 20 + 30 * 30 + 16 * 30 + 4.0 / 4);
        assertThat(m.joules(EnergyAccount.UPDATE)).isEqualTo(2000);
        assertThat(m.standardUncertaintyJoules(EnergyAccount.UPDATE)).isCloseTo(expected, within(1e-9));
        assertThat(m.cellJoules()).isEqualTo(6 * 2000);
        assertThat(m.cellStandardUncertaintyJoules()).isCloseTo(expected * Math.sqrt(6), within(1e-9));
        assertThat(m.allInJoules()).isEqualTo(13 * 2000);
        assertThat(m.allInStandardUncertaintyJoules()).isCloseTo(expected * Math.sqrt(13), within(1e-9));
        assertThat(m.totalJoules()).isEqualTo(m.allInJoules());
    }

    @Test
    void whatIsLostInCellsIsEveryHeatOfTheirsAndNothingAround() {
        MeterLatch end = MeterLatch.zero();
        for (int i = 0; i < EnergyAccount.count(); i++) {
            end.delivered()[i] = 1L << i;
        }
        EnergyMeasurement m =
                EnergyMeasurement.of(new MeterWindow(MeterLatch.zero(), end, 0, 1), MeterChainTest.meter(1, 0, 0, 0));
        // program, update, consolidate, barriers of selected and of half-selected cells, pulses of half-selected cells
        assertThat(m.cellJoules()).isEqualTo(1 + 2 + 8 + 256 + 512 + 1024);
        assertThat(m.allInJoules()).isEqualTo((1 << 13) - 1);
        // the eight of a simple meter are sums, and each joule is in one of them
        assertThat(m.basicJoules(EnergyAccount.BARRIER)).isEqualTo(16 + 256 + 512 + 2048);
        assertThat(m.basicJoules(EnergyAccount.LINES)).isEqualTo(32 + 4096);
        assertThat(m.basicJoules(EnergyAccount.UPDATE)).isEqualTo(2 + 1024);
        double sum = 0;
        for (EnergyAccount account : EnergyAccount.values()) {
            sum += account.basic() == account ? m.basicJoules(account) : 0;
        }
        assertThat(sum).isEqualTo(m.allInJoules());
    }

    @Test
    void aMeterOfEightChannelsTellsNoLessThanWasLostInCells() {
        MeterLatch end = MeterLatch.zero();
        for (int i = 0; i < EnergyAccount.BASIC; i++) {
            end.delivered()[i] = 1L << i;
        }
        List<MeterChannel> eight =
                new ArrayList<>(MeterChainTest.meter(1, 0, 0, 0).subList(0, EnergyAccount.BASIC));
        for (int i = EnergyAccount.BASIC; i < EnergyAccount.count(); i++) {
            eight.add(MeterChannel.none(EnergyAccount.at(i)));
        }
        EnergyMeasurement m = EnergyMeasurement.of(new MeterWindow(MeterLatch.zero(), end, 0, 1), eight);
        // barriers and lines may hold what cells took
        assertThat(m.cellJoules()).isEqualTo(1 + 2 + 8 + 16 + 32);
        assertThat(m.allInJoules()).isEqualTo(255);
    }

    @Test
    void gainErrorsOfOppositeWindowsCancel() {
        List<MeterChannel> meter = MeterChainTest.meter(1, 0.1, 0, 0);
        EnergyMeasurement up = EnergyMeasurement.of(window(0, 1000, 0, 1), meter);
        EnergyMeasurement down = EnergyMeasurement.of(window(0, -1000, 1, 2), meter);
        // only the rounding of the first and the last latch is left
        assertThat(up.plus(down).standardUncertaintyJoules(EnergyAccount.UPDATE))
                .isCloseTo(0.5, within(1e-9));
        assertThat(up.plus(up).standardUncertaintyJoules(EnergyAccount.UPDATE)).isGreaterThan(200);
    }

    @Test
    void roundingTelescopesBetweenAdjoiningWindowsOnly() {
        List<MeterChannel> meter = MeterChainTest.meter(1, 0, 0, 0);
        EnergyMeasurement adjoining = EnergyMeasurement.zero();
        EnergyMeasurement apart = EnergyMeasurement.zero();
        for (int k = 0; k < 100; k++) {
            adjoining = adjoining.plus(EnergyMeasurement.of(window(k, k + 1, k, k + 1), meter));
            apart = apart.plus(EnergyMeasurement.of(window(k, k + 1, 2 * k, 2 * k + 1), meter));
        }
        assertThat(adjoining.standardUncertaintyJoules(EnergyAccount.UPDATE)).isCloseTo(0.5, within(1e-9));
        assertThat(apart.standardUncertaintyJoules(EnergyAccount.UPDATE)).isCloseTo(5, within(1e-9));
        // two gapped sums that adjoin share one latch, no more
        EnergyMeasurement first = sumOf(meter, 0, 2);
        EnergyMeasurement second = sumOf(meter, 3, 5);
        assertThat(first.plus(second).standardUncertaintyJoules(EnergyAccount.UPDATE))
                .isCloseTo(Math.sqrt(3.0 / 4), within(1e-9));
    }

    private static EnergyMeasurement sumOf(List<MeterChannel> meter, double first, double second) {
        return EnergyMeasurement.of(window(0, 1, first, first + 1), meter)
                .plus(EnergyMeasurement.of(window(0, 1, second, second + 1), meter));
    }

    @Test
    void nothingMeasuredHasNoUncertaintyAndAddsNothing() {
        EnergyMeasurement one = EnergyMeasurement.of(window(0, 7, 3, 4), MeterChainTest.meter(2, 0.1, 0.1, 0.1));
        assertThat(EnergyMeasurement.zero().allInStandardUncertaintyJoules()).isZero();
        for (EnergyMeasurement sum : List.of(EnergyMeasurement.zero().plus(one), one.plus(EnergyMeasurement.zero()))) {
            assertThat(sum.allInJoules()).isEqualTo(one.allInJoules());
            assertThat(sum.allInStandardUncertaintyJoules()).isEqualTo(one.allInStandardUncertaintyJoules());
        }
    }

    @Test
    void windowsAddUpToTheWindowOfTheWhole() {
        List<MeterChannel> meter = MeterChainTest.meter(0.7, 0.01, 0.3, 0.2);
        MeterChain chain = MeterChain.drawn(meter, 11);
        MeterLatch start = chain.latch();
        EnergyMeasurement sum = EnergyMeasurement.zero();
        for (int k = 0; k < 200; k++) {
            MeterLatch before = chain.latch();
            chain.observe(MeterChainTest.update(3 * StrictMath.cos(k)), 1);
            sum = sum.plus(EnergyMeasurement.of(new MeterWindow(before, chain.latch(), k, k + 1), meter));
        }
        EnergyMeasurement whole = EnergyMeasurement.of(new MeterWindow(start, chain.latch(), 0, 200), meter);
        assertThat(sum.cellJoules()).isCloseTo(whole.cellJoules(), within(0.7));
        assertThat(sum.cellStandardUncertaintyJoules()).isCloseTo(whole.cellStandardUncertaintyJoules(), within(1e-9));
    }

    /** The truth lies within two standard uncertainties in at least 95 of 100 runs; see also {@link MeterCoverageTest}. */
    @ParameterizedTest
    @CsvSource({
        // which part dominates: gain, offset, noise, counting, all alike
        "1e-3, 0.02, 0, 0, 500, 1",
        "1e-3, 0, 0.3, 0, 500, 1",
        "1e-3, 0, 0, 2, 500, 1",
        "5, 0, 0, 0, 7.3, 1",
        "1, 0.001, 0.01, 0.05, 500, 0.5"
    })
    void statedUncertaintyCoversTheTruth(
            double lsb, double gain, double offset, double noise, double joules, double seconds) {
        List<MeterChannel> meter = MeterChainTest.meter(lsb, gain, offset, noise);
        int covered = 0;
        int meters = 1000;
        for (int seed = 0; seed < meters; seed++) {
            MeterChain chain = MeterChain.drawn(meter, seed);
            // an unmetered start puts the rounding anywhere within a count
            chain.observe(MeterChainTest.update(lsb * seed / meters), 0);
            EnergyMeasurement sum = EnergyMeasurement.zero();
            double truth = 0;
            for (int k = 0; k < 20; k++) {
                double flows = k % 4 == 3 ? -joules : joules * (1 + k / 7.0);
                MeterLatch before = chain.latch();
                chain.observe(MeterChainTest.update(flows), seconds);
                truth += flows;
                MeterWindow window = new MeterWindow(before, chain.latch(), k * seconds, (k + 1) * seconds);
                sum = sum.plus(EnergyMeasurement.of(window, meter));
            }
            if (Math.abs(sum.joules(EnergyAccount.UPDATE) - truth)
                    <= 2 * sum.standardUncertaintyJoules(EnergyAccount.UPDATE)) {
                covered++;
            }
        }
        // 954.5 expected of a normal error; the upper limit keeps the budget from being inflated (rounding alone has no
        // tail)
        assertThat(covered).isBetween(950, lsb > 1 ? 1000 : 980);
    }

    @Test
    void whatTheMeterDidNotSeeIsNotMeasuredAndNeverZero() {
        List<MeterChannel> meter = MeterChainTest.meter(1, 0.01, 0.5, 4);
        EnergyMeasurement seen = EnergyMeasurement.of(window(0, 10, 0, 1), meter);
        MeterLatch end = new MeterLatch(latch(10).delivered(), latch(10).returned(), 1);
        MeterLoss gap = new MeterLoss(Set.of(EnergyAccount.UPDATE), Set.of(MeterLoss.Cause.GAP), 0.5);
        EnergyMeasurement blind = EnergyMeasurement.of(new MeterWindow(latch(10), end, 1, 2, gap), meter);

        EnergyMeasurement sum = seen.plus(blind);

        assertThat(blind.joules(EnergyAccount.UPDATE)).isNaN();
        assertThat(blind.standardUncertaintyJoules(EnergyAccount.UPDATE)).isNaN();
        assertThat(blind.joules(EnergyAccount.READ)).isZero();
        assertThat(blind.totalJoules()).isNaN();
        assertThat(sum.cellJoules()).isNaN();
        assertThat(sum.allInStandardUncertaintyJoules()).isNaN();
        assertThat(sum.seenJoules(EnergyAccount.UPDATE)).isEqualTo(10);
        assertThat(sum.seenStandardUncertaintyJoules(EnergyAccount.UPDATE))
                .isEqualTo(seen.standardUncertaintyJoules(EnergyAccount.UPDATE));
        assertThat(sum.windows()).isEqualTo(2);
        assertThat(sum.blindWindows()).isEqualTo(1);
        assertThat(sum.blindWindows(EnergyAccount.READ)).isZero();
    }

    @Test
    void anAccountThatNothingMetersIsLeftOutOfSumsAndIsNotZero() {
        List<MeterChannel> meter = new ArrayList<>(MeterChainTest.meter(1, 0, 0, 0));
        meter.set(EnergyAccount.IDLE.channel(), new MeterChannel(EnergyAccount.IDLE, 1, 0, 0, 0, true));
        EnergyMeasurement m = EnergyMeasurement.of(window(0, 10, 0, 1), meter);

        assertThat(m.joules(EnergyAccount.IDLE)).isNaN();
        assertThat(m.joules(Set.of(EnergyAccount.IDLE))).isNaN();
        assertThat(m.totalJoules()).isEqualTo(120);
        assertThat(m.blindWindows()).isZero();
    }

    @Test
    void registersThatWereLostLeaveWhatFlowedUnmeasured() {
        MeterWindow since = MeterWindow.since(latch(100), 5, latch(3), 6);

        assertThat(since.isEmpty()).isFalse();
        assertThat(since.unseen().causes()).containsExactly(MeterLoss.Cause.RESET);
        assertThat(EnergyMeasurement.of(since, MeterChainTest.meter(1, 0, 0, 0)).totalJoules())
                .isNaN();
    }

    @Test
    void registersThatFellBackWithinAWindowAreNoNegativeEnergy() {
        MeterWindow fell = new MeterWindow(latch(100), latch(3), 5, 6).begunAnew();
        EnergyMeasurement m = EnergyMeasurement.of(fell, MeterChainTest.meter(1, 0, 0, 0));

        assertThat(m.totalJoules()).isNaN();
        assertThat(m.seenTotalJoules()).isZero();
        assertThat(m.blindWindows()).isOne();
        assertThat(fell.isEmpty()).isFalse();
        assertThat(new MeterWindow(latch(7), latch(7), 5, 6).begunAnew().isEmpty())
                .isFalse();
    }
}
