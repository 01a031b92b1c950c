/* Every verb that pulses, taken apart into time slots. */
#include <string.h>

#include "lim_lines.h"
#include "lim_state.h"

static lim_slot slot; /* 4 x LIM_LINE_BYTES: kept off the stack */

static void prepare(const lim_tile *tile, const lim_drive *drive, lim_account account, double pulse, double period) {
    memset(&slot, 0, sizeof slot);
    slot.tile = *tile;
    slot.drive = *drive;
    slot.account = account;
    slot.pulse_seconds = pulse;
    slot.period_seconds = period;
}

static void set(uint8_t *lines, uint32_t line, bool on) {
    uint8_t bit = (uint8_t)(1u << (line % 8));
    lines[line / 8] = (uint8_t)(on ? lines[line / 8] | bit : lines[line / 8] & ~bit);
}

static uint32_t count(const uint8_t *lines, uint32_t most) {
    uint32_t sum = 0;
    for (uint32_t line = 0; line < most; line++) {
        sum += lim_line(lines, line);
    }
    return sum;
}

static void fire(limbench_v1_Result *result) {
    uint32_t jumps = lim_hal_pulse(&slot);
    result->pulses += (uint64_t)count(slot.row_fires, slot.tile.rows) * count(slot.column_fires, slot.tile.columns);
    if (jumps == LIM_JUMPS_UNKNOWN) {
        result->has_jumps = false;
    }
    result->jumps = result->has_jumps ? result->jumps + jumps : 0;
}

void lim_pulse_rank1(
    const lim_tile *tile, const lim_drive *drive, const int8_t *rows, uint32_t row_scale, const int8_t *columns,
    uint32_t column_scale, uint32_t slots, double seconds, uint64_t seed, limbench_v1_Result *result) {
    prepare(tile, drive, LIM_UPDATE, seconds, seconds);
    uint64_t draws = (uint64_t)tile->rows + tile->columns;
    for (uint32_t k = 0; k < slots; k++) {
        lim_fire(rows, tile->rows, row_scale, seed, k * draws, slot.row_fires, slot.row_negative);
        lim_fire(columns, tile->columns, column_scale, seed, k * draws + tile->rows, slot.column_fires, slot.column_negative);
        fire(result);
    }
    result->cells = tile->rows * tile->columns;
}

void lim_pulse_train(const limbench_v1_PulseTrain *train, limbench_v1_Result *result) {
    lim_tile tile = lim_tile_of(&train->tile);
    lim_drive drive = lim_drive_of(&train->drive);
    bool program = train->operation == limbench_v1_Operation_OPERATION_PROGRAM;
    prepare(&tile, &drive, program ? LIM_PROGRAM : LIM_UPDATE, train->pulse_seconds, train->period_seconds);
    for (uint32_t row = 0; row < tile.rows; row++) {
        set(slot.row_fires, row, true);
        set(slot.row_negative, row, train->polarity == limbench_v1_Polarity_POLARITY_DEPRESS);
    }
    for (uint32_t column = 0; column < tile.columns; column++) {
        set(slot.column_fires, column, true);
    }
    for (uint32_t k = 0; k < train->count; k++) {
        fire(result);
    }
    result->cells = tile.rows * tile.columns;
}

/* Writes one row of a dense or sparse update, all its columns at once, as many slots as its most pulsed cell needs. */
static void fire_row(uint32_t row, const int8_t *pulses, limbench_v1_Result *result) {
    memset(slot.row_fires, 0, sizeof slot.row_fires);
    set(slot.row_fires, row, true);
    for (int k = 0;; k++) {
        bool any = false;
        for (uint32_t column = 0; column < slot.tile.columns; column++) {
            int size = pulses[column] < 0 ? -pulses[column] : pulses[column];
            set(slot.column_fires, column, size > k);
            set(slot.column_negative, column, pulses[column] < 0);
            any |= size > k;
        }
        if (!any) {
            return;
        }
        fire(result);
    }
}

void lim_pulse_dense(
    const lim_tile *tile, const lim_drive *drive, const int8_t *pulses, double seconds, limbench_v1_Result *result) {
    prepare(tile, drive, LIM_UPDATE, seconds, seconds);
    for (uint32_t row = 0; row < tile->rows; row++) {
        fire_row(row, pulses + (size_t)row * tile->columns, result);
    }
    result->cells = tile->rows * tile->columns;
}

static uint32_t index_of(const uint8_t *entry) {
    return entry[0] | (uint32_t)entry[1] << 8 | (uint32_t)entry[2] << 16 | (uint32_t)entry[3] << 24;
}

void lim_pulse_sparse(
    const lim_drive *drive, const uint8_t *entries, uint32_t entry_count, double seconds, limbench_v1_Result *result) {
    uint32_t columns = lim.device->columns;
    lim_tile whole = {0, 0, lim.device->rows, columns};
    int8_t pulses[LIM_MOST_LINES];
    prepare(&whole, drive, LIM_UPDATE, seconds, seconds);
    for (uint32_t i = 0; i < entry_count;) {
        uint32_t row = index_of(entries + 5 * i) / columns;
        memset(pulses, 0, columns);
        for (; i < entry_count && index_of(entries + 5 * i) / columns == row; i++) {
            pulses[index_of(entries + 5 * i) % columns] = (int8_t)entries[5 * i + 4];
        }
        fire_row(row, pulses, result);
    }
    result->cells = entry_count;
}
