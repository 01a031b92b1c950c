package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.protocol.Fault;
import org.limbench.protocol.FaultCode;
import org.limbench.protocol.PowerOn;
import org.limbench.testkit.RawHost;
import org.limbench.testkit.TestDevice;
import org.limbench.transport.LinkException;
import org.limbench.transport.faults.FaultProbabilities;
import org.limbench.transport.faults.FaultyLink;
import org.limbench.transport.inprocess.InProcessLink;

final class PowerOnTest {
    private static final DeviceProfile PROFILE =
            ProfileLibrary.load("lim-chain").withGeometry(4, 3);

    private static EmulatedDevice device(long seed) {
        AtomicLong boots = new AtomicLong(100);
        return EmulatedDevice.of(PROFILE, seed, DeviceOptions.of(boots::incrementAndGet, System::nanoTime));
    }

    private static Session session(EmulatedDevice device) {
        return Session.open(
                InProcessLink.to(device),
                SessionOptions.builder(System::nanoTime, 0x5E55).build());
    }

    private static PulseTrain train(Datasheet sheet) {
        double kt = 1.380649e-23 * sheet.temperatureKelvin();
        return new PulseTrain(
                sheet.geometry().whole(),
                Operation.UPDATE,
                new Drive.Barrier(2 * kt, 8 * kt),
                Polarity.POTENTIATE,
                sheet.pulseSeconds(),
                sheet.pulseSeconds(),
                20);
    }

    @Test
    void cellsMeterAndTimeBeginAnewUnderAnotherBoot() {
        EmulatedDevice device = device(7);
        byte[] fresh = device.snapshot();
        try (Session session = session(device)) {
            long boot = session.identity().bootId();
            session.execute(train(device.datasheet()));
            assertThat(device.snapshot()).isNotEqualTo(fresh);
            assertThat(session.powerOn("")).isTrue();
            assertThat(session.identity().bootId()).isNotEqualTo(boot);
            assertThat(device.snapshot()).isEqualTo(fresh);
            assertThat(device.deviceSeconds()).isZero();
            assertThat(session.execute(train(device.datasheet())).status().applied())
                    .isTrue();
        }
    }

    @Test
    void theSameLifeIsTheSameDeviceWhateverWasBefore() {
        EmulatedDevice used = device(7);
        EmulatedDevice fresh = device(7);
        try (Session one = session(used);
                Session other = session(fresh)) {
            one.execute(List.of(train(used.datasheet()), train(used.datasheet())));
            one.powerOn("fixed");
            one.powerOn("lowered");
            other.powerOn("lowered");
            assertThat(one.execute(train(used.datasheet()))).isEqualTo(other.execute(train(fresh.datasheet())));
            assertThat(used.snapshot()).isEqualTo(fresh.snapshot());
            other.powerOn("fixed");
            assertThat(used.snapshot()).isNotEqualTo(fresh.snapshot());
        }
    }

    @Test
    void whoCannotBeginAnewSaysSoAndIsAsItWas() {
        TestDevice one = TestDevice.small(System::nanoTime);
        RawHost host = new RawHost(one.device, 11);
        host.greet();
        byte[] before = one.device.snapshot();
        Fault answer = RawHost.only(Fault.class, host.say(new PowerOn("x")));
        assertThat(answer.code()).isEqualTo(FaultCode.UNSUPPORTED);
        assertThat(one.device.snapshot()).isEqualTo(before);
        assertThat(one.device.boots()).isOne();
        TestDevice another = TestDevice.small(System::nanoTime);
        try (Session session = session(another.device)) {
            long boot = session.identity().bootId();
            assertThat(session.powerOn("x")).isFalse();
            assertThat(session.identity().bootId()).isEqualTo(boot);
            assertThat(session.status().deviceSeconds()).isZero();
        }
    }

    @Test
    void overABadLinkTheWishComesTrueAllTheSame() throws LinkException {
        FaultProbabilities bad = new FaultProbabilities(0.2, 0.05, 0.05, 0.05, 0, 0, 1);
        for (int seed = 0; seed < 40; seed++) {
            EmulatedDevice device = device(7);
            byte[] fresh = device.snapshot();
            FaultyLink link =
                    new FaultyLink(InProcessLink.to(device), bad, bad, RandomStream.of(seed, "test.power-on")::bits);
            AtomicLong nanos = new AtomicLong();
            SessionOptions options = SessionOptions.builder(() -> nanos.addAndGet(1_000_000), 0x5E55)
                    .build();
            try (Session session = Session.open(link, options)) {
                session.execute(train(device.datasheet()));
                assertThat(session.powerOn("")).isTrue();
                assertThat(device.snapshot()).isEqualTo(fresh);
            }
        }
    }

    @Test
    void defectsOfTheBenchOutliveTheDevice() {
        EmulatedDevice device = device(7);
        device.inject(new FaultPlan.StuckCell(new org.limbench.device.CellAddress(1, 1), 0.5));
        double stuck = device.conductancesSiemens(device.datasheet().geometry().whole())[4];
        try (Session session = session(device)) {
            session.powerOn("other");
        }
        assertThat(device.conductancesSiemens(device.datasheet().geometry().whole())[4])
                .isEqualTo(stuck);
    }
}
