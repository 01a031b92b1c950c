package org.limbench.bench;

import java.util.List;
import org.limbench.device.Datasheet;
import org.limbench.device.EnergyAccount;
import org.limbench.device.MeterLatch;
import org.limbench.device.ReadConverter;
import org.limbench.device.ReadRequest;
import org.limbench.device.Readout;
import org.limbench.device.Receipt;
import org.limbench.driver.DeviceIdentity;
import org.limbench.driver.DeviceSession;
import org.limbench.driver.DeviceTime;
import org.limbench.driver.SessionOptions;
import org.limbench.driver.SessionWatcher;
import org.limbench.transport.LinkException;

/**
 * What a device says of itself when asked without being driven.
 *
 * @param address it was asked at
 * @param datasheet what it declares
 * @param identity boot and session
 * @param uptimeMillis since boot, ms
 * @param deviceSeconds device time, s
 * @param joulesByAccount net energy in the meter's registers, J, one per account
 * @param least smallest conductance read, S
 * @param mean of the conductances read, S
 * @param most largest conductance read, S
 * @param notes what a reader of the rest must know
 */
@SuppressWarnings("ArrayRecordComponent") // a result to print, never compared
public record Probe(
        String address,
        Datasheet datasheet,
        DeviceIdentity identity,
        long uptimeMillis,
        double deviceSeconds,
        double[] joulesByAccount,
        double least,
        double mean,
        double most,
        List<String> notes) {

    /**
     * Asks a device: hello, datasheet, status, meter, one read of the whole array.
     *
     * @param deviceSeed of an emulated device in this process
     * @param reset whether it is reset first, so that its update ids begin anew; its cells stay as they are
     * @param watcher told when the device is silent or gone
     * @throws LinkException when it cannot be reached
     * @throws IllegalArgumentException when what is there has nothing to reset
     */
    public static Probe of(String address, long deviceSeed, boolean reset, Host host, SessionWatcher watcher)
            throws LinkException {
        SessionOptions.Builder options = SessionOptions.builder(host.nanoTime(), host.identifier());
        DeviceAddress at = DeviceAddress.parse(address);
        if (reset) {
            if (at instanceof DeviceAddress.Rcn) {
                throw new IllegalArgumentException("--reset is given with " + address
                        + "; allowed: a device that counts updates, an RCN station does not");
            }
            options.resetFirst();
        }
        try (DeviceSession session = Carriers.session(at, deviceSeed, host, options, watcher)) {
            Datasheet datasheet = session.datasheet();
            DeviceTime time = session.time();
            MeterLatch meter = session.meter();
            Receipt receipt =
                    session.execute(new ReadRequest(datasheet.geometry().whole(), 1));
            double[] spread = spread(datasheet.converter(), receipt.readout());
            return new Probe(
                    address,
                    datasheet,
                    session.identity(),
                    time.uptimeMillis(),
                    time.deviceSeconds(),
                    joules(datasheet, meter),
                    spread[0],
                    spread[1],
                    spread[2],
                    session.notes());
        }
    }

    private static double[] joules(Datasheet datasheet, MeterLatch meter) {
        double[] joules = new double[EnergyAccount.count()];
        for (int i = 0; i < joules.length; i++) {
            joules[i] = (meter.delivered()[i] - meter.returned()[i])
                    * datasheet.meter().get(i).lsbJoules();
        }
        return joules;
    }

    private static double[] spread(ReadConverter converter, @org.jspecify.annotations.Nullable Readout readout) {
        if (readout == null) {
            return new double[] {Double.NaN, Double.NaN, Double.NaN};
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int code : readout.codes()) {
            double siemens = converter.siemens(code);
            least = Math.min(least, siemens);
            most = Math.max(most, siemens);
            sum += siemens;
        }
        return new double[] {least, sum / readout.codes().length, most};
    }
}
