#include "lim_model.h"

#include <math.h>
#include <string.h>

#define LEVELS 256
#define KELVIN 300.0
#define KT (1.380649e-23 * KELVIN)
#define ATTEMPTS 1e9
#define LSB_JOULES 1e-22
#define MOST_MEAN 600.0 /* exp(-600) is still a normal double */

static uint8_t staging[LIM_MODEL_STAGING];
static uint8_t level[LIM_MODEL_ROWS][LIM_MODEL_COLUMNS];
static float rest[LIM_MODEL_ROWS][LIM_MODEL_COLUMNS];
static lim_meter meter;
static double pending[LIM_ACCOUNTS]; /* joules not yet a whole count */
static uint64_t random_state;
static double advancing_seconds;
static uint32_t advancing_row; /* the next one to age; all have: nothing is under way */
void (*lim_model_slot_fired)(void);
volatile sig_atomic_t lim_model_blind;

static lim_device device = {
    .device = "lim-model",
    .emulated = true,
    .levels = LEVELS,
    .least_siemens = 1e-6,
    .most_siemens = 256e-6,
    .minimum_step_siemens = 1e-6,
    .barrier_driven = true,
    .least_barrier_joules = 0,
    .most_barrier_joules = 80 * KT,
    .hold_barrier_joules = 24 * KT,
    .most_tilt_joules = 160 * KT,
    .attempts_per_second = ATTEMPTS,
    .most_attempts_per_second = ATTEMPTS,
    .half_select_fraction = 0.5,
    .pulse_seconds = 1e-6,
    .converter_bits = 8,
    .converter_offset_siemens = 1e-6,
    .converter_lsb_siemens = 1e-6,
    .lsb_joules = {LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES},
    .most_slots = 1024,
    .staging = staging,
    .staging_bytes = LIM_MODEL_STAGING};

static double uniform(void) {
    uint64_t z = random_state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* Poisson number by counting uniform factors (Knuth); means far beyond what a chain can move are cut. */
static uint32_t poisson(double mean) {
    double limit = exp(-fmin(mean, MOST_MEAN));
    double product = 1;
    uint32_t count = 0;
    while ((product *= uniform()) > limit) {
        count++;
    }
    return count;
}

/* Device time passes; a blind meter has missed it, and whatever flowed. */
static void pass(double seconds) {
    meter.seconds += seconds;
    if (!lim_model_blind) {
        return;
    }
    for (int i = 0; i < LIM_ACCOUNTS; i++) {
        meter.losses[i]++;
    }
    meter.loss_causes |= LIM_LOSS_GAP;
    meter.unseen_seconds += seconds;
}

static void book(lim_account account, double joules) {
    if (lim_model_blind) {
        return;
    }
    pending[account] += joules;
    double counts = floor(fabs(pending[account]) / LSB_JOULES);
    if (pending[account] > 0) {
        meter.delivered[account] += (uint64_t)counts;
        pending[account] -= counts * LSB_JOULES;
    } else {
        meter.returned[account] += (uint64_t)counts;
        pending[account] += counts * LSB_JOULES;
    }
}

const lim_device *lim_model_power_on(const char *firmware, uint32_t rows, uint32_t columns, uint64_t seed) {
    device.firmware = firmware;
    device.rows = rows;
    device.columns = columns;
    device.slot_seconds = LIM_MODEL_CELL_SECONDS * rows * columns;
    random_state = seed;
    advancing_row = rows;
    memset(&meter, 0, sizeof meter);
    memset(pending, 0, sizeof pending);
    for (uint32_t row = 0; row < device.rows; row++) {
        for (uint32_t column = 0; column < device.columns; column++) {
            level[row][column] = LEVELS / 2;
            rest[row][column] = (float)(24 * KT);
        }
    }
    return &device;
}

/* One pulse of one cell; returns jumps made. */
static uint32_t pulse(uint32_t row, uint32_t column, bool down, const lim_slot *slot) {
    double attempts = ATTEMPTS * slot->pulse_seconds * exp(-slot->drive.barrier_joules / KT);
    double half = exp(slot->drive.tilt_joules / (2 * KT));
    uint32_t forth = poisson(attempts * half);
    uint32_t back = poisson(attempts / half);
    int32_t before = level[row][column];
    int32_t after = before + (down ? (int32_t)back - (int32_t)forth : (int32_t)forth - (int32_t)back);
    after = after < 0 ? 0 : after >= LEVELS ? LEVELS - 1 : after;
    level[row][column] = (uint8_t)after;
    book(slot->account, slot->drive.tilt_joules * (down ? before - after : after - before));
    return forth + back;
}

uint32_t lim_hal_pulse(const lim_slot *slot) {
    uint32_t jumps = 0;
    for (uint32_t row = 0; row < slot->tile.rows; row++) {
        if (!lim_line(slot->row_fires, row)) {
            continue;
        }
        for (uint32_t column = 0; column < slot->tile.columns; column++) {
            if (lim_line(slot->column_fires, column)) {
                bool down = lim_line(slot->row_negative, row) != lim_line(slot->column_negative, column);
                jumps += pulse(slot->tile.row + row, slot->tile.column + column, down, slot);
            }
        }
    }
    pass(slot->period_seconds);
    if (lim_model_slot_fired != NULL) {
        lim_model_slot_fired();
    }
    return jumps;
}

void lim_hal_barrier(const lim_tile *tile, double joules, double ramp_seconds, bool consolidate) {
    for (uint32_t row = tile->row; row < tile->row + tile->rows; row++) {
        for (uint32_t column = tile->column; column < tile->column + tile->columns; column++) {
            double rise = joules - (double)rest[row][column];
            rest[row][column] = (float)joules;
            /* C V^2 of a 1 fF gate at one elementary charge per volt */
            double volts = rise > 0 ? rise / 1.602176634e-19 : 0;
            book(consolidate ? LIM_CONSOLIDATE : LIM_BARRIER, 1e-15 * volts * volts);
        }
    }
    pass(ramp_seconds);
}

uint16_t lim_hal_read(uint32_t row, uint32_t column, uint32_t averages) {
    (void)averages; /* without noise an average changes nothing */
    return level[row][column];
}

void lim_hal_meter(lim_meter *into) {
    *into = meter;
}

double lim_hal_kelvin(void) {
    return KELVIN;
}

static void advance_row(uint32_t row, double seconds) {
    for (uint32_t column = 0; column < device.columns; column++) {
        double mean = ATTEMPTS * seconds * exp(-(double)rest[row][column] / KT);
        if (mean > MOST_MEAN) {
            level[row][column] = (uint8_t)(uniform() * LEVELS); /* long forgotten */
            continue;
        }
        int32_t after = (int32_t)level[row][column] + (int32_t)poisson(mean) - (int32_t)poisson(mean);
        level[row][column] = (uint8_t)(after < 0 ? 0 : after >= LEVELS ? LEVELS - 1 : after);
    }
}

bool lim_hal_advance(double seconds, bool powered) {
    (void)powered;
    advancing_seconds = seconds;
    advancing_row = 0;
    return true;
}

/* Time passes row by row: the cells of a whole array take longer than a call may. */
bool lim_hal_busy(void) {
    if (advancing_row == device.rows) {
        return false;
    }
    advance_row(advancing_row++, advancing_seconds);
    if (advancing_row == device.rows) {
        pass(advancing_seconds);
    }
    return true;
}
