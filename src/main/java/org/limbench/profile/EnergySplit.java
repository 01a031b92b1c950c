package org.limbench.profile;

import java.util.Objects;
import org.limbench.device.ArrayCommand;
import org.limbench.device.ArrayGeometry;
import org.limbench.device.BarrierLimits;
import org.limbench.device.DenseUpdate;
import org.limbench.device.Drive;
import org.limbench.device.EnergyAccount;
import org.limbench.device.Operation;
import org.limbench.device.Polarity;
import org.limbench.device.PulseTrain;
import org.limbench.device.Tile;
import org.limbench.physics.ArrayEnergetics;

/**
 * What one potentiating pulse of the nominal drive costs, as an array of the profile books it, J. With a tunable barrier the
 * nominal drive is a tilt of 2 kT and the barrier at which a pulse moves a cell by one level on average.
 *
 * @param tilt heat of the cell's pulse, mean over the cells of an array at power-on
 * @param motion work on the cell when its barrier opens and closes, mean alike
 * @param actuator loss of what moves the barrier, mean alike
 * @param wires C V^2 of its row and its column, and tilt work given back to them that is lost, mean alike
 * @param halfSelect what the other cells on the two take
 * @param slot periphery, a pulse slot
 * @param command periphery, a command of any kind
 * @param read reading one cell
 * @param idleWatts static power, W
 */
record EnergySplit(
        double tilt,
        double motion,
        double actuator,
        double wires,
        double halfSelect,
        double slot,
        double command,
        double read,
        double idleWatts) {
    /** Larger arrays are cut: the lines of no tile are longer. */
    private static final int LONGEST_LINE = 256;

    private static final double TILT_KT = 2;
    /** J/K, exact: SI Brochure, 9th edition (2019), section 2.2. */
    static final double BOLTZMANN = 1.380649e-23;

    private static final long SEED = 1;

    static EnergySplit of(DeviceProfile profile) {
        ArrayGeometry geometry = new ArrayGeometry(
                Math.min(profile.geometry().rows(), LONGEST_LINE),
                Math.min(profile.geometry().columns(), LONGEST_LINE));
        Tile whole = geometry.whole();
        Drive drive = drive(profile);
        double pulse = profile.model().pulseSeconds();
        double[] all = joules(
                profile,
                geometry,
                profile.energetics(),
                new PulseTrain(whole, Operation.UPDATE, drive, Polarity.POTENTIATE, pulse, pulse, 1));
        byte[] one = new byte[whole.cells()];
        one[0] = 1;
        DenseUpdate single = new DenseUpdate(whole, drive, one, pulse);
        double[] lone = joules(profile, geometry, profile.energetics(), single);
        ArrayEnergetics.Periphery periphery = profile.energetics().periphery();
        return new EnergySplit(
                sum(all, EnergyAccount.UPDATE) / whole.cells(),
                sum(all, EnergyAccount.BARRIER_MOTION) / whole.cells(),
                sum(all, EnergyAccount.BARRIER, EnergyAccount.BARRIER_RETURN) / whole.cells(),
                sum(lone, EnergyAccount.LINES) + sum(all, EnergyAccount.LINES_RETURN) / whole.cells(),
                sum(lone, EnergyAccount.HALF_SELECT_MOTION, EnergyAccount.HALF_SELECT_PULSES),
                periphery.joulesPerSlot(),
                periphery.joulesPerCommand(),
                periphery.readJoulesPerCell(),
                periphery.idleWatts());
    }

    private static double sum(double[] joules, EnergyAccount... accounts) {
        double sum = 0;
        for (EnergyAccount account : accounts) {
            sum += joules[account.channel()];
        }
        return sum;
    }

    private static double[] joules(
            DeviceProfile profile, ArrayGeometry geometry, ArrayEnergetics energetics, ArrayCommand command) {
        return profile.model()
                .newArray(geometry, profile.temperatureKelvin(), energetics, SEED)
                .apply(command)
                .joules();
    }

    private static Drive drive(DeviceProfile profile) {
        BarrierLimits limits = profile.model().barrierLimits();
        Drive.Voltage voltage = profile.model().voltage();
        if (limits == null || voltage != null) {
            return Objects.requireNonNull(voltage, "a model has a barrier or a voltage");
        }
        double kt = BOLTZMANN * profile.temperatureKelvin();
        double tilt = Math.min(TILT_KT * kt, limits.mostTiltJoules());
        // net mean of one level: attempts x pulse x (exp(-(b - x/2)) - exp(-(b + x/2))) = 1
        double attempts = limits.attemptsPerSecond() * profile.model().pulseSeconds();
        double barrier = kt * StrictMath.log(attempts * 2 * StrictMath.sinh(tilt / kt / 2));
        return new Drive.Barrier(
                tilt, Math.max(Math.max(tilt / 2, limits.leastJoules()), Math.min(limits.mostJoules(), barrier)));
    }
}
