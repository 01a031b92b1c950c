/*
 * The device side of the protocol: session, window, exactly-once, staging, lease.
 *
 * One device per process. No allocation, no recursion, no interrupts of its own; everything happens inside lim_poll().
 */
#ifndef LIM_ENGINE_H
#define LIM_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "lim_hal.h"

/* What the host may know of the device; constant from boot on. */
typedef struct {
    const char *device;   /* kind of device, at most 64 bytes */
    const char *firmware; /* name and version, at most 64 bytes */
    bool emulated;
    uint32_t rows, columns; /* at most LIM_MOST_LINES each */
    uint32_t levels;        /* 0: continuous */
    double least_siemens, most_siemens, minimum_step_siemens;
    bool barrier_driven;
    /* barrier_driven */
    double least_barrier_joules, most_barrier_joules, hold_barrier_joules, most_tilt_joules;
    double attempts_per_second, most_attempts_per_second, half_select_fraction;
    /* otherwise */
    double potentiate_volts, depress_volts;
    double pulse_seconds;
    uint32_t converter_bits; /* 1..16 */
    double converter_offset_siemens, converter_lsb_siemens, converter_noise_siemens;
    double lsb_joules[LIM_ACCOUNTS], gain_uncertainty[LIM_ACCOUNTS], offset_uncertainty_watts[LIM_ACCOUNTS];
    double noise_watts_per_root_hertz[LIM_ACCOUNTS];
    uint32_t unmetered_accounts; /* bit n: nothing meters account n */
    uint32_t most_slots;         /* of a rank-1 update, 1..1024 */
    uint8_t *staging;            /* where staged updates wait for their commit, */
    uint32_t staging_bytes;      /* one row and a code at least; the larger, the fewer blocks a host cuts an update into */
    double slot_seconds;         /* what a slot takes beyond its period (setting lines, a processor that computes), s */
} lim_device;

/*
 * Starts with a new boot id; forgets sessions, ids, results and staging, not the cells. device stays with the caller.
 *
 * Returns NULL, or what of the device does not fit this build or the protocol. Such a device carries nothing out: it
 * answers every message by FAULT_DEVICE with that text, so that a host sees it too.
 */
const char *lim_boot(const lim_device *device);

/*
 * Takes what has arrived, carries it out, answers. Call it whenever bytes are there or a millisecond has passed.
 *
 * Returns after LIM_SLICE_MILLIS and the time of one call of the port, however long a command takes: it goes on with the
 * next call. Sending takes as long as the line does.
 */
void lim_poll(void);

/* Whether a command is under way that needs the processor: poll again at once. */
bool lim_working(void);

/* Whether something waits for a time or for the host: a core may sleep for a millisecond then, else until the next byte. */
bool lim_busy(void);

/* Whether a host holds the lease now. */
bool lim_held(void);

/* Answers an envelope that came over another line than the holder's: a hello by FAULT_LEASE_HELD, nothing else. What is said
 * goes through lim_hal_send(), which the port directs to that line for the time being. False: it is the holder's own, come
 * back over a new line; the port gives it the line, and what was lost meanwhile is said again. */
bool lim_turn_away(const uint8_t *envelope, size_t length);

/* Whether the host asked for a reset since boot: the port restarts itself, or calls lim_boot() again. */
bool lim_reset_asked(void);

#endif
