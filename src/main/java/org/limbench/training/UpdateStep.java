package org.limbench.training;

import org.limbench.device.Rank1Update;
import org.limbench.device.Readout;
import org.limbench.device.ReceiptStatus;

/**
 * One update, done.
 *
 * @param number from 0
 * @param learningRate eta_n
 * @param command what was sent
 * @param status what became of it
 * @param commandedL1Siemens sum over cells of |wanted change|, S
 * @param before readout its gradient used
 * @param after readout after it
 */
public record UpdateStep(
        long number,
        double learningRate,
        Rank1Update command,
        ReceiptStatus status,
        double commandedL1Siemens,
        Readout before,
        Readout after) {}
