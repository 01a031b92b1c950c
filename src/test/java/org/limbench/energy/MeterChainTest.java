package org.limbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterWindow;

final class MeterChainTest {
    private static final int UPDATE = EnergyAccount.UPDATE.channel();
    private static final List<MeterError> FAULTLESS = Collections.nCopies(EnergyAccount.count(), MeterError.NONE);

    static List<MeterChannel> meter(double lsb, double gain, double offset, double noise) {
        List<MeterChannel> channels = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            channels.add(new MeterChannel(account, lsb, gain, offset, noise));
        }
        return channels;
    }

    static double[] update(double joules) {
        double[] all = new double[EnergyAccount.count()];
        all[UPDATE] = joules;
        return all;
    }

    @Test
    void faultlessChainCountsWhatFlowed() {
        MeterChain chain = new MeterChain(meter(0.5, 0, 0, 0), FAULTLESS, 1);
        chain.observe(update(10), 1);
        chain.observe(new double[] {1, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 7}, 1);
        assertThat(chain.latch().delivered()).containsExactly(2, 20, 4, 0, 0, 0, 0, 6, 0, 0, 0, 0, 14);
        assertThat(chain.latch().returned()).containsOnly(0);
    }

    @Test
    void energyThatCameBackGoesIntoTheReturnedRegister() {
        MeterChain chain = new MeterChain(meter(1, 0, 0, 0), FAULTLESS, 1);
        chain.observe(update(7), 1);
        MeterLatch before = chain.latch();
        chain.observe(update(-3), 1);
        assertThat(chain.latch().delivered()[UPDATE]).isEqualTo(7);
        assertThat(chain.latch().returned()[UPDATE]).isEqualTo(3);
        MeterWindow window = new MeterWindow(before, chain.latch(), 1, 2);
        EnergyMeasurement measured = EnergyMeasurement.of(window, meter(1, 0, 0, 0));
        assertThat(measured.joules(EnergyAccount.UPDATE)).isEqualTo(-3);
    }

    @Test
    void partsOfACountAreCarriedAndNeverLost() {
        MeterChain chain = new MeterChain(meter(1, 0, 0, 0), FAULTLESS, 1);
        for (int k = 0; k < 1000; k++) {
            chain.observe(update(k % 3 == 0 ? -0.25 : 0.375), 1e-6);
        }
        double flowed = 334 * -0.25 + 666 * 0.375;
        long net = chain.latch().delivered()[UPDATE] - chain.latch().returned()[UPDATE];
        assertThat((double) net).isCloseTo(flowed, within(0.5));
    }

    @Test
    void registersOnlyGoUpAndDifferByTheRoundedSum() {
        MeterChain chain = new MeterChain(meter(0.3, 0, 0, 0), FAULTLESS, 1);
        double sum = 0;
        MeterLatch last = chain.latch();
        for (int k = 0; k < 500; k++) {
            double joules = 2 * StrictMath.sin(k * 1.7);
            sum += joules;
            chain.observe(update(joules), 1);
            MeterLatch now = chain.latch();
            assertThat(now.delivered()[UPDATE]).isGreaterThanOrEqualTo(last.delivered()[UPDATE]);
            assertThat(now.returned()[UPDATE]).isGreaterThanOrEqualTo(last.returned()[UPDATE]);
            assertThat((now.delivered()[UPDATE] - now.returned()[UPDATE]) * 0.3).isCloseTo(sum, within(0.1501));
            last = now;
        }
    }

    @Test
    void gainAndOffsetActAsGiven() {
        List<MeterError> errors = Collections.nCopies(EnergyAccount.count(), new MeterError(0.25, 2));
        MeterChain chain = new MeterChain(meter(1, 0, 0, 0), errors, 1);
        chain.observe(update(100), 10);
        assertThat(chain.latch().delivered()[UPDATE]).isEqualTo(145);
        assertThat(chain.latch().delivered()[EnergyAccount.IDLE.channel()]).isEqualTo(20);
    }

    @Test
    void noiseHasTheDeclaredSpreadAndNoMean() {
        MeterChain chain = new MeterChain(meter(1e-3, 0, 0, 3), FAULTLESS, 5);
        double sum = 0;
        double squares = 0;
        int windows = 4000;
        for (int k = 0; k < windows; k++) {
            long before = chain.latch().delivered()[UPDATE] - chain.latch().returned()[UPDATE];
            chain.observe(update(0), 8);
            long after = chain.latch().delivered()[UPDATE] - chain.latch().returned()[UPDATE];
            double seen = (after - before) * 1e-3;
            sum += seen;
            squares += seen * seen;
        }
        // standard deviation 3 * sqrt(8/2) = 6; acceptance: 4 standard errors
        assertThat(sum / windows).isCloseTo(0, within(4 * 6 / Math.sqrt(windows)));
        assertThat(Math.sqrt(squares / windows)).isCloseTo(6, within(4 * 6 / Math.sqrt(2.0 * windows)));
    }

    @Test
    void drawnErrorsFollowTheDeclaredUncertainties() {
        double gainSquares = 0;
        double offsetSquares = 0;
        int meters = 2000;
        for (int seed = 0; seed < meters; seed++) {
            MeterChain chain = MeterChain.drawn(meter(1e-9, 0.01, 0, 0), seed);
            chain.observe(update(1), 1);
            double gain = chain.latch().delivered()[UPDATE] * 1e-9 - 1;
            gainSquares += gain * gain;
            MeterChain offset = MeterChain.drawn(meter(1e-9, 0, 2, 0), seed);
            offset.observe(update(0), 1);
            double seen = (offset.latch().delivered()[UPDATE] - offset.latch().returned()[UPDATE]) * 1e-9;
            offsetSquares += seen * seen;
        }
        assertThat(Math.sqrt(gainSquares / meters)).isCloseTo(0.01, within(4 * 0.01 / Math.sqrt(2.0 * meters)));
        assertThat(Math.sqrt(offsetSquares / meters)).isCloseTo(2, within(4 * 2 / Math.sqrt(2.0 * meters)));
    }

    @Test
    void sameSeedGivesTheSameRegistersAndAnotherSeedOthers() {
        assertThat(registers(3)).isEqualTo(registers(3)).isNotEqualTo(registers(4));
    }

    private static MeterLatch registers(long seed) {
        MeterChain chain = MeterChain.drawn(meter(1e-3, 0.01, 0.1, 0.1), seed);
        for (int k = 0; k < 10; k++) {
            chain.observe(update(k), 0.5);
        }
        return chain.latch();
    }

    @Test
    void snapshotGoesOnExactlyWhereItWasTaken() {
        List<MeterChannel> channels = meter(0.3, 0.01, 0.1, 0.5);
        MeterChain uninterrupted = MeterChain.drawn(channels, 9);
        uninterrupted.observe(update(4.1), 1);
        byte[] snapshot = uninterrupted.snapshot();
        uninterrupted.observe(update(-2.3), 2);
        MeterChain restored = MeterChain.drawn(channels, 9);
        restored.restore(snapshot);
        restored.observe(update(-2.3), 2);
        assertThat(restored.latch()).isEqualTo(uninterrupted.latch());
        assertThat(restored.snapshot()).isEqualTo(uninterrupted.snapshot());
    }

    @Test
    void snapshotOfAnotherMeterIsRefusedAndChangesNothing() {
        MeterChain chain = MeterChain.drawn(meter(1, 0.01, 0, 0), 1);
        chain.observe(update(50), 1);
        MeterLatch before = chain.latch();
        byte[] other = MeterChain.drawn(meter(1, 0.01, 0, 0), 2).snapshot();
        assertThatThrownBy(() -> chain.restore(other)).hasMessageContaining("another meter");
        assertThatThrownBy(() -> chain.restore(new byte[3])).hasMessageContaining("3 bytes");
        byte[] broken = chain.snapshot();
        broken[0] ^= 1;
        assertThatThrownBy(() -> chain.restore(broken)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chain.latch()).isEqualTo(before);
    }

    @Test
    void countsBeyondHalfARegisterAreRefusedAndNothingIsCounted() {
        MeterChain chain = new MeterChain(meter(1e-21, 0, 0, 0), FAULTLESS, 1);
        assertThatThrownBy(() -> chain.observe(new double[] {1e-3, 0, 0, 0, 0, 0, 0, 1e6, 0, 0, 0, 0, 0}, 1))
                .hasMessageContaining("IDLE")
                .hasMessageContaining("allowed: at most 2^62 counts");
        assertThat(chain.latch()).isEqualTo(MeterLatch.zero());
        assertThatThrownBy(() -> chain.observe(update(Double.NaN), 1)).hasMessageContaining("UPDATE");
        assertThatThrownBy(() -> chain.observe(update(1), -1)).hasMessageContaining("seconds");
    }

    @Test
    void registersWrapAndWindowsAcrossTheWrapStayRight() {
        MeterChain chain = new MeterChain(meter(1, 0, 0, 0), FAULTLESS, 1);
        double near = 0x1.0p62;
        for (int k = 0; k < 3; k++) {
            chain.observe(update(near), 1);
        }
        chain.observe(update(near - 1024), 1);
        MeterLatch before = chain.latch();
        assertThat(Long.toUnsignedString(before.delivered()[UPDATE])).isEqualTo("18446744073709550592"); // 2^64 - 1024
        chain.observe(update(3024), 1);
        MeterLatch after = chain.latch();
        assertThat(after.delivered()[UPDATE]).isEqualTo(2000);
        EnergyMeasurement measured = EnergyMeasurement.of(new MeterWindow(before, after, 0, 1), meter(1, 0, 0, 0));
        assertThat(measured.joules(EnergyAccount.UPDATE)).isEqualTo(3024);
    }
}
