package org.limbench.training;

/**
 * Barriers of an arm in units of kT at the datasheet's temperature; the write barriers are those of the first layer.
 *
 * @param firstWrite barrier during the first update's pulses
 * @param lastWrite barrier during the last update's pulses
 * @param hold rest barrier while training
 * @param retention barrier that meets the retention specification; reached only by consolidated and fixed arms
 */
public record BarriersKt(double firstWrite, double lastWrite, double hold, double retention) {}
