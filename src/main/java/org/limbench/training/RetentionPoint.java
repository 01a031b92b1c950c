package org.limbench.training;

/**
 * One point of a retention curve.
 *
 * @param seconds device time since the end of training (and consolidation, where there was one), s
 * @param score of the workload at that age
 */
public record RetentionPoint(double seconds, double score) {}
