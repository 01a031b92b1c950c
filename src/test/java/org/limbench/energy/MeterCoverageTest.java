package org.limbench.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.BarrierChange;
import org.limbench.device.Consolidation;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadRequest;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.physics.CellArray;
import org.limbench.physics.CellModel;
import org.limbench.physics.Dissipation;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;

/**
 * Coverage: the metering chain applied to what arrays of every shipped profile truly spent recovers it within the stated
 * uncertainty, at two standard uncertainties in at least 95 % of runs, and does not overstate a normal error.
 *
 * <p>A run is one meter, its hidden errors and the phase of its registers drawn by the run's seed, over one script of
 * commands with an idle time of given length. Acceptance: with 400 runs and a probability of 0.95 that a run is covered,
 * the count of covered runs is at least its 1e-6 quantile, 356 (89 %), for every account; over all accounts, profiles and
 * idle times together the share is 95 % itself. Where one normal error dominates, the share within one standard
 * uncertainty is 68.27 % between the 1e-6 quantiles.
 */
final class MeterCoverageTest {
    private static final int RUNS = 400;
    private static final double QUANTILE = 1e-6;
    private static final double[] IDLE_SECONDS = {1e-3, 10, 1e5};

    static Stream<Arguments> cases() {
        return ProfileLibrary.names().stream()
                .flatMap(name -> Arrays.stream(IDLE_SECONDS).mapToObj(seconds -> Arguments.of(name, seconds)));
    }

    /** What one script of commands truly spent: joules by account and seconds, command by command. */
    private static List<Dissipation> truth(DeviceProfile profile, double idleSeconds) {
        CellModel model = profile.model();
        CellArray array = profile.withGeometry(6, 5).newArray(1);
        Tile whole = array.geometry().whole();
        double kt = 1.380649e-23 * profile.temperatureKelvin();
        Drive.Voltage voltage = model.voltage();
        Drive drive = voltage != null ? voltage : new Drive.Barrier(2 * kt, 9 * kt);
        double width = model.pulseSeconds();
        List<ArrayCommand> script = new ArrayList<>();
        script.add(new PulseTrain(whole, Operation.PROGRAM, drive, Polarity.DEPRESS, width, width, 30));
        script.add(new ReadRequest(whole, 4));
        for (int k = 0; k < 5; k++) {
            Polarity polarity = k % 3 == 0 ? Polarity.DEPRESS : Polarity.POTENTIATE;
            script.add(new PulseTrain(whole, Operation.UPDATE, drive, polarity, width, 2 * width, 7));
        }
        script.add(new TimeAdvance(idleSeconds, true));
        if (model.driveKind() == DriveKind.BARRIER) {
            script.add(new BarrierChange(whole, 20 * kt, 1e-5));
            script.add(new Consolidation(whole, 40 * kt, 1e-4));
        }
        return script.stream().map(array::apply).toList();
    }

    /** What a run's meter says, summed command by command or of one window over all. */
    private static EnergyMeasurement run(
            List<MeterChannel> meter, List<Dissipation> spent, long seed, boolean byWindow) {
        MeterChain chain = MeterChain.drawn(meter, seed);
        RandomGenerator phases = new Well19937c(seed);
        double[] earlier = new double[meter.size()];
        for (int i = 0; i < earlier.length; i++) {
            earlier[i] = 10 * meter.get(i).lsbJoules() * phases.nextDouble();
        }
        chain.observe(earlier, 1e-9);
        MeterLatch first = chain.latch();
        MeterLatch last = first;
        EnergyMeasurement sum = EnergyMeasurement.zero();
        double now = 1;
        for (Dissipation command : spent) {
            chain.observe(command.joules(), command.elapsedSeconds());
            MeterLatch next = chain.latch();
            double then = now + command.elapsedSeconds();
            sum = sum.plus(EnergyMeasurement.of(new MeterWindow(last, next, now, then), meter));
            last = next;
            now = then;
        }
        return byWindow ? sum : EnergyMeasurement.of(new MeterWindow(first, last, 1, now), meter);
    }

    private static double truth(List<Dissipation> spent, EnergyAccount account) {
        return spent.stream().mapToDouble(command -> command.joules(account)).sum();
    }

    private static int leastCovered(int runs, double probability) {
        return new BinomialDistribution(runs, probability).inverseCumulativeProbability(QUANTILE);
    }

    @ParameterizedTest(name = "{0}, idle {1} s")
    @MethodSource("cases")
    void everyAccountIsCoveredAtTwoStandardUncertainties(String name, double idleSeconds) {
        DeviceProfile profile = ProfileLibrary.load(name);
        List<Dissipation> spent = truth(profile, idleSeconds);
        int[] covered = new int[EnergyAccount.count()];
        int core = 0;
        int allIn = 0;
        double trueTotal = 0;
        for (EnergyAccount account : EnergyAccount.values()) {
            trueTotal += truth(spent, account);
        }
        for (long seed = 1; seed <= RUNS; seed++) {
            EnergyMeasurement measured = run(profile.meter(), spent, seed, seed % 2 == 0);
            for (EnergyAccount account : EnergyAccount.values()) {
                double error = measured.joules(account) - truth(spent, account);
                covered[account.channel()] += within(error, 2 * measured.standardUncertaintyJoules(account));
            }
            core += within(
                    measured.cellJoules()
                            - EnergyAccount.cells().stream()
                                    .mapToDouble(account -> truth(spent, account))
                                    .sum(),
                    2 * measured.cellStandardUncertaintyJoules());
            allIn += within(measured.allInJoules() - trueTotal, 2 * measured.allInStandardUncertaintyJoules());
        }
        int least = leastCovered(RUNS, 0.95);
        for (EnergyAccount account : EnergyAccount.values()) {
            assertThat(covered[account.channel()]).as("%s", account).isGreaterThanOrEqualTo(least);
        }
        assertThat(core).as("core").isGreaterThanOrEqualTo(least);
        assertThat(allIn).as("all in").isGreaterThanOrEqualTo(least);
    }

    private static int within(double error, double width) {
        return FastMath.abs(error) <= width ? 1 : 0;
    }

    @Test
    void overAllRunsAndAccountsTheShareIsNinetyFivePercent() {
        long covered = 0;
        long all = 0;
        for (String name : ProfileLibrary.names()) {
            DeviceProfile profile = ProfileLibrary.load(name);
            for (double idleSeconds : IDLE_SECONDS) {
                List<Dissipation> spent = truth(profile, idleSeconds);
                for (long seed = 1001; seed <= 1100; seed++) {
                    EnergyMeasurement measured = run(profile.meter(), spent, seed, true);
                    for (EnergyAccount account : EnergyAccount.values()) {
                        double error = measured.joules(account) - truth(spent, account);
                        covered += within(error, 2 * measured.standardUncertaintyJoules(account));
                        all++;
                    }
                }
            }
        }
        assertThat((double) covered / all).isGreaterThanOrEqualTo(0.95);
    }

    /** A gain, an offset or noise alone, each far above a count: normal, so 68.27 % within one standard uncertainty. */
    @ParameterizedTest(name = "gain {0}, offset {1} W, noise {2} W/sqrt(Hz)")
    @MethodSource("single")
    void aSingleNormalErrorIsCoveredAsOftenAsANormalNumberIs(double gain, double offset, double noise) {
        List<MeterChannel> meter = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            meter.add(new MeterChannel(account, 1e-21, gain, offset, noise));
        }
        double[] joules = new double[EnergyAccount.count()];
        Arrays.fill(joules, 1e-15);
        List<Dissipation> spent = new ArrayList<>();
        for (int k = 0; k < 20; k++) {
            spent.add(new Dissipation(joules, 1, 0, 0.3));
        }
        int covered = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            EnergyMeasurement measured = run(meter, spent, seed, true);
            for (EnergyAccount account : EnergyAccount.values()) {
                covered += within(measured.joules(account) - 20e-15, measured.standardUncertaintyJoules(account));
            }
        }
        BinomialDistribution normal = new BinomialDistribution(RUNS * EnergyAccount.count(), 0.6826894921370859);
        assertThat(covered)
                .isBetween(
                        normal.inverseCumulativeProbability(QUANTILE),
                        normal.inverseCumulativeProbability(1 - QUANTILE));
    }

    static Stream<Arguments> single() {
        return Stream.of(Arguments.of(0.01, 0, 0), Arguments.of(0, 1e-17, 0), Arguments.of(0, 0, 1e-17));
    }
}
