package org.limbench.driver.rcn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterChannel;
import org.limbench.device.MeterLatch;
import org.limbench.device.MeterLoss;
import org.limbench.protocol.rcn.CaptureSetting;
import org.limbench.protocol.rcn.RcnCommand;
import org.limbench.protocol.rcn.StationTiming;
import org.limbench.protocol.rcn.StationVolts;
import org.limbench.protocol.rcn.Wiring;

/**
 * The meter the station is not: the current of the rows, sampled during every pulse, times their voltage and the time between
 * samples; and the current of every read. Registers are kept by the host and begin at 0 with it.
 *
 * <p>The mean of the samples before a pulse is taken off, so an offset drops out. Columns are at rest, so the rows deliver
 * what the cells take; heat in cells that are only half selected is in it. Work on the gates, the outputs, the station's own
 * supply: not metered, and the datasheet says so. Single-threaded.
 */
final class StationMeter {
    private static final double ROOT_12 = Math.sqrt(12);
    private static final double FAST_LSB_VOLTS = StationVolts.MOST_FAST / StationVolts.MOST_FAST_CODE;

    private final Wiring wiring;
    private final List<MeterChannel> channels;
    private final double[] deliveredJoules = new double[EnergyAccount.count()];
    private final double[] returnedJoules = new double[EnergyAccount.count()];
    private int losses;
    /** What was missed since the command under way began. */
    private MeterLoss unseen = MeterLoss.NONE;

    StationMeter(Wiring wiring) {
        this.wiring = wiring;
        this.channels = channels(wiring);
    }

    List<MeterChannel> channels() {
        return channels;
    }

    MeterLatch latch() {
        long[] delivered = new long[deliveredJoules.length];
        long[] returned = new long[returnedJoules.length];
        for (int i = 0; i < delivered.length; i++) {
            delivered[i] = (long) (deliveredJoules[i] / channels.get(i).lsbJoules());
            returned[i] = (long) (returnedJoules[i] / channels.get(i).lsbJoules());
        }
        return new MeterLatch(delivered, returned, losses);
    }

    /** Latches at the begin of a command: what was missed before belongs to those before. */
    MeterLatch begin() {
        unseen = MeterLoss.NONE;
        return latch();
    }

    /** A command broke off: what its last pulse or read took is not known. */
    void miss() {
        miss(MeterLoss.ofAll(Set.of(MeterLoss.Cause.GAP), 0));
    }

    /** A pulse whose samples say nothing of the current. */
    void saturated(EnergyAccount account, double seconds) {
        miss(new MeterLoss(Set.of(account), Set.of(MeterLoss.Cause.SATURATION), seconds));
    }

    private void miss(MeterLoss loss) {
        losses++;
        unseen = unseen.and(loss);
    }

    /** What was missed since {@link #begin}. */
    MeterLoss unseen() {
        return unseen;
    }

    /** Books energy, of either sign. */
    void add(EnergyAccount account, double joules) {
        (joules < 0 ? returnedJoules : deliveredJoules)[account.channel()] += Math.abs(joules);
    }

    /** Whether a sample lies at an end of the converter, where it says nothing of the current. */
    static boolean clipped(int[] codes) {
        for (int code : codes) {
            if (code <= 0 || code >= StationVolts.MOST_FAST_CODE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Energy of a pulse, J.
     *
     * @param codes samples, those before the pulse first
     * @param volts of the rows over rest, V, signed
     */
    double pulseJoules(RcnCommand.CaptureStep capture, int[] codes, double volts) {
        int before = (int) capture.pretriggerSamples();
        double baseline = 0;
        for (int i = 0; i < before; i++) {
            baseline += StationVolts.fast(codes[i]) / before;
        }
        double sum = 0;
        for (int i = before; i < codes.length; i++) {
            sum += StationVolts.fast(codes[i]) - baseline;
        }
        return volts
                * sum
                / wiring.capture().ohms()
                * StationTiming.sampleSeconds(capture.prescaler(), capture.period());
    }

    private static List<MeterChannel> channels(Wiring wiring) {
        List<MeterChannel> channels = new ArrayList<>();
        for (EnergyAccount account : EnergyAccount.values()) {
            channels.add(
                    switch (account) {
                        case UPDATE, PROGRAM -> pulses(account, wiring);
                        case READ -> reads(wiring);
                        case CONSOLIDATE, BARRIER, LINES, PERIPHERY, IDLE ->
                            new MeterChannel(account, pulses(account, wiring).lsbJoules(), 0, 0, 0, true);
                        case BARRIER_MOTION, HALF_SELECT_MOTION, HALF_SELECT_PULSES, BARRIER_RETURN, LINES_RETURN ->
                            MeterChannel.none(account);
                    });
        }
        return channels;
    }

    /**
     * A count is one code in one sample at the largest tilt. Noise: that of the sum less that of its baseline, at the largest
     * tilt and the nominal width, over the time one capture takes, which is the least a pulse can take (derived).
     */
    private static MeterChannel pulses(EnergyAccount account, Wiring wiring) {
        CaptureSetting setting = wiring.pulse().setting();
        RcnCommand.CaptureStep capture = setting.of(wiring.pulse().seconds());
        double sampleSeconds = StationTiming.sampleSeconds(capture.prescaler(), capture.period());
        double perVolt = wiring.drive().volts(wiring.drive().mostTiltKt())
                * sampleSeconds
                / wiring.capture().ohms();
        double sample = Math.hypot(wiring.capture().noiseVolts(), FAST_LSB_VOLTS / ROOT_12);
        double n = setting.pulseSamples();
        double deviation = perVolt * sample * Math.sqrt(n + n * n / setting.baselineSamples());
        double seconds = StationTiming.seconds(capture, StationTiming.FIRST_OVERSAMPLING);
        return new MeterChannel(
                account,
                perVolt * FAST_LSB_VOLTS,
                wiring.capture().gainUncertainty(),
                0,
                deviation * Math.sqrt(2 / seconds));
    }

    /** A count is one 0.1 mV in one reading; noise as for pulses, over the time of a reading with its row. */
    private static MeterChannel reads(Wiring wiring) {
        Wiring.Read read = wiring.read();
        double seconds = StationTiming.frameSeconds(read.oversampling());
        double perVolt = read.volts() / read.range().ohms() * seconds;
        double reading = Math.hypot(read.noiseVolts(), StationVolts.volts(1) / ROOT_12);
        double deviation =
                Math.sqrt(2) * perVolt * reading * wiring.lines().columns().size();
        return new MeterChannel(
                EnergyAccount.READ,
                perVolt * StationVolts.volts(1),
                read.gainUncertainty(),
                0,
                deviation * Math.sqrt(2 / seconds));
    }
}
