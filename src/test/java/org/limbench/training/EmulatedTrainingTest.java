package org.limbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Receipt;
import org.limbench.driver.ArrayDriver;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.LinkStatistics;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.profile.ProfileLibrary;
import org.limbench.testkit.ManualClock;
import org.limbench.transport.inprocess.InProcessLink;

/** The trainer over the wire protocol to the emulated reference cell, its joules from the device's own meter. */
class EmulatedTrainingTest {
    /** Adds up what the meter of a session's device saw. */
    private static final class Metered implements ArrayDriver {
        private final ArrayDriver session;
        private EnergyMeasurement sum = EnergyMeasurement.zero();

        Metered(ArrayDriver session) {
            this.session = session;
        }

        double kt(EnergyAccount account) {
            return sum.joules(account) / DirectArray.KT;
        }

        @Override
        public List<Receipt> execute(List<? extends ArrayCommand> commands) {
            List<Receipt> receipts = session.execute(commands);
            for (Receipt receipt : receipts) {
                sum = sum.plus(EnergyMeasurement.of(
                        receipt.window(), session.datasheet().meter()));
            }
            return receipts;
        }

        @Override
        public Datasheet datasheet() {
            return session.datasheet();
        }

        @Override
        public DeviceIdentity identity() {
            return session.identity();
        }

        @Override
        public LinkStatistics statistics() {
            return session.statistics();
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private static Metered limChain(long seed) {
        ManualClock clock = new ManualClock();
        AtomicLong boots = new AtomicLong(100);
        EmulatedDevice device = EmulatedDevice.of(
                ProfileLibrary.load("lim-chain"), seed, DeviceOptions.of(boots::incrementAndGet, clock));
        return new Metered(Session.open(
                InProcessLink.to(device), SessionOptions.builder(clock, 77).build()));
    }

    /**
     * One epoch. Oracle: the hand-made chain of {@link DirectArray} on the same plan, another noise. Width: 6 % for the
     * energy and the jumps of 1,437 updates (the paths of two noises differ by 1.5 %), four standard errors for the rest.
     */
    @Test
    void overTheWireAnArmCostsAndLearnsWhatTheHandMadeChainDoes() {
        TrainingPlan plan = TrainingPlan.builder()
                .arms(List.of("lim"))
                .epochs(1)
                .agePoints(3)
                .build();
        Workload digits = Workloads.named("digits", plan.seed());
        DirectArray chain = new DirectArray(digits.shape(), 41);
        ArmOutcome expected =
                Trainer.run(chain, digits, plan, RunListener.none()).arms().get(0);
        try (Metered device = limChain(43)) {
            ArmOutcome lim =
                    Trainer.run(device, digits, plan, RunListener.none()).arms().get(0);

            double heat = chain.kt(EnergyAccount.UPDATE);
            assertThat(device.kt(EnergyAccount.UPDATE)).isCloseTo(heat, within(0.06 * heat));
            double jumps = (double) expected.updates().jumps();
            assertThat((double) lim.updates().jumps()).isCloseTo(jumps, within(0.06 * jumps));
            assertThat(lim.updates().applied()).isEqualTo(1437);
            // two errors of 0.0185 on 360 images at 0.9, in part the same images
            assertThat(lim.metrics().get("accuracyTrained"))
                    .isCloseTo(expected.metrics().get("accuracyTrained"), within(0.06));
            assertThat(lim.metrics().get("accuracyAged"))
                    .isEqualTo(lim.metrics().get("accuracyTrained"));
            assertThat(lim.metrics().get("resetAfterMeanLevels")).isCloseTo(127.5, within(2.1));
            assertThat(lim.metrics().get("resetAfterSpreadLevels")).isCloseTo(12.9, within(1.5));
            assertThat(device.kt(EnergyAccount.PROGRAM)).isCloseTo(2 * 255 * 650, within(4 * 2 * 3.0 * 650));
        }
    }
}
