package org.limbench.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierChange;
import org.limbench.device.BarrierLimits;
import org.limbench.device.Datasheet;
import org.limbench.device.Drive;
import org.limbench.device.DriveKind;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.device.TimeAdvance;
import org.limbench.energy.MeterChain;
import org.limbench.energy.MeterError;
import org.limbench.physics.CellArray;
import org.limbench.physics.Dissipation;
import org.limbench.physics.FlickerNoise;
import org.limbench.physics.ReadNoiseLaw;
import org.limbench.profile.DriveChain;
import org.limbench.profile.ReadChain;
import org.limbench.protocol.MatrixVector;

/** What becomes of a conductance on its way to a code, and of an amplitude on its way to a line. */
final class ReadPathTest {
    private static final int ROWS = 100;
    private static final int COLUMNS = 40;
    private static final Tile WHOLE = new Tile(0, 0, ROWS, COLUMNS);
    private static final ReadConverter CONVERTER = new ReadConverter(16, 0, 1e-9, 0);
    private static final double READ_VOLTS = 0.2;
    private static final FlickerNoise FLICKER = new FlickerNoise(0.01, 0.65, 0.2, 25e-6, 250e-9);

    /** Half the columns at 4 uS, half at 40 uS; remembers what it was told; a command with pulses costs 1 fJ. */
    private static final class Resistors implements CellArray {
        final List<ArrayCommand> commands = new ArrayList<>();

        @Override
        public ArrayGeometry geometry() {
            return new ArrayGeometry(ROWS, COLUMNS);
        }

        @Override
        public Dissipation apply(ArrayCommand command) {
            commands.add(command);
            double[] joules = new double[EnergyAccount.count()];
            joules[EnergyAccount.READ.channel()] = command instanceof ReadRequest ? 1e-15 : 0;
            joules[EnergyAccount.UPDATE.channel()] = command instanceof PulseTrain ? 1e-15 : 0;
            return new Dissipation(joules, 0, -1, command instanceof TimeAdvance wait ? wait.seconds() : 0);
        }

        @Override
        public void conductancesSiemens(Tile tile, double[] into) {
            for (int at = 0; at < tile.cells(); at++) {
                into[at] = (tile.column() + at % tile.columns()) < COLUMNS / 2 ? 4e-6 : 40e-6;
            }
        }

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] snapshot) {
            // nothing to restore
        }
    }

    private final Resistors resistors = new Resistors();
    private @Nullable Datasheet sheet;

    private MeteredArray array(ReadChain read, DriveChain drive, boolean barrier) {
        List<MeterChannel> channels = new ArrayList<>();
        List<MeterError> errors = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            channels.add(new MeterChannel(account, 1e-18, 0, 0, 0));
            errors.add(MeterError.NONE);
        }
        sheet = new Datasheet(
                "resistors",
                "test 1",
                "",
                true,
                resistors.geometry(),
                0,
                0,
                50e-6,
                1e-9,
                barrier ? DriveKind.BARRIER : DriveKind.VOLTAGE,
                barrier ? new BarrierLimits(0, 1e-18, 1e-19, 1e-18, 1e9, 1e9, 0.5) : null,
                barrier ? null : new Drive.Voltage(1, 1),
                1e-6,
                300,
                CONVERTER,
                channels,
                1024,
                4096);
        return new MeteredArray(sheet, resistors, new MeterChain(channels, errors, 1), read, drive, 9);
    }

    private MeteredArray reading(ReadNoiseLaw noise) {
        return array(new ReadChain(READ_VOLTS, noise, 0, 0, 8), DriveChain.exact(), false);
    }

    private static double[] read(MeteredArray array, int averages) {
        Receipt receipt = array.apply(new ReadRequest(WHOLE, averages));
        return Arrays.stream(Objects.requireNonNull(receipt.readout()).codes())
                .asDoubleStream()
                .toArray();
    }

    private static double spread(double[] codes, boolean high) {
        return new StandardDeviation()
                .evaluate(IntStream.range(0, codes.length)
                        .filter(at -> (at % COLUMNS >= COLUMNS / 2) == high)
                        .mapToDouble(at -> codes[at])
                        .toArray());
    }

    private static ArrayCommand train(double up, double down) {
        return new PulseTrain(WHOLE, Operation.UPDATE, new Drive.Voltage(up, down), Polarity.POTENTIATE, 1e-6, 1e-6, 1);
    }

    @Test
    void whiteNoiseFollowsTheStateAndAveragingNarrowsIt() {
        MeteredArray array = reading(new ReadNoiseLaw(0, 0.02, 0, 1, 0, null));
        // 2000 cells: relative standard error 1.6 %; four of them
        assertThat(spread(read(array, 1), false)).isCloseTo(80, within(5.1));
        assertThat(spread(read(array, 1), true)).isCloseTo(800, within(51.0));
        assertThat(spread(read(array, 64), true)).isCloseTo(100, within(6.4));
        MeteredArray thermal = reading(new ReadNoiseLaw(0, 0, 0, 1, 1e8, null));
        // sqrt(1e8 x 40 uS x (4 k 300 K + 2 e 0.2 V)) / 0.2 V = 89.8 nS
        assertThat(spread(read(thermal, 1), true)).isCloseTo(89.8, within(5.7));
    }

    @Test
    void averagingTakesNothingFromFlickerNoise() {
        MeteredArray array = reading(new ReadNoiseLaw(20e-9, 0, 0, 1, 0, FLICKER));
        array.apply(train(1, 1));
        array.apply(new TimeAdvance(10, false));
        // 40 uS x 0.01 / 1.6^0.65 x sqrt(ln 2e7) = 1.2078 uS
        double[] once = read(array, 1);
        double[] often = read(array, 1024);
        assertThat(spread(once, true)).isCloseTo(1208, within(77.0));
        assertThat(spread(often, true)).isCloseTo(1208, within(77.0));
        assertThat(new PearsonsCorrelation().correlation(once, often)).isGreaterThan(0.99);
        // writing starts it anew
        array.apply(train(1, 1));
        assertThat(spread(read(array, 1024), true)).isLessThan(2);
    }

    @Test
    void noiseIsTheSameForTheSameSeedAndReadsAndChangesNoEnergy() {
        ReadNoiseLaw loud = new ReadNoiseLaw(1e-6, 0.1, 1e-7, 1e-6, 1e9, FLICKER);
        MeteredArray silent = reading(ReadNoiseLaw.constant(0));
        MeteredArray noisy = reading(loud);
        MeteredArray again = reading(loud);
        for (ArrayCommand command :
                List.of(train(1, 1), new TimeAdvance(5, true), new ReadRequest(WHOLE, 4), new ReadRequest(WHOLE, 1))) {
            Receipt quiet = silent.apply(command);
            Receipt one = noisy.apply(command);
            assertThat(again.apply(command)).isEqualTo(one);
            assertThat(one.window()).isEqualTo(quiet.window());
        }
        assertThat(read(noisy, 1)).isEqualTo(read(again, 1)).isNotEqualTo(read(silent, 1));
    }

    @Test
    void bowedConverterIsRightAtBothEndsAndHighInTheMiddle() {
        ReadConverter declared = new ReadConverter(8, 0, 1e-6, 0);
        Digitiser bowed = new Digitiser(declared, new ReadChain(1, ReadNoiseLaw.constant(0), 3, 0, 8), 1);
        assertThat(bowed.code(0)).isZero();
        assertThat(bowed.code(255e-6)).isEqualTo(255);
        assertThat(bowed.code(127e-6)).isEqualTo(130);
        assertThat(bowed.code(300e-6)).isEqualTo(255);
        assertThat(bowed.code(-1)).isZero();
    }

    @Test
    void codesBeginWhereTheConverterHappensToHaveThem() {
        ReadConverter declared = new ReadConverter(10, 0, 1e-6, 0);
        ReadChain chain = new ReadChain(1, ReadNoiseLaw.constant(0), 0, 0.2, 8);
        Digitiser uneven = new Digitiser(declared, chain, 1);
        Digitiser same = new Digitiser(declared, chain, 1);
        double[] late = new double[1023];
        int last = 0;
        for (int step = 0; step <= 102_300; step++) {
            int code = uneven.code(step * 1e-8);
            assertThat(code).isBetween(last, last + 1).isEqualTo(same.code(step * 1e-8));
            if (code > last) {
                late[last] = step * 1e-2 - last - 0.5;
                last = code;
            }
        }
        // 1023 transitions: relative standard error 2.2 %, four of them, and the step of the search
        assertThat(last).isEqualTo(1023);
        assertThat(new StandardDeviation().evaluate(late)).isCloseTo(0.2, within(0.02));
    }

    @Test
    void matrixProductMeetsTheNoiseOfItsCells() {
        MeteredArray array = array(
                new ReadChain(READ_VOLTS, new ReadNoiseLaw(0, 0.02, 0, 1, 0, null), 0, 0, 8),
                DriveChain.exact(),
                false);
        byte[] inputs = new byte[ROWS];
        Arrays.fill(inputs, (byte) 127);
        List<Double> high = new ArrayList<>();
        for (int k = 0; k < 20; k++) {
            double[] amperes = amperes(array, inputs);
            for (int column = COLUMNS / 2; column < COLUMNS; column++) {
                high.add(amperes[column]);
            }
        }
        double[] currents = high.stream().mapToDouble(i -> i).toArray();
        // 100 rows x 0.2 V x 40 uS, sigma sqrt(100) x 0.2 V x 0.8 uS; 400 values: 3.5 %, four of them
        assertThat(Arrays.stream(currents).average().orElseThrow()).isCloseTo(8e-4, within(4 * 1.6e-6 / 20));
        assertThat(new StandardDeviation().evaluate(currents)).isCloseTo(1.6e-6, within(0.23e-6));
    }

    @Test
    void inputConverterRoundsTheRowVoltages() {
        MeteredArray array =
                array(new ReadChain(READ_VOLTS, ReadNoiseLaw.constant(0), 0, 0, 3), DriveChain.exact(), false);
        byte[] inputs = new byte[ROWS];
        // three bits: -3..3 thirds of full scale; 60/127 is nearer to one third than to two
        Arrays.fill(inputs, (byte) 60);
        assertThat(amperes(array, inputs)[0]).isCloseTo(100 * 0.2 / 3 * 4e-6, within(1e-7));
        Arrays.fill(inputs, (byte) -66);
        assertThat(amperes(array, inputs)[0]).isCloseTo(-100 * 0.2 * 2 / 3 * 4e-6, within(1e-7));
    }

    private double[] amperes(MeteredArray array, byte[] inputs) {
        MatrixVector question = new MatrixVector(1, WHOLE, inputs, READ_VOLTS);
        MatrixProduct product = MatrixProduct.of(Objects.requireNonNull(sheet), array, question);
        return product.chunks().stream()
                .flatMapToDouble(chunk -> IntStream.range(0, chunk.codes().length)
                        .mapToDouble(i -> chunk.codes()[i] * chunk.lsbAmperes()))
                .toArray();
    }

    @Test
    void amplitudesAreThoseTheDriveConverterCanMake() {
        MeteredArray array = array(ReadChain.asDeclared(CONVERTER), new DriveChain(5, 0.25, 0, 0, 0), false);
        array.apply(train(1.1, 0.9));
        PulseTrain driven = (PulseTrain) resistors.commands.get(0);
        assertThat(driven.drive()).isEqualTo(new Drive.Voltage(1, 1));
        assertThatThrownBy(() -> array.apply(train(0.1, 1)))
                .hasMessage("drive.potentiateVolts is 0.1 V; allowed: at least 0.125 V, at most 5.0 V");
        assertThatThrownBy(() -> array.apply(train(1, 5.1)))
                .hasMessage("drive.depressVolts is 5.1 V; allowed: at least 0.125 V, at most 5.0 V");
        assertThat(resistors.commands).hasSize(1);
    }

    @Test
    void barriersAreRoundedWithinTheirLimits() {
        MeteredArray array = array(
                ReadChain.asDeclared(CONVERTER), new DriveChain(Double.POSITIVE_INFINITY, 1, 4e-20, 3e-20, 0), true);
        array.apply(new BarrierChange(WHOLE, 1e-18, 0));
        assertThat(((BarrierChange) resistors.commands.get(0)).barrierJoules()).isCloseTo(9.9e-19, within(1e-30));
        array.apply(new PulseTrain(
                WHOLE, Operation.UPDATE, new Drive.Barrier(8.8e-20, 4.4e-20), Polarity.DEPRESS, 1e-6, 1e-6, 1));
        Drive.Barrier driven = (Drive.Barrier) ((PulseTrain) resistors.commands.get(1)).drive();
        // 4.4 rounds to 3; 8.8 to 8, which is more than twice 3: the next below is 4
        assertThat(driven.barrierJoules()).isCloseTo(3e-20, within(1e-32));
        assertThat(driven.tiltJoules()).isCloseTo(4e-20, within(1e-32));
    }

    @Test
    void latencyPassesAfterEveryCommandWithPulses() {
        MeteredArray array = array(ReadChain.asDeclared(CONVERTER), new DriveChain(5, 0, 0, 0, 2e-3), false);
        Receipt receipt = array.apply(train(1, 1));
        assertThat(receipt.window().endSeconds()).isCloseTo(2e-3, within(1e-15));
        assertThat(resistors.commands.get(1)).isEqualTo(new TimeAdvance(2e-3, true));
        array.apply(new ReadRequest(WHOLE, 1));
        assertThat(array.deviceSeconds()).isCloseTo(2e-3, within(1e-15));
    }
}
