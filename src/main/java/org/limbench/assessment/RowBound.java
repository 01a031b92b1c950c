package org.limbench.assessment;

/**
 * One bound on one command, as a ledger row carries it.
 *
 * @param id of the bound
 * @param joules the bound, J, clipped at 0
 * @param verdict at the family-wise threshold of single rows
 */
public record RowBound(String id, double joules, Verdict verdict) {}
