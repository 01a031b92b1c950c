package org.limbench.emulator;

import org.limbench.device.Datasheet;
import org.limbench.device.RandomStream;
import org.limbench.device.Tile;
import org.limbench.profile.ReadChain;

/**
 * From the true conductances of a tile to what a read makes of them: 1/f noise since the last write, white noise, the
 * converter. Deterministic in the seed, the number of reads so far and the device time.
 *
 * <p>The whole array counts as written when pulses went to any of it (our assumption: a logarithm hardly sees the
 * difference). Single-threaded.
 */
final class ReadPath {
    private final Datasheet datasheet;
    private final ReadChain chain;
    private final ReadNoise white;
    private final RandomStream flicker;
    private final Digitiser digitiser;
    private double writtenSeconds;

    ReadPath(Datasheet datasheet, ReadChain chain, long seed) {
        this.datasheet = datasheet;
        this.chain = chain;
        this.white = new ReadNoise(RandomStream.of(seed, "emulator.read-noise"));
        this.flicker = RandomStream.of(seed, "emulator.flicker-noise");
        this.digitiser = new Digitiser(datasheet.converter(), chain, seed);
    }

    /** Reads made so far. */
    long reads() {
        return white.reads();
    }

    /** Device time at which pulses last went to the array, s. */
    double writtenSeconds() {
        return writtenSeconds;
    }

    /** Pulses went to the array. */
    void written(double deviceSeconds) {
        writtenSeconds = deviceSeconds;
    }

    /** Goes on as after so many reads and a write at such a time. */
    void resume(long reads, double lastWriteSeconds) {
        white.resume(reads);
        writtenSeconds = lastWriteSeconds;
    }

    /** Adds to the true conductances of a tile, S, what 1/f noise has made of them by now. */
    void flicker(double[] siemens, Tile tile, double deviceSeconds) {
        double seconds = deviceSeconds - writtenSeconds;
        if (chain.noise().flicker() == null || seconds <= 0) {
            return;
        }
        RandomStream sinceWrite = flicker.split(Double.doubleToLongBits(writtenSeconds));
        int columns = datasheet.geometry().columns();
        for (int at = 0; at < siemens.length; at++) {
            int cell = (tile.row() + at / tile.columns()) * columns + tile.column() + at % tile.columns();
            siemens[at] += chain.noise().flicker().drawSiemens(siemens[at], seconds, sinceWrite.split(cell));
        }
    }

    /** Codes of the conductances of a tile, S, as they are now; the array given is used up. */
    int[] codes(double[] siemens, Tile tile, int averages, double deviceSeconds) {
        flicker(siemens, tile, deviceSeconds);
        double[] deviations = new double[siemens.length];
        double root = Math.sqrt(averages);
        for (int at = 0; at < siemens.length; at++) {
            deviations[at] =
                    chain.noise().whiteSiemens(siemens[at], chain.readVolts(), datasheet.temperatureKelvin()) / root;
        }
        white.add(siemens, deviations);
        int[] codes = new int[siemens.length];
        for (int at = 0; at < codes.length; at++) {
            codes[at] = digitiser.code(siemens[at]);
        }
        return codes;
    }

    /**
     * Currents of a tile's columns under row voltages, A, with the noise of every cell (independent: derived).
     *
     * @param siemens conductances of the tile, row-major
     * @param volts one a row
     */
    double[] currents(double[] siemens, double[] volts) {
        int columns = siemens.length / volts.length;
        double[] amperes = new double[columns];
        double[] deviations = new double[columns];
        for (int row = 0; row < volts.length; row++) {
            for (int column = 0; column < columns; column++) {
                double g = siemens[row * columns + column];
                amperes[column] += volts[row] * g;
                deviations[column] += chain.noise().currentVariance(g, volts[row], datasheet.temperatureKelvin());
            }
        }
        for (int column = 0; column < columns; column++) {
            deviations[column] = Math.sqrt(deviations[column]);
        }
        white.add(amperes, deviations);
        return amperes;
    }

    /** Voltage the input converter makes of a code, V. */
    double inputVolts(byte code, double voltsAt127) {
        int most = (1 << (chain.inputBits() - 1)) - 1;
        return voltsAt127 * Math.rint(code * (double) most / 127) / most;
    }
}
