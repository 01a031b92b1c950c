package org.limbench.device;

/**
 * What a host may ask of an array. Commands that {@linkplain #changesState() change state} carry an update id on the
 * wire and are applied exactly once; reads may be repeated.
 */
public sealed interface ArrayCommand
        permits ArrayUpdate, PulseTrain, BarrierChange, Consolidation, TimeAdvance, ReadRequest {

    /** Whether the command changes the array, so that it must never be applied twice. */
    default boolean changesState() {
        return true;
    }
}
