package org.limbench.training;

import org.limbench.device.Rank1Update;
import org.limbench.device.Readout;
import org.limbench.device.ReceiptStatus;

/**
 * One update of one layer, done.
 *
 * @param number from 0
 * @param layer from 0
 * @param learningRate eta_n of the layer
 * @param command what was sent
 * @param status what became of it
 * @param commandedL1Siemens sum over cells of |wanted change|, S
 * @param before readout of the layer its gradient used
 * @param after readout of the layer after it
 */
public record UpdateStep(
        long number,
        int layer,
        double learningRate,
        Rank1Update command,
        ReceiptStatus status,
        double commandedL1Siemens,
        Readout before,
        Readout after) {}
