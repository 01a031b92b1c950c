/* Where commands meet the array: ids, kept results, deadlines (LIM-P-040 to 049). An id is taken, with its result,
 * exactly when the command is answered by a Result; a command refused by a Fault leaves its id free. */
#include <string.h>

#include "lim_state.h"
#include "lim_text.h"

/* Answers a command that is not carried out. */
static void answer(uint64_t id, limbench_v1_ReceiptStatus status, const char *detail, bool kept) {
    limbench_v1_Result result = limbench_v1_Result_init_zero;
    lim_meter now;
    lim_meter_now(&now);
    result.command_id = id;
    result.status = status;
    result.has_jumps = lim.device->levels > 0;
    strncpy(result.detail, detail, sizeof result.detail - 1);
    lim_window(&result, &now, &now);
    if (kept) {
        lim_keep(&result);
    }
    lim_reply_result(&result);
}

static void expired(uint64_t id, uint64_t deadline, uint64_t now) {
    lim_text text = {.length = 0};
    lim_say_word(&text, "deadline was ");
    lim_say_number(&text, deadline);
    lim_say_word(&text, " ms, uptime is ");
    lim_say_number(&text, now);
    lim_say_word(&text, " ms");
    answer(id, limbench_v1_ReceiptStatus_RECEIPT_EXPIRED, text.chars, true);
}

/* What is about to begin, for the window and for whoever hears of its end. */
static void run_for(uint64_t id) {
    lim_meter_now(&lim.run.start);
    lim.run.id = id;
    lim.run.session = lim.session;
    lim.run.seq = lim.message.seq;
    lim.run.pulses = 0;
    lim.run.jumps = 0;
    lim.run.jumps_known = true;
    lim.run.update = false;
}

bool lim_id_jumps(uint64_t id, const char *field) {
    if (id <= lim.last_id || id - lim.last_id <= LIM_MOST_ID_STEP) {
        return false;
    }
    lim_reply_fault(
        limbench_v1_FaultCode_FAULT_OUT_OF_RANGE, field, "too far above the last id; allowed: at most 2^40 above it",
        lim.message.seq, id);
    return true;
}

void lim_carry_out(uint64_t id, uint64_t deadline, lim_change change, const void *what) {
    bool scheduled = lim.message.which_body == limbench_v1_Envelope_barrier_schedule_tag;
    if (lim_reply_known(id) || lim_id_jumps(id, scheduled ? "barrier_schedule.command_id" : "command.command_id")) {
        return;
    }
    uint64_t now = lim_hal_uptime_millis();
    if (now > deadline) {
        expired(id, deadline, now);
        return;
    }
    const char *field = NULL;
    run_for(id);
    lim_complaint why = change(what, &field);
    if (why == NULL) {
        lim.last_id = id; /* taken: no later command may have it, whatever becomes of the session */
    } else if (field != NULL) {
        lim_reply_fault(limbench_v1_FaultCode_FAULT_OUT_OF_RANGE, field, why, lim.message.seq, id);
    } else {
        answer(id, limbench_v1_ReceiptStatus_RECEIPT_REJECTED, why, true);
    }
}

lim_complaint lim_too_long(double slots, double period_seconds) {
    double seconds = slots * (lim.device->slot_seconds + (lim.device->emulated ? 0 : period_seconds));
    return seconds * 1000 <= (double)lim.lease_millis ? NULL : "it takes longer than the lease; allowed: less in one command";
}

static lim_complaint rank1(const void *what, const char **field) {
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
    if (why == NULL && (why = lim_too_long(update->slots, update->pulse_seconds)) != NULL) {
        *field = "command.rank1.slots";
    }
    if (why == NULL) {
        /* the tile lies inside the array, and the array inside LIM_MOST_LINES */
        int8_t *rows = lim.run.own_codes, *columns = rows + update->tile.rows;
        memcpy(rows, update->row_codes.bytes, update->tile.rows);
        memcpy(columns, update->column_codes.bytes, update->tile.columns);
        lim_run_prepare(&update->tile, &update->drive, LIM_UPDATE, update->pulse_seconds, update->pulse_seconds);
        lim_run_rank1(
            rows, update->row_scale_q16, columns, update->column_scale_q16, update->slots, update->pulse_seed);
        lim.run.update = true;
    }
    return why;
}

static lim_complaint pulse_train(const void *what, const char **field) {
    const limbench_v1_PulseTrain *train = what;
    lim_complaint why = lim_drive_outside(&train->drive);
    if (why == NULL) {
        why = lim_tile_outside(&train->tile);
    }
    if (why == NULL) {
        why = lim_time_outside(train->count * train->period_seconds);
    }
    if (why == NULL && (why = lim_too_long(train->count, train->period_seconds)) != NULL) {
        *field = "command.pulse_train.count";
    }
    if (why == NULL) {
        bool program = train->operation == limbench_v1_Operation_OPERATION_PROGRAM;
        lim_run_prepare(
            &train->tile, &train->drive, program ? LIM_PROGRAM : LIM_UPDATE, train->pulse_seconds,
            train->period_seconds);
        lim_run_train(train->count, train->polarity == limbench_v1_Polarity_POLARITY_DEPRESS);
    }
    return why;
}

static lim_complaint barrier(
    const limbench_v1_Tile *where, double joules, double ramp, bool consolidate, const char *ramp_field,
    const char **field) {
    lim_complaint why = lim_barrier_outside(joules);
    if (why == NULL) {
        why = lim_tile_outside(where);
    }
    if (why == NULL) {
        why = lim_time_outside(ramp);
    }
    if (why == NULL && (why = lim_too_long(1, ramp)) != NULL) {
        *field = ramp_field;
    }
    if (why == NULL) {
        lim_tile tile = lim_tile_of(where);
        lim_run_settle(tile.rows * tile.columns);
        lim_hal_barrier(&tile, joules, ramp, consolidate);
    }
    return why;
}

static lim_complaint barrier_change(const void *what, const char **field) {
    const limbench_v1_BarrierChange *change = what;
    return barrier(
        &change->tile, change->barrier_joules, change->ramp_seconds, false, "command.barrier_change.ramp_seconds", field);
}

static lim_complaint consolidation(const void *what, const char **field) {
    const limbench_v1_Consolidation *change = what;
    return barrier(
        &change->tile, change->barrier_joules, change->ramp_seconds, true, "command.consolidation.ramp_seconds", field);
}

static lim_complaint time_advance(const void *what, const char **field) {
    const limbench_v1_TimeAdvance *advance = what;
    (void)field;
    lim_complaint why = lim_time_outside(advance->seconds);
    if (why != NULL) {
        return why;
    }
    lim_run_settle(lim.device->rows * lim.device->columns);
    if (!lim.device->emulated || !lim_hal_advance(advance->seconds, advance->powered)) {
        lim.run.work = LIM_NOTHING;
        return "seconds is set; allowed: time passes by itself in real silicon";
    }
    return NULL;
}

static void read(uint64_t id, const limbench_v1_ReadRequest *request) {
    lim_complaint why = lim_tile_outside(&request->tile);
    if (why != NULL) {
        answer(id, limbench_v1_ReceiptStatus_RECEIPT_REJECTED, why, false);
        return;
    }
    run_for(id);
    lim.run.jumps_known = lim.device->levels > 0;
    lim_run_readout(&request->tile, request->averages);
}

void lim_command(const limbench_v1_Command *command) {
    uint64_t id = command->command_id;
    uint64_t deadline = command->deadline_uptime_millis;
    switch (command->which_verb) {
        case limbench_v1_Command_rank1_tag: lim_carry_out(id, deadline, rank1, &command->verb.rank1); break;
        case limbench_v1_Command_pulse_train_tag:
            lim_carry_out(id, deadline, pulse_train, &command->verb.pulse_train);
            break;
        case limbench_v1_Command_barrier_change_tag:
            lim_carry_out(id, deadline, barrier_change, &command->verb.barrier_change);
            break;
        case limbench_v1_Command_consolidation_tag:
            lim_carry_out(id, deadline, consolidation, &command->verb.consolidation);
            break;
        case limbench_v1_Command_time_advance_tag:
            lim_carry_out(id, deadline, time_advance, &command->verb.time_advance);
            break;
        default: read(id, &command->verb.read); break;
    }
}

static lim_complaint take_schedule(const void *what, const char **field) {
    const limbench_v1_BarrierSchedule *schedule = what;
    (void)field;
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
        lim_run_settle(schedule->tile.rows * schedule->tile.columns);
    }
    return why;
}

void lim_schedule(const limbench_v1_BarrierSchedule *schedule) {
    lim_carry_out(schedule->command_id, schedule->deadline_uptime_millis, take_schedule, schedule);
}

void lim_query(const limbench_v1_QueryUpdate *query) {
    limbench_v1_QueryReply reply = limbench_v1_QueryReply_init_zero;
    reply.update_id = query->update_id;
    reply.outcome = lim_query_known(query->update_id, &reply) ? limbench_v1_QueryOutcome_QUERY_KNOWN
                                                              : limbench_v1_QueryOutcome_QUERY_NOT_SEEN;
    lim_reply(limbench_v1_Envelope_query_reply_tag, limbench_v1_QueryReply_fields, &reply);
}
