/*
 * The command under way. It goes on in slices, so that the device can be talked to however long it takes; whatever becomes
 * of the session meanwhile, a change goes on to its end and its result is kept.
 */
#include <string.h>

#include "lim_state.h"

lim_tile lim_tile_of(const limbench_v1_Tile *tile) {
    lim_tile plain = {tile->row, tile->column, tile->rows, tile->columns};
    return plain;
}

static lim_drive drive_of(const limbench_v1_Drive *drive) {
    lim_drive plain = {.barrier_driven = drive->which_kind == limbench_v1_Drive_barrier_tag};
    if (plain.barrier_driven) {
        plain.tilt_joules = drive->kind.barrier.tilt_joules;
        plain.barrier_joules = drive->kind.barrier.barrier_joules;
    } else {
        plain.potentiate_volts = drive->kind.voltage.potentiate_volts;
        plain.depress_volts = drive->kind.voltage.depress_volts;
    }
    return plain;
}

static void begin(lim_work work, uint32_t cells, uint32_t end) {
    lim.run.work = work;
    lim.run.cells = cells;
    lim.run.next = 0;
    lim.run.end = end;
    lim.run.level = 0;
}

void lim_run_prepare(
    const limbench_v1_Tile *tile, const limbench_v1_Drive *drive, lim_account account, double pulse, double period) {
    lim_slot *slot = &lim.run.slot;
    memset(slot, 0, sizeof *slot);
    slot->tile = lim_tile_of(tile);
    slot->drive = drive_of(drive);
    slot->account = account;
    slot->pulse_seconds = pulse;
    slot->period_seconds = period;
}

void lim_run_rank1(
    const int8_t *rows, uint32_t row_scale, const int8_t *columns, uint32_t column_scale, uint32_t slots, uint64_t seed) {
    begin(LIM_RANK1, lim.run.slot.tile.rows * lim.run.slot.tile.columns, slots);
    lim.run.rows = rows;
    lim.run.columns = columns;
    lim.run.row_scale = row_scale;
    lim.run.column_scale = column_scale;
    lim.run.seed = seed;
}

void lim_run_train(uint32_t count, bool depress) {
    begin(LIM_TRAIN, lim.run.slot.tile.rows * lim.run.slot.tile.columns, count);
    lim.run.level = depress;
}

void lim_run_payload(lim_work work, const uint8_t *payload, uint32_t end) {
    uint32_t cells = work == LIM_DENSE ? lim.run.slot.tile.rows * lim.run.slot.tile.columns : end;
    begin(work, cells, end);
    lim.run.payload = payload;
}

void lim_run_settle(uint32_t cells) {
    begin(LIM_SETTLE, cells, 0);
}

void lim_run_readout(const limbench_v1_Tile *tile, uint32_t averages) {
    begin(LIM_READOUT, tile->rows * tile->columns, tile->rows * tile->columns);
    lim.run.slot.tile = lim_tile_of(tile);
    lim.run.averages = averages;
    lim.run.gathered = 0;
}

/* Counts an update for the barrier schedule and, where a step is due, sets the barrier, inside the update's window. */
static void after_update(void) {
    limbench_v1_BarrierSchedule *schedule = &lim.schedule;
    lim.run.update = false;
    if (lim.schedule_next == schedule->after_updates_count) {
        return;
    }
    lim.schedule_updates++;
    if (lim.schedule_updates >= schedule->after_updates[lim.schedule_next]) {
        lim_tile tile = lim_tile_of(&schedule->tile);
        lim_hal_barrier(&tile, schedule->barrier_joules[lim.schedule_next], 0, false);
        lim.schedule_next++;
    }
}

static void finish(void) {
    lim_run *run = &lim.run;
    limbench_v1_Result result = limbench_v1_Result_init_zero;
    lim_meter end;
    lim_meter_now(&end);
    result.command_id = run->id;
    result.status = limbench_v1_ReceiptStatus_RECEIPT_APPLIED;
    result.cells = run->cells;
    result.pulses = run->pulses;
    result.has_jumps = run->jumps_known;
    result.jumps = run->jumps_known ? run->jumps : 0;
    lim_window(&result, &run->start, &end);
    if (run->work != LIM_READOUT) {
        lim_keep(&result);
    }
    run->work = LIM_NOTHING;
    /* room was there when it began, and nothing else is answered meanwhile */
    if (run->session == lim.session) {
        lim_reply_result(&result);
    }
}

static uint32_t count(const uint8_t *lines, uint32_t most) {
    uint32_t sum = 0;
    for (uint32_t line = 0; line < most; line++) {
        sum += lim_line(lines, line);
    }
    return sum;
}

static void fire(void) {
    lim_run *run = &lim.run;
    uint32_t jumps = lim_hal_pulse(&run->slot);
    run->pulses +=
        (uint64_t)count(run->slot.row_fires, run->slot.tile.rows) * count(run->slot.column_fires, run->slot.tile.columns);
    run->jumps_known &= jumps != LIM_JUMPS_UNKNOWN;
    run->jumps += jumps;
}

/* One more cell of a readout; the codes wait at the far end of the replies' room until a chunk is full. */
static void read_one(void) {
    lim_run *run = &lim.run;
    uint32_t wide = lim.device->converter_bits > 8 ? 2 : 1;
    uint32_t left = run->end - run->next;
    uint32_t most = LIM_CHUNK / wide < left ? LIM_CHUNK / wide : left;
    uint8_t *codes = lim.replies + LIM_REPLY_BYTES - LIM_CHUNK;
    uint32_t cell = run->next + run->gathered;
    const lim_tile *tile = &run->slot.tile;
    uint16_t code = lim_hal_read(tile->row + cell / tile->columns, tile->column + cell % tile->columns, run->averages);
    codes[run->gathered * wide] = (uint8_t)code;
    if (wide == 2) {
        codes[2 * run->gathered + 1] = (uint8_t)(code >> 8);
    }
    if (++run->gathered < most) {
        return;
    }
    limbench_v1_TileChunk chunk = limbench_v1_TileChunk_init_zero;
    chunk.command_id = run->id;
    chunk.has_tile = true;
    chunk.tile.row = tile->row;
    chunk.tile.column = tile->column;
    chunk.tile.rows = tile->rows;
    chunk.tile.columns = tile->columns;
    chunk.offset = run->next;
    chunk.code_bytes = wide;
    chunk.codes.size = (pb_size_t)(most * wide);
    memcpy(chunk.codes.bytes, codes, chunk.codes.size);
    run->next += most;
    run->gathered = 0;
    lim_reply(limbench_v1_Envelope_tile_chunk_tag, limbench_v1_TileChunk_fields, &chunk);
}

/* One slot or one cell, or the end. */
static void step(void) {
    if (lim.run.work == LIM_READOUT && lim.run.next < lim.run.end) {
        read_one();
    } else if (lim_next_slot()) {
        fire();
    } else if (lim.run.update) {
        after_update();
    } else {
        finish();
    }
}

static bool may_go_on(void) {
    return lim.run.work != LIM_NOTHING && !lim_hal_busy() && (lim.run.work != LIM_READOUT || lim_reply_room());
}

void lim_run_on(bool once) {
    while (may_go_on() && (once || lim_hal_uptime_millis() < lim.slice_ends)) {
        once = false;
        step();
    }
}
