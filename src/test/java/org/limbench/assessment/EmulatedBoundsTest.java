package org.limbench.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limbench.device.ArrayCommand;
import org.limbench.device.Datasheet;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.RandomStream;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.driver.Session;
import org.limbench.driver.SessionOptions;
import org.limbench.emulator.DeviceOptions;
import org.limbench.emulator.EmulatedDevice;
import org.limbench.energy.EnergyMeasurement;
import org.limbench.profile.DeviceProfile;
import org.limbench.profile.ProfileLibrary;
import org.limbench.transport.inprocess.InProcessLink;

/** No strict bound lies above the mean heat of an emulated array, seed by seed, within four standard uncertainties. */
class EmulatedBoundsTest {
    private static final int SIDE = 24;
    private static final double WIDTH = 4;

    @TempDir
    private Path directory;

    private DeviceProfile profile(double noiseMicrosiemens, int leastStart, int mostStart) throws IOException {
        String assumed = ", source: \"assumption: test\", confidence: assumed}\n";
        Path file = Files.writeString(
                directory.resolve("variant.yaml"),
                "format: 1\nname: variant\nextends: lim-chain\nsummary: A variant for a test.\n"
                        + "powerOn:\n  leastLevel: {value: " + leastStart + assumed
                        + "  mostLevel: {value: " + mostStart + assumed
                        + "read:\n  noise:\n    constant: {value: " + noiseMicrosiemens + " uS" + assumed);
        return ProfileLibrary.load(file.toString()).withGeometry(SIDE, SIDE);
    }

    private static Session session(DeviceProfile profile, long seed) {
        EmulatedDevice device = EmulatedDevice.of(profile, seed, DeviceOptions.of(() -> seed, System::nanoTime));
        return Session.open(
                InProcessLink.to(device),
                SessionOptions.builder(System::nanoTime, seed).build());
    }

    private static PulseTrain train(Tile tile, double tiltKt, double barrierKt, Polarity polarity, int count) {
        Drive drive = new Drive.Barrier(tiltKt * Bench.KT, barrierKt * Bench.KT);
        return new PulseTrain(tile, Operation.PROGRAM, drive, polarity, 1e-6, 1e-6, count);
    }

    private static void respected(BoundResult bound, double heat, double u, String where) {
        if (bound.status() == BoundStatus.STRICT && bound.joules() != null) {
            double width = WIDTH * Math.hypot(u, bound.standardUncertaintyJoules());
            assertThat(bound.joules()).as(bound.id() + " " + where).isLessThanOrEqualTo(heat + width);
            assertThat(bound.verdict()).as(bound.id() + " " + where).isNotEqualTo(Verdict.MEASUREMENT_FAULT);
        }
    }

    /** Blind trains: fast and slow, from anywhere and from an end, without and with read noise, and read in between. */
    @ParameterizedTest(name = "noise {0} levels, start {1}-{2}, tilt {3} kT over {4} kT, {5} pulses, closed loop {6}")
    @CsvSource({
        "0, 0, 255, 2, 7, 60, false",
        "0, 0, 255, 8, 9, 20, false", // fast: almost no jump backwards
        "0, 0, 255, 0.05, 4.5, 400, false", // slow: nearly in balance all the time
        "0, 250, 255, 0, 5, 100, false", // free diffusion from an end: no heat, entropy gained
        "0, 250, 255, 1, 6, 80, false",
        "0, 120, 135, 4, 6, 10, false",
        "1.5, 0, 255, 2, 7, 60, false",
        "6, 0, 255, 0.3, 5, 300, false",
        "6, 250, 255, 0, 5, 100, false",
        "0, 0, 255, 2, 7, 30, true",
        "1.5, 0, 255, 2, 7, 30, true"
    })
    void blindTrainsCostNoLessThanTheirStrictBounds(
            double noise, int least, int most, double tilt, double barrier, int pulses, boolean closedLoop)
            throws IOException {
        DeviceProfile profile = profile(noise, least, most);
        Tile whole = new Tile(0, 0, SIDE, SIDE);
        List<ArrayCommand> commands = new ArrayList<>();
        commands.add(new ReadRequest(whole, 1));
        commands.add(train(whole, tilt, barrier, Polarity.DEPRESS, pulses));
        if (closedLoop) {
            commands.add(new ReadRequest(whole, 1));
            commands.add(train(whole, tilt, barrier, Polarity.POTENTIATE, pulses / 2));
        }
        commands.add(new ReadRequest(whole, 1));
        for (long seed = 1; seed <= 6; seed++) {
            try (Session session = session(profile, seed)) {
                Datasheet datasheet = session.datasheet();
                ArmAssessor assessor = new ArmAssessor(datasheet, seed, true);
                assessor.begin(Segment.RESET, Knowledge.TARGET_ONLY);
                double heat = 0;
                double jumps = 0;
                for (ArrayCommand command : commands) {
                    Receipt receipt = session.execute(command);
                    EnergyMeasurement energy = EnergyMeasurement.of(receipt.window(), datasheet.meter());
                    assessor.observe(command, CommandedPulses.of(command), receipt, energy);
                    heat += energy.joules(EnergyAccount.PROGRAM);
                    jumps += receipt.jumps();
                }
                double u = Math.hypot(1e-3 * heat, tilt * Bench.KT * Math.sqrt(jumps)) + Bench.KT;
                List<BoundResult> bounds = assessor.finish();
                for (BoundResult bound : bounds) {
                    respected(bound, heat, u, "seed " + seed);
                }
                if (closedLoop) {
                    assertThat(Bench.only(bounds, "B1").verdict()).isEqualTo(Verdict.DOES_NOT_BIND);
                }
            }
        }
    }

    /** A blind run whose cells all have pulses of their own, in both directions, over several drives. */
    @ParameterizedTest(name = "noise {0} levels, start {1}-{2}")
    @CsvSource({"0, 0, 255", "2, 0, 255", "0, 252, 255"})
    void blindRunCostsNoLessThanItsStrictBounds(double noise, int least, int most) throws IOException {
        DeviceProfile profile = profile(noise, least, most);
        for (long seed = 1; seed <= 3; seed++) {
            ReplayAssessor assessor = replay(profile, seed, 12);
            BoundResult.Quantity heat = assessor.meanHeat();
            for (BoundResult bound : assessor.finish()) {
                respected(bound, heat.joules(), heat.standardUncertaintyJoules(), "seed " + seed);
            }
        }
    }

    @Test
    void boundOfABlindRunIsThatOfTheModelWithinThreePerCent() throws IOException {
        ReplayAssessor assessor = replay(profile(0, 0, 255), 5, 40);
        BoundResult bound = Bench.only(assessor.finish(), "B1");
        List<ArrayCommand> protocol = protocol(5);
        CommandedMoves updates =
                CommandedMoves.of(protocol.subList(2, protocol.size()), new Tile(0, 0, SIDE, SIDE), datasheet());
        // the move up from the bottom is a count of jumps: mean 127.3, variance mean x coth(1)
        double reset = 127.3 / Math.tanh(1);
        double nats = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            nats += Math.log(256) - 0.5 * Math.log(2 * Math.PI * Math.E * (reset + updates.jumps(i) + 1.0 / 12));
        }

        // clear of the ends; 576 cells of 40 repeats scatter the sum by sqrt(576 / 78) = 2.7 nat of some 800
        assertThat(bound.joules() / (nats * Bench.KT)).isBetween(0.975, 1.01);
    }

    private static Datasheet datasheet() {
        return ProfileLibrary.load("lim-chain").withGeometry(SIDE, SIDE).datasheet("test");
    }

    /** Down to the bottom, up to the middle, then updates of a random number of pulses a cell. */
    private static List<ArrayCommand> protocol(long seed) {
        Tile whole = new Tile(0, 0, SIDE, SIDE);
        double barrier = Math.log(1e3 * 2 * Math.sinh(1));
        List<ArrayCommand> protocol = new ArrayList<>();
        protocol.add(train(whole, 2, barrier, Polarity.DEPRESS, 360));
        protocol.add(train(whole, 2, barrier, Polarity.POTENTIATE, 127));
        RandomStream.Cursor draws = RandomStream.of(seed, "test.protocol").cursor();
        for (int n = 0; n < 12; n++) {
            byte[] pulses = new byte[whole.cells()];
            for (int i = 0; i < pulses.length; i++) {
                int most = 1 + i % 5;
                pulses[i] = (byte) (draws.nextBelow(2 * most + 1) - most);
            }
            protocol.add(new DenseUpdate(
                    whole, new Drive.Barrier((0.5 + n % 3) * Bench.KT, (7 + n % 2) * Bench.KT), pulses, 1e-6));
        }
        return protocol;
    }

    private static ReplayAssessor replay(DeviceProfile profile, long seed, int repeats) {
        ReadRequest read = new ReadRequest(new Tile(0, 0, SIDE, SIDE), 1);
        List<ArrayCommand> protocol = protocol(seed);
        ReplayAssessor assessor = null;
        for (int r = 0; r < repeats; r++) {
            try (Session session = session(profile, 1000 * seed + r + 1)) {
                if (assessor == null) {
                    assessor = new ReplayAssessor(session.datasheet(), protocol, read, seed);
                }
                assessor.begin(true);
                assessor.observe(read, session.execute(read));
                for (ArrayCommand command : protocol) {
                    assessor.observe(command, session.execute(command));
                }
                assessor.observe(read, session.execute(read));
                assessor.end();
            }
        }
        return java.util.Objects.requireNonNull(assessor);
    }
}
