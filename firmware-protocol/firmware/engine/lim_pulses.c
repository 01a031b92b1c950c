/* Every verb that pulses, taken apart into time slots. */
#include <string.h>

#include "lim_lines.h"
#include "lim_state.h"

static void set(uint8_t *lines, uint32_t line, bool on) {
    uint8_t bit = (uint8_t)(1u << (line % 8));
    lines[line / 8] = (uint8_t)(on ? lines[line / 8] | bit : lines[line / 8] & ~bit);
}

static bool rank1_slot(lim_run *run) {
    lim_slot *slot = &run->slot;
    if (run->next == run->end) {
        return false;
    }
    uint32_t k = run->next++;
    uint64_t draws = (uint64_t)slot->tile.rows + slot->tile.columns;
    lim_fire(run->rows, slot->tile.rows, run->row_scale, run->seed, k * draws, slot->row_fires, slot->row_negative);
    lim_fire(
        run->columns, slot->tile.columns, run->column_scale, run->seed, k * draws + slot->tile.rows, slot->column_fires,
        slot->column_negative);
    return true;
}

/* Every line of the tile fires, slot after slot. */
static bool train_slot(lim_run *run) {
    lim_slot *slot = &run->slot;
    if (run->next == run->end) {
        return false;
    }
    if (run->next == 0) {
        for (uint32_t row = 0; row < slot->tile.rows; row++) {
            set(slot->row_fires, row, true);
            set(slot->row_negative, row, run->level != 0);
        }
        for (uint32_t column = 0; column < slot->tile.columns; column++) {
            set(slot->column_fires, column, true);
        }
    }
    run->next++;
    return true;
}

static int size(int8_t pulses) {
    return pulses < 0 ? -pulses : pulses;
}

/* A row of a dense or sparse update: all its columns at once, as many slots as its most pulsed cell needs. */
static bool dense_slot(lim_run *run) {
    lim_slot *slot = &run->slot;
    for (; run->next < run->end; run->next++, run->level = 0) {
        const int8_t *pulses = (const int8_t *)run->payload + (size_t)run->next * slot->tile.columns;
        bool any = false;
        memset(slot->row_fires, 0, sizeof slot->row_fires);
        set(slot->row_fires, run->next, true);
        for (uint32_t column = 0; column < slot->tile.columns; column++) {
            bool fires = size(pulses[column]) > run->level;
            set(slot->column_fires, column, fires);
            set(slot->column_negative, column, pulses[column] < 0);
            any |= fires;
        }
        if (any) {
            run->level++;
            return true;
        }
    }
    return false;
}

static uint32_t index_of(const uint8_t *entry) {
    return entry[0] | (uint32_t)entry[1] << 8 | (uint32_t)entry[2] << 16 | (uint32_t)entry[3] << 24;
}

static bool sparse_slot(lim_run *run) {
    lim_slot *slot = &run->slot;
    uint32_t columns = slot->tile.columns;
    while (run->next < run->end) {
        uint32_t row = index_of(run->payload + 5 * run->next) / columns;
        uint32_t entry = run->next;
        bool any = false;
        memset(slot->row_fires, 0, sizeof slot->row_fires);
        memset(slot->column_fires, 0, sizeof slot->column_fires);
        memset(slot->column_negative, 0, sizeof slot->column_negative);
        set(slot->row_fires, row, true);
        for (; entry < run->end && index_of(run->payload + 5 * entry) / columns == row; entry++) {
            uint32_t column = index_of(run->payload + 5 * entry) % columns;
            int8_t pulses = (int8_t)run->payload[5 * entry + 4];
            set(slot->column_negative, column, pulses < 0);
            if (size(pulses) > run->level) {
                set(slot->column_fires, column, true);
                any = true;
            }
        }
        if (any) {
            run->level++;
            return true;
        }
        run->next = entry;
        run->level = 0;
    }
    return false;
}

bool lim_next_slot(void) {
    switch (lim.run.work) {
        case LIM_RANK1: return rank1_slot(&lim.run);
        case LIM_TRAIN: return train_slot(&lim.run);
        case LIM_DENSE: return dense_slot(&lim.run);
        case LIM_SPARSE: return sparse_slot(&lim.run);
        default: return false;
    }
}

uint32_t lim_payload_slots(lim_work work, const uint8_t *payload, uint32_t rows, uint32_t columns, uint32_t entries) {
    uint32_t slots = 0, row = 0;
    int most = 0;
    uint32_t cells = work == LIM_DENSE ? rows * columns : entries;
    for (uint32_t i = 0; i < cells; i++) {
        uint32_t of = work == LIM_DENSE ? i / columns : index_of(payload + 5 * i) / columns;
        int pulses = size((int8_t)payload[work == LIM_DENSE ? i : 5 * i + 4]);
        if (of != row) {
            slots += (uint32_t)most;
            most = 0;
            row = of;
        }
        most = pulses > most ? pulses : most;
    }
    return slots + (uint32_t)most;
}
