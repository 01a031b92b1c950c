/*
 * What a chip team writes.
 *
 * The engine (lim_engine.h) speaks the protocol; these functions move bytes, tell the time and touch the array. All are
 * called from lim_poll(), never from an interrupt, one at a time. None may call back into the engine.
 *
 * How long a call may take: while one is under way nothing is received, no hello is answered, and a host whose frames are
 * not answered for some seconds takes the link for lost. So no call takes longer than 50 ms, but for lim_hal_send(). What
 * the array needs longer for is begun by the call and goes on by itself (a timer, an interrupt, a pattern generator) while
 * lim_hal_busy() says true; the engine goes on talking meanwhile, and calls no other function of the array but
 * lim_hal_meter() and lim_hal_kelvin() until it says false.
 *
 * Units are SI: joules, seconds, volts, siemens, kelvin. Rows and columns count from 0.
 */
#ifndef LIM_HAL_H
#define LIM_HAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lim_config.h"

/* Energy accounts, in the order of the wire. */
typedef enum {
    LIM_PROGRAM,
    LIM_UPDATE,
    LIM_READ,
    LIM_CONSOLIDATE,
    LIM_BARRIER,
    LIM_LINES,
    LIM_PERIPHERY,
    LIM_IDLE,
    LIM_ACCOUNTS
} lim_account;

/* A rectangle of cells, wholly inside the array. */
typedef struct {
    uint32_t row, column, rows, columns;
} lim_tile;

/* How a pulse is driven: tilt and open barrier, or a voltage for each direction. */
typedef struct {
    bool barrier_driven;
    double tilt_joules, barrier_joules;     /* barrier_driven */
    double potentiate_volts, depress_volts; /* otherwise */
} lim_drive;

/*
 * One time slot: a set of rows and a set of columns of the tile fire together. A cell whose row and column fire gets one
 * pulse, down if exactly one of its lines is negative, up otherwise; its barrier opens for the pulse and returns to rest.
 * Bit i % 8 of byte i / 8 is line i of the tile; see lim_line().
 */
typedef struct {
    lim_tile tile;
    lim_drive drive;
    lim_account account; /* LIM_PROGRAM or LIM_UPDATE */
    double pulse_seconds;
    double period_seconds; /* at least pulse_seconds */
    uint8_t row_fires[LIM_LINE_BYTES], row_negative[LIM_LINE_BYTES];
    uint8_t column_fires[LIM_LINE_BYTES], column_negative[LIM_LINE_BYTES];
} lim_slot;

static inline bool lim_line(const uint8_t *lines, uint32_t line) {
    return (lines[line / 8] >> (line % 8)) & 1;
}

/*
 * The energy registers, monotone counts of the channel's lsb since power-on, modulo 2^64; what flowed back is counted in
 * returned. seconds is the device's own time: a clock on silicon.
 *
 * What the meter did not see must be counted, or it reads as no energy at all: once for every account each time samples
 * were not taken or lost, an input or a register was at its end, or the meter chip began anew (its registers then go on
 * from what they were). All of it since power-on; what a port leaves alone is 0, nothing missed.
 */
typedef struct {
    uint64_t delivered[LIM_ACCOUNTS];
    uint64_t returned[LIM_ACCOUNTS];
    double seconds;
    uint32_t losses[LIM_ACCOUNTS];
    uint32_t loss_causes;  /* LIM_LOSS_... */
    double unseen_seconds; /* how long it missed something, 0 where not known */
} lim_meter;

#define LIM_LOSS_GAP 1u
#define LIM_LOSS_OVERRUN 2u
#define LIM_LOSS_SATURATION 4u
#define LIM_LOSS_RESET 8u

/* Jumps made cannot be known. */
#define LIM_JUMPS_UNKNOWN UINT32_MAX

/* ---- bytes and time */

/* Takes received bytes, as many as there are up to most, without waiting; returns how many. Between two calls of lim_poll()
 * somebody has to keep what arrives: LIM_CREDITS + 1 frames of 655 bytes are enough. */
size_t lim_hal_receive(uint8_t *into, size_t most);
/* Sends all bytes; may wait for as long as they take on the line, and 250 ms for a line that stands still. Bytes the link
 * cannot take by then are dropped: the host asks again. */
void lim_hal_send(const uint8_t *bytes, size_t count);
/* Milliseconds since boot: begins at 0 with every lim_boot(), never goes back, goes on while the core sleeps. */
uint64_t lim_hal_uptime_millis(void);
/* Sixty-four bits that differ from boot to boot (a noise source, a counter in flash): the boot id. One that comes again
 * hides a reset, and a command it swallowed would be sent a second time. Called by lim_boot() alone, again while it is 0. */
uint64_t lim_hal_entropy(void);

/* ---- the array */

/* Fires one slot, which takes slot->period_seconds. Returns level changes made, or LIM_JUMPS_UNKNOWN: so also where the slot
 * goes on while lim_hal_busy(). slot stays as it is until the next one. */
uint32_t lim_hal_pulse(const lim_slot *slot);
/* Moves the rest barrier of a tile within ramp_seconds, 0 for at once; consolidate tells which account pays. A ramp of more
 * than 50 ms goes on while lim_hal_busy(). tile is not kept. */
void lim_hal_barrier(const lim_tile *tile, double joules, double ramp_seconds, bool consolidate);
/* Whether the array is still at what lim_hal_pulse(), lim_hal_barrier() or lim_hal_advance() began; false where none of
 * them leaves anything undone. May do a piece of it. */
bool lim_hal_busy(void);
/* Converts the conductance of one cell, averaged so many times; the energy is on account LIM_READ. 50 ms also for the 1,024
 * averages a host may ask for. */
uint16_t lim_hal_read(uint32_t row, uint32_t column, uint32_t averages);
/* Latches the energy registers, all at one moment, into what is all 0 before; may be asked while lim_hal_busy(). */
void lim_hal_meter(lim_meter *into);
/* Bath temperature, K. */
double lim_hal_kelvin(void);
/* Lets time pass in an emulated array; false on silicon, where it passes by itself. */
bool lim_hal_advance(double seconds, bool powered);

#endif
