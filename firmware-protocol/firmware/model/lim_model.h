/*
 * A small emulated array, for ports without silicon: chains of levels behind a tunable barrier, thermally activated.
 *
 * Rates k+- = Gamma0 exp(-(barrier -+ tilt/2) / kT), the same local detailed balance as the bench's own reference cell;
 * jumps of a pulse are Poisson, ends reflect by cutting. Heat is tilt per net level; reads and lines cost nothing. It is
 * there to prove the protocol, not the physics.
 */
#ifndef LIM_MODEL_H
#define LIM_MODEL_H

#include <signal.h>

#include "lim_engine.h"

#ifndef LIM_MODEL_ROWS
#define LIM_MODEL_ROWS 16
#endif
#ifndef LIM_MODEL_COLUMNS
#define LIM_MODEL_COLUMNS 16
#endif
#ifndef LIM_MODEL_STAGING
#define LIM_MODEL_STAGING 512
#endif

/* What computing a pulse of one cell takes about, s: a command that would outlast its host's lease is refused. */
#ifndef LIM_MODEL_CELL_SECONDS
#define LIM_MODEL_CELL_SECONDS 1e-7
#endif

/* Power-on: rows x columns cells, at most LIM_MODEL_ROWS x LIM_MODEL_COLUMNS; all at mid-range, registers 0. */
const lim_device *lim_model_power_on(const char *firmware, uint32_t rows, uint32_t columns, uint64_t seed);

/* Called when a time slot has been fired, before the engine hears of it; NULL: nobody. For tests that have the power fail
 * in the middle of a command: what it does not return from leaves pulses and energy without a result. */
extern void (*lim_model_slot_fired)(void);

/* While not 0 the meter sees nothing, though energy flows, and says so. For tests. */
extern volatile sig_atomic_t lim_model_blind;

#endif
