package org.limbench.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limbench.device.Datasheet;
import org.limbench.device.ReadRequest;
import org.limbench.device.Receipt;
import org.limbench.device.Tile;
import org.limbench.protocol.MatrixVector;
import org.limbench.protocol.MatrixVectorReply;
import org.limbench.protocol.WireLimits;

/**
 * Currents of a tile under row voltages: {@code I_j = sum_i V_i G_ij}, of voltages as the input converter makes them, with
 * the noise of every cell, converted to 16 bits whose range is all rows at full voltage and conductance. Its energy is that
 * of one read of the tile (our assumption).
 *
 * @param chunks codes in order
 * @param receipt energy of it
 */
record MatrixProduct(List<MatrixVectorReply> chunks, Receipt receipt) {
    /** Far beyond what flows anywhere, and so far below the largest double that a noisy column stays finite. */
    private static final double MOST_LSB_AMPERES = 1e200;

    static MatrixProduct of(Datasheet datasheet, MeteredArray array, MatrixVector question) {
        Tile tile = question.tile();
        double lsb = lsbAmperes(datasheet, question);
        Receipt read = array.book(new ReadRequest(tile, 1));
        double[] siemens = array.conductancesSiemens(tile);
        array.reading().flicker(siemens, tile, array.deviceSeconds());
        double[] volts = new double[tile.rows()];
        for (int row = 0; row < volts.length; row++) {
            volts[row] = array.reading().inputVolts(question.input()[row], question.voltsAt127());
        }
        double[] amperes = array.reading().currents(siemens, volts);
        short[] codes = new short[amperes.length];
        for (int column = 0; column < codes.length; column++) {
            codes[column] =
                    (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(amperes[column] / lsb)));
        }
        return new MatrixProduct(chunks(question.commandId(), codes, lsb), read);
    }

    private static double lsbAmperes(Datasheet datasheet, MatrixVector question) {
        double full = Math.max(Math.abs(datasheet.mostSiemens()), Math.abs(datasheet.leastSiemens()));
        double lsb = question.voltsAt127() * full * question.tile().rows() / Short.MAX_VALUE;
        if (!(lsb >= Double.MIN_NORMAL && lsb <= MOST_LSB_AMPERES)) {
            throw new IllegalArgumentException(
                    "voltsAt127 is " + question.voltsAt127() + " V; allowed: one whose currents a double can hold");
        }
        return lsb;
    }

    private static List<MatrixVectorReply> chunks(long id, short[] codes, double lsb) {
        List<MatrixVectorReply> chunks = new ArrayList<>();
        int most = WireLimits.CHUNK / 2;
        for (int at = 0; at < codes.length; at += most) {
            chunks.add(new MatrixVectorReply(
                    id, at, Arrays.copyOfRange(codes, at, Math.min(codes.length, at + most)), lsb));
        }
        return chunks;
    }
}
