/* Where commands meet the array: ids, kept results, deadlines (LIM-P-040 to 049). An id is taken, with its result,
 * exactly when the command is answered by a Result; a command refused by a Fault leaves its id free. */
#include <string.h>

#include "lim_state.h"
#include "lim_text.h"

lim_tile lim_tile_of(const limbench_v1_Tile *tile) {
    lim_tile plain = {tile->row, tile->column, tile->rows, tile->columns};
    return plain;
}

lim_drive lim_drive_of(const limbench_v1_Drive *drive) {
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

/* Counts an update for the barrier schedule and, where a step is due, sets the barrier, inside the update's window. */
static void after_update(void) {
    limbench_v1_BarrierSchedule *schedule = &lim.schedule;
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

void lim_carry_out(uint64_t id, uint64_t deadline, bool update, lim_change change, const void *what) {
    if (lim_reply_known(id)) {
        return;
    }
    limbench_v1_Result result = limbench_v1_Result_init_zero;
    lim_meter start, end;
    lim_meter_now(&start);
    result.command_id = id;
    uint64_t now = lim_hal_uptime_millis();
    if (now > deadline) {
        lim_text text = {.length = 0};
        lim_say_word(&text, "deadline was ");
        lim_say_number(&text, deadline);
        lim_say_word(&text, " ms, uptime is ");
        lim_say_number(&text, now);
        lim_say_word(&text, " ms");
        strcpy(result.detail, text.chars);
        result.status = limbench_v1_ReceiptStatus_RECEIPT_EXPIRED;
        result.has_jumps = lim.device->levels > 0;
    } else {
        result.has_jumps = true;
        lim_complaint why = change(what, &result);
        result.status = limbench_v1_ReceiptStatus_RECEIPT_APPLIED;
        if (why != NULL) {
            strncpy(result.detail, why, sizeof result.detail - 1);
            result.status = limbench_v1_ReceiptStatus_RECEIPT_REJECTED;
        } else if (update) {
            after_update();
        }
    }
    lim_meter_now(&end);
    lim_window(&result, &start, &end);
    lim_reply_result(&result, true);
}

static lim_complaint rank1(const void *what, limbench_v1_Result *result) {
    const limbench_v1_Rank1Update *update = what;
    lim_complaint why = lim_drive_outside(&update->drive);
    if (why == NULL && update->slots > lim.device->most_slots) {
        why = "slots is out of range; allowed: what the datasheet says";
    }
    if (why == NULL) {
        why = lim_tile_outside(&update->tile);
    }
    if (why == NULL) {
        why = lim_time_outside(update->slots * update->pulse_seconds);
    }
    if (why == NULL) {
        lim_tile tile = lim_tile_of(&update->tile);
        lim_drive drive = lim_drive_of(&update->drive);
        lim_pulse_rank1(
            &tile, &drive, (const int8_t *)update->row_codes.bytes, update->row_scale_q16,
            (const int8_t *)update->column_codes.bytes, update->column_scale_q16, update->slots, update->pulse_seconds,
            update->pulse_seed, result);
    }
    return why;
}

static lim_complaint pulse_train(const void *what, limbench_v1_Result *result) {
    const limbench_v1_PulseTrain *train = what;
    lim_complaint why = lim_drive_outside(&train->drive);
    if (why == NULL) {
        why = lim_tile_outside(&train->tile);
    }
    if (why == NULL) {
        why = lim_time_outside(train->count * train->period_seconds);
    }
    if (why == NULL) {
        lim_pulse_train(train, result);
    }
    return why;
}

static lim_complaint barrier(
    const limbench_v1_Tile *where, double joules, double ramp, bool consolidate, limbench_v1_Result *result) {
    lim_complaint why = lim_barrier_outside(joules);
    if (why == NULL) {
        why = lim_tile_outside(where);
    }
    if (why == NULL) {
        why = lim_time_outside(ramp);
    }
    if (why == NULL) {
        lim_tile tile = lim_tile_of(where);
        lim_hal_barrier(&tile, joules, ramp, consolidate);
        result->cells = tile.rows * tile.columns;
    }
    return why;
}

static lim_complaint barrier_change(const void *what, limbench_v1_Result *result) {
    const limbench_v1_BarrierChange *change = what;
    return barrier(&change->tile, change->barrier_joules, change->ramp_seconds, false, result);
}

static lim_complaint consolidation(const void *what, limbench_v1_Result *result) {
    const limbench_v1_Consolidation *change = what;
    return barrier(&change->tile, change->barrier_joules, change->ramp_seconds, true, result);
}

static lim_complaint time_advance(const void *what, limbench_v1_Result *result) {
    const limbench_v1_TimeAdvance *advance = what;
    lim_complaint why = lim_time_outside(advance->seconds);
    if (why != NULL) {
        return why;
    }
    if (!lim.device->emulated || !lim_hal_advance(advance->seconds, advance->powered)) {
        return "seconds is set; allowed: time passes by itself in real silicon";
    }
    result->cells = lim.device->rows * lim.device->columns;
    return NULL;
}

static void read(uint64_t id, const limbench_v1_ReadRequest *request) {
    lim_complaint why = lim_tile_outside(&request->tile);
    lim_meter_now(&lim.read_start);
    if (why != NULL) {
        limbench_v1_Result result = limbench_v1_Result_init_zero;
        result.command_id = id;
        result.status = limbench_v1_ReceiptStatus_RECEIPT_REJECTED;
        result.has_jumps = lim.device->levels > 0;
        strncpy(result.detail, why, sizeof result.detail - 1);
        lim_window(&result, &lim.read_start, &lim.read_start);
        lim_reply_result(&result, false);
        return;
    }
    lim.reading = true;
    lim.read_id = id;
    lim.read_tile = lim_tile_of(&request->tile);
    lim.read_averages = request->averages;
    lim.read_next = 0;
    lim_read_on();
}

void lim_read_on(void) {
    uint32_t most = lim.device->converter_bits > 8 ? 256 : 512;
    uint32_t cells = lim.read_tile.rows * lim.read_tile.columns;
    while (lim.reading && lim_reply_room()) {
        if (lim.read_next < cells) {
            uint32_t count = cells - lim.read_next < most ? cells - lim.read_next : most;
            lim_reply_codes(lim.read_id, &lim.read_tile, lim.read_next, count, lim.read_averages);
            lim.read_next += count;
            continue;
        }
        limbench_v1_Result result = limbench_v1_Result_init_zero;
        lim_meter end;
        lim_meter_now(&end);
        result.command_id = lim.read_id;
        result.status = limbench_v1_ReceiptStatus_RECEIPT_APPLIED;
        result.cells = cells;
        result.has_jumps = lim.device->levels > 0;
        lim_window(&result, &lim.read_start, &end);
        lim_reply_result(&result, false);
        lim.reading = false;
    }
}

void lim_command(const limbench_v1_Command *command) {
    uint64_t id = command->command_id;
    uint64_t deadline = command->deadline_uptime_millis;
    switch (command->which_verb) {
        case limbench_v1_Command_rank1_tag: lim_carry_out(id, deadline, true, rank1, &command->verb.rank1); break;
        case limbench_v1_Command_pulse_train_tag:
            lim_carry_out(id, deadline, false, pulse_train, &command->verb.pulse_train);
            break;
        case limbench_v1_Command_barrier_change_tag:
            lim_carry_out(id, deadline, false, barrier_change, &command->verb.barrier_change);
            break;
        case limbench_v1_Command_consolidation_tag:
            lim_carry_out(id, deadline, false, consolidation, &command->verb.consolidation);
            break;
        case limbench_v1_Command_time_advance_tag:
            lim_carry_out(id, deadline, false, time_advance, &command->verb.time_advance);
            break;
        default: read(id, &command->verb.read); break;
    }
}

static lim_complaint take_schedule(const void *what, limbench_v1_Result *result) {
    const limbench_v1_BarrierSchedule *schedule = what;
    lim_complaint why = NULL;
    for (pb_size_t i = 0; i < schedule->barrier_joules_count && why == NULL; i++) {
        why = lim_barrier_outside(schedule->barrier_joules[i]);
    }
    if (why == NULL) {
        why = lim_tile_outside(&schedule->tile);
    }
    if (why == NULL) {
        lim.schedule = *schedule;
        lim.schedule_updates = 0;
        lim.schedule_next = 0;
        result->cells = schedule->tile.rows * schedule->tile.columns;
    }
    return why;
}

void lim_schedule(const limbench_v1_BarrierSchedule *schedule) {
    lim_carry_out(schedule->command_id, schedule->deadline_uptime_millis, false, take_schedule, schedule);
}

void lim_query(const limbench_v1_QueryUpdate *query) {
    limbench_v1_QueryReply reply = limbench_v1_QueryReply_init_zero;
    reply.update_id = query->update_id;
    reply.outcome = lim_query_known(query->update_id, &reply) ? limbench_v1_QueryOutcome_QUERY_KNOWN
                                                              : limbench_v1_QueryOutcome_QUERY_NOT_SEEN;
    lim_reply(limbench_v1_Envelope_query_reply_tag, limbench_v1_QueryReply_fields, &reply);
}
