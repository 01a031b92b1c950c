/* What a message must fulfil before anything is done with it: the schema's limits first, then the datasheet's. */
#include <math.h>

#include "lim_state.h"
#include "lim_text.h"

#define MOST_SLOTS 1024u
#define MOST_COUNT 1000000u
#define MOST_AVERAGES 1024u
#define MOST_SIDE 65536u
#define ONE_Q16 65536u
/* Device time beyond which commands are refused, s: it still grows by less than a second at a time, and stays finite. */
#define MOST_DEVICE_SECONDS 1e15
/* Joules are sums of decimal inputs; a barrier given as the limit itself must not fail on its last bit. */
#define ROUNDING (1 + 1e-12)

static bool positive(double value) {
    return isfinite(value) && value > 0;
}

static bool at_least_zero(double value) {
    return isfinite(value) && value >= 0;
}

/* The name of a field, until the next one is asked for: what it is in, itself, and its place in a list. */
static const char *name_of(const char *in, const char *field) {
    static lim_text name;
    name.length = 0;
    lim_say_word(&name, in);
    lim_say_word(&name, field);
    return name.chars;
}

static const char *entry(const char *list, size_t i) {
    lim_text place = {.length = 0};
    lim_say_word(&place, "[");
    lim_say_number(&place, i);
    lim_say_word(&place, "]");
    return name_of(list, place.chars);
}

static const char missing[] = "missing";
static const char above_zero[] = "out of range; allowed: more than 0";
static const char zero_or_more[] = "out of range; allowed: 0 or more";

static lim_complaint bad_tile(bool there, const limbench_v1_Tile *tile, const char *in, const char **field) {
    static const char side[] = "out of range; allowed: row and column 0 to 65535, rows and columns 1 to 65536";
    const char *part = NULL;
    if (!there) {
        part = ".tile";
    } else if (tile->row >= MOST_SIDE) {
        part = ".tile.row";
    } else if (tile->rows < 1 || tile->rows > MOST_SIDE) {
        part = ".tile.rows";
    } else if (tile->column >= MOST_SIDE) {
        part = ".tile.column";
    } else if (tile->columns < 1 || tile->columns > MOST_SIDE) {
        part = ".tile.columns";
    } else if ((uint64_t)tile->rows * tile->columns > INT32_MAX) {
        part = ".tile";
    }
    if (part == NULL) {
        return NULL;
    }
    *field = name_of(in, part);
    return there ? side : missing;
}

static lim_complaint bad_drive(bool there, const limbench_v1_Drive *drive, const char *in, const char **field) {
    const char *part = NULL;
    lim_complaint why = above_zero;
    const limbench_v1_BarrierDrive *barrier = &drive->kind.barrier;
    const limbench_v1_VoltageDrive *voltage = &drive->kind.voltage;
    if (!there || drive->which_kind == 0) {
        part = ".drive";
        why = missing;
    } else if (drive->which_kind == limbench_v1_Drive_barrier_tag) {
        if (!at_least_zero(barrier->barrier_joules)) {
            part = ".drive.barrier.barrier_joules";
            why = zero_or_more;
        } else if (!at_least_zero(barrier->tilt_joules) || barrier->tilt_joules > 2 * barrier->barrier_joules) {
            part = ".drive.barrier.tilt_joules";
            why = "out of range; allowed: 0 to twice the barrier";
        }
    } else if (!positive(voltage->potentiate_volts)) {
        part = ".drive.voltage.potentiate_volts";
    } else if (!positive(voltage->depress_volts)) {
        part = ".drive.voltage.depress_volts";
    }
    if (part == NULL) {
        return NULL;
    }
    *field = name_of(in, part);
    return why;
}

static bool has_minus_128(const uint8_t *codes, size_t count, const char *list, const char **field) {
    for (size_t i = 0; i < count; i++) {
        if (codes[i] == 0x80) {
            *field = entry(list, i);
            return true;
        }
    }
    return false;
}

static const char row_codes[] = "command.rank1.row_codes";
static const char column_codes[] = "command.rank1.column_codes";

static lim_complaint rank1(const limbench_v1_Rank1Update *update, const char **field) {
    static const char in[] = "command.rank1";
    lim_complaint why = bad_tile(update->has_tile, &update->tile, in, field);
    if (why == NULL) {
        why = bad_drive(update->has_drive, &update->drive, in, field);
    }
    if (why != NULL) {
        return why;
    }
    uint32_t rows = update->row_codes.size, columns = update->column_codes.size;
    if (rows != update->tile.rows || columns != update->tile.columns) {
        *field = rows != update->tile.rows ? row_codes : column_codes;
        return "do not fit the tile; allowed: one per row, one per column";
    }
    if (rows + columns > LIM_CHUNK) {
        *field = rows >= columns ? row_codes : column_codes;
        return "too many; allowed: 512 codes of rows and columns together";
    }
    *field = "command.rank1.row_scale_q16";
    if (update->row_scale_q16 > ONE_Q16) {
        return "out of range; allowed: 0 to 65536";
    }
    *field = "command.rank1.column_scale_q16";
    if (update->column_scale_q16 > ONE_Q16) {
        return "out of range; allowed: 0 to 65536";
    }
    *field = "command.rank1.slots";
    if (update->slots < 1 || update->slots > MOST_SLOTS) {
        return "out of range; allowed: 1 to 1024";
    }
    *field = "command.rank1.pulse_seconds";
    if (!positive(update->pulse_seconds)) {
        return above_zero;
    }
    if (has_minus_128(update->row_codes.bytes, rows, row_codes, field)
        || has_minus_128(update->column_codes.bytes, columns, column_codes, field)) {
        return "out of range; allowed: -127 to 127";
    }
    return NULL;
}

static lim_complaint pulse_train(const limbench_v1_PulseTrain *train, const char **field) {
    static const char in[] = "command.pulse_train";
    lim_complaint why = bad_tile(train->has_tile, &train->tile, in, field);
    if (why == NULL) {
        why = bad_drive(train->has_drive, &train->drive, in, field);
    }
    if (why != NULL) {
        return why;
    }
    *field = "command.pulse_train.operation";
    if (train->operation != limbench_v1_Operation_OPERATION_PROGRAM
        && train->operation != limbench_v1_Operation_OPERATION_UPDATE) {
        return "not known; allowed: program, update";
    }
    *field = "command.pulse_train.polarity";
    if (train->polarity != limbench_v1_Polarity_POLARITY_POTENTIATE
        && train->polarity != limbench_v1_Polarity_POLARITY_DEPRESS) {
        return "not known; allowed: potentiate, depress";
    }
    *field = "command.pulse_train.pulse_seconds";
    if (!positive(train->pulse_seconds)) {
        return above_zero;
    }
    *field = "command.pulse_train.period_seconds";
    if (!positive(train->period_seconds) || train->period_seconds < train->pulse_seconds) {
        return "out of range; allowed: at least the pulse width";
    }
    *field = "command.pulse_train.count";
    return train->count >= 1 && train->count <= MOST_COUNT ? NULL : "out of range; allowed: 1 to 1000000";
}

static lim_complaint bad_barrier(
    bool there, const limbench_v1_Tile *where, double joules, double ramp, const char *in, const char **field) {
    lim_complaint why = bad_tile(there, where, in, field);
    if (why != NULL) {
        return why;
    }
    if (!at_least_zero(joules) || !at_least_zero(ramp)) {
        *field = name_of(in, at_least_zero(joules) ? ".ramp_seconds" : ".barrier_joules");
        return zero_or_more;
    }
    return NULL;
}

static lim_complaint read(const limbench_v1_ReadRequest *request, const char **field) {
    lim_complaint why = bad_tile(request->has_tile, &request->tile, "command.read", field);
    if (why != NULL) {
        return why;
    }
    *field = "command.read.averages";
    return request->averages >= 1 && request->averages <= MOST_AVERAGES ? NULL : "out of range; allowed: 1 to 1024";
}

/* id and deadline of a command; id_name: of the id in its message */
static lim_complaint bad_id(
    uint64_t id, uint64_t deadline, bool needs_deadline, const char *in, const char *id_name, const char **field) {
    if (id < 1 || id > INT64_MAX) {
        *field = name_of(in, id_name);
        return "out of range; allowed: 1 to 2^63-1";
    }
    if (deadline > INT64_MAX || (needs_deadline && deadline == 0)) {
        *field = name_of(in, ".deadline_uptime_millis");
        return "out of range; allowed: 1 to 2^63-1 for a command that changes state";
    }
    return NULL;
}

static lim_complaint verb(const limbench_v1_Command *command, const char **field) {
    const limbench_v1_BarrierChange *change = &command->verb.barrier_change;
    const limbench_v1_Consolidation *hold = &command->verb.consolidation;
    switch (command->which_verb) {
        case limbench_v1_Command_rank1_tag: return rank1(&command->verb.rank1, field);
        case limbench_v1_Command_pulse_train_tag: return pulse_train(&command->verb.pulse_train, field);
        case limbench_v1_Command_barrier_change_tag:
            return bad_barrier(
                change->has_tile, &change->tile, change->barrier_joules, change->ramp_seconds, "command.barrier_change",
                field);
        case limbench_v1_Command_consolidation_tag:
            return bad_barrier(
                hold->has_tile, &hold->tile, hold->barrier_joules, hold->ramp_seconds, "command.consolidation", field);
        case limbench_v1_Command_time_advance_tag:
            *field = "command.time_advance.seconds";
            return positive(command->verb.time_advance.seconds) ? NULL : above_zero;
        default: return read(&command->verb.read, field);
    }
}

static lim_complaint command(const limbench_v1_Command *command, const char **field) {
    lim_complaint why = verb(command, field);
    bool changes = command->which_verb != limbench_v1_Command_read_tag;
    return why != NULL
        ? why
        : bad_id(command->command_id, command->deadline_uptime_millis, changes, "command", ".command_id", field);
}

static bool staged_size_fits(const limbench_v1_UpdateBegin *begin) {
    uint64_t cells = (uint64_t)begin->tile.rows * begin->tile.columns;
    switch (begin->which_kind) {
        case limbench_v1_UpdateBegin_dense_tag: return begin->total_bytes == cells;
        case limbench_v1_UpdateBegin_rank1_tag: return begin->total_bytes == begin->tile.rows + begin->tile.columns;
        default:
            return begin->tile.row == 0 && begin->tile.column == 0 && begin->total_bytes > 0
                && begin->total_bytes % 5 == 0 && begin->total_bytes / 5 <= cells;
    }
}

static lim_complaint staged_rank1(const limbench_v1_StagedRank1 *rank1, const char **field) {
    *field = "update_begin.rank1.slots";
    if (rank1->slots < 1 || rank1->slots > MOST_SLOTS) {
        return "out of range; allowed: 1 to 1024";
    }
    *field = rank1->row_scale_q16 > ONE_Q16 ? "update_begin.rank1.row_scale_q16" : "update_begin.rank1.column_scale_q16";
    return rank1->row_scale_q16 > ONE_Q16 || rank1->column_scale_q16 > ONE_Q16 ? "out of range; allowed: 0 to 65536"
                                                                              : NULL;
}

static lim_complaint update_begin(const limbench_v1_UpdateBegin *begin, const char **field) {
    static const char in[] = "update_begin";
    lim_complaint why = bad_tile(begin->has_tile, &begin->tile, in, field);
    if (why == NULL) {
        why = bad_drive(begin->has_drive, &begin->drive, in, field);
    }
    if (why == NULL && begin->which_kind == limbench_v1_UpdateBegin_rank1_tag) {
        why = staged_rank1(&begin->kind.rank1, field);
    }
    if (why == NULL) {
        why = bad_id(begin->update_id, begin->deadline_uptime_millis, true, in, ".update_id", field);
    }
    if (why == NULL && !positive(begin->pulse_seconds)) {
        *field = "update_begin.pulse_seconds";
        why = above_zero;
    }
    if (why == NULL && !staged_size_fits(begin)) {
        *field = "update_begin.total_bytes";
        why = "not what such an update takes";
    }
    return why;
}

static lim_complaint schedule(const limbench_v1_BarrierSchedule *schedule, const char **field) {
    static const char in[] = "barrier_schedule";
    static const char steps[] = "barrier_schedule.after_updates";
    *field = steps;
    if (schedule->after_updates_count != schedule->barrier_joules_count || schedule->after_updates_count == 0) {
        return "not as many as barrier_joules; allowed: the same number, 1 to 32";
    }
    lim_complaint why = bad_tile(schedule->has_tile, &schedule->tile, in, field);
    if (why != NULL) {
        return why;
    }
    for (pb_size_t i = 0; i < schedule->after_updates_count; i++) {
        if (schedule->after_updates[i] < 1 || schedule->after_updates[i] > INT32_MAX
            || (i > 0 && schedule->after_updates[i] <= schedule->after_updates[i - 1])) {
            *field = entry(steps, i);
            return "does not increase; allowed: 1 or more, each more than the one before";
        }
        if (!at_least_zero(schedule->barrier_joules[i])) {
            *field = entry("barrier_schedule.barrier_joules", i);
            return zero_or_more;
        }
    }
    return bad_id(schedule->command_id, schedule->deadline_uptime_millis, true, in, ".command_id", field);
}

lim_complaint lim_hello_malformed(uint64_t session, const limbench_v1_Hello *hello, const char **field) {
    *field = "hello.session";
    if (hello->session == 0 || hello->session != session) {
        return "0 or not the envelope's; allowed: any 64 bits but 0, the same in both";
    }
    *field = "hello.lease_millis";
    bool fits = hello->lease_millis >= 1 && hello->lease_millis <= 3600000u;
    return fits ? NULL : "out of range; allowed: 1 to 3600000";
}

static lim_complaint chunk(const limbench_v1_UpdateChunk *chunk, const char **field) {
    lim_complaint why = bad_id(chunk->update_id, 0, false, "update_chunk", ".update_id", field);
    if (why != NULL) {
        return why;
    }
    *field = "update_chunk.offset";
    if (chunk->offset > INT32_MAX) {
        return "out of range; allowed: 0 to 2^31-1";
    }
    *field = "update_chunk.payload";
    return chunk->payload.size >= 1 ? NULL : "empty; allowed: 1 to 512 bytes";
}

static lim_complaint commit(const limbench_v1_UpdateCommit *commit, const char **field) {
    lim_complaint why = bad_id(commit->update_id, 0, false, "update_commit", ".update_id", field);
    if (why == NULL && (commit->total_bytes < 1 || commit->total_bytes > INT32_MAX)) {
        *field = "update_commit.total_bytes";
        why = "out of range; allowed: 1 to 2^31-1";
    }
    return why;
}

static lim_complaint meter_stream(const limbench_v1_MeterStream *stream, const char **field) {
    *field = "meter_stream.period_millis";
    bool fits = stream->on ? stream->period_millis >= 1 && stream->period_millis <= 3600000u : stream->period_millis == 0;
    return fits ? NULL : "out of range; allowed: 1 to 3600000 when on, 0 when off";
}

lim_complaint lim_malformed(const limbench_v1_Envelope *message, const char **field) {
    switch (message->which_body) {
        case 0: *field = "body"; return "missing; allowed: exactly one";
        case limbench_v1_Envelope_hello_tag:
            return lim_hello_malformed(message->session, &message->body.hello, field);
        case limbench_v1_Envelope_command_tag: return command(&message->body.command, field);
        case limbench_v1_Envelope_update_begin_tag: return update_begin(&message->body.update_begin, field);
        case limbench_v1_Envelope_update_chunk_tag: return chunk(&message->body.update_chunk, field);
        case limbench_v1_Envelope_update_commit_tag: return commit(&message->body.update_commit, field);
        case limbench_v1_Envelope_barrier_schedule_tag: return schedule(&message->body.barrier_schedule, field);
        case limbench_v1_Envelope_meter_stream_tag: return meter_stream(&message->body.meter_stream, field);
        case limbench_v1_Envelope_query_update_tag:
            return bad_id(message->body.query_update.update_id, 0, false, "query_update", ".update_id", field);
        default: return NULL;
    }
}

/* What of a message is not known to this firmware; NULL: nothing. */
const char *lim_unknown(const limbench_v1_Envelope *message, uint32_t body) {
    switch (message->which_body) {
        case limbench_v1_Envelope_command_tag: return message->body.command.which_verb == 0 ? "command.verb" : NULL;
        case limbench_v1_Envelope_update_begin_tag:
            return message->body.update_begin.which_kind == 0 ? "update_begin.kind" : NULL;
        case 0: return body != 0 ? "body" : NULL; /* no body, but perhaps a field that a later version calls one */
        default: return NULL;
    }
}

const char *lim_body_name(uint32_t body) {
    switch (body) {
        case limbench_v1_Envelope_result_tag: return "result";
        case limbench_v1_Envelope_tile_chunk_tag: return "tile_chunk";
        case limbench_v1_Envelope_query_reply_tag: return "query_reply";
        case limbench_v1_Envelope_fault_tag: return "fault";
        case limbench_v1_Envelope_datasheet_reply_tag: return "datasheet_reply";
        case limbench_v1_Envelope_status_reply_tag: return "status_reply";
        case limbench_v1_Envelope_meter_reply_tag: return "meter_reply";
        case limbench_v1_Envelope_matrix_vector_tag: return "matrix_vector";
        case limbench_v1_Envelope_matrix_vector_reply_tag: return "matrix_vector_reply";
        case limbench_v1_Envelope_power_on_tag: return "power_on";
        default: return "body";
    }
}

/* ---- against the datasheet */

lim_complaint lim_tile_outside(const limbench_v1_Tile *tile) {
    bool inside = tile->row + tile->rows <= lim.device->rows && tile->column + tile->columns <= lim.device->columns;
    return inside ? NULL : "tile reaches beyond the array; allowed: its rows and columns";
}

lim_complaint lim_barrier_outside(double joules) {
    const lim_device *d = lim.device;
    if (!d->barrier_driven) {
        return "barrierJoules is set; allowed: nothing, this device has no tunable barrier";
    }
    bool inside = joules * ROUNDING >= d->least_barrier_joules && joules <= d->most_barrier_joules * ROUNDING;
    return inside ? NULL : "barrierJoules is out of range; allowed: what the datasheet says";
}

lim_complaint lim_time_outside(double seconds) {
    lim_meter now;
    lim_meter_now(&now);
    return now.seconds + seconds <= MOST_DEVICE_SECONDS ? NULL : "it takes too long; allowed: device time to 1e15 s";
}

lim_complaint lim_drive_outside(const limbench_v1_Drive *drive) {
    bool barrier = drive->which_kind == limbench_v1_Drive_barrier_tag;
    if (barrier != lim.device->barrier_driven) {
        return "drive is of the wrong kind; allowed: as the datasheet says";
    }
    if (!barrier) {
        return NULL;
    }
    lim_complaint why = lim_barrier_outside(drive->kind.barrier.barrier_joules);
    if (why == NULL && drive->kind.barrier.tilt_joules > lim.device->most_tilt_joules * ROUNDING) {
        why = "drive.tiltJoules is out of range; allowed: what the datasheet says";
    }
    return why;
}
