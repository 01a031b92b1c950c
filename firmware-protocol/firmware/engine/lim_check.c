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

static lim_complaint bad_tile(bool there, const limbench_v1_Tile *tile, const char **field, const char *const names[3]) {
    if (!there) {
        *field = names[0];
        return "tile is missing; allowed: a rectangle of cells";
    }
    *field = names[1];
    if (tile->row >= MOST_SIDE || tile->rows < 1 || tile->rows > MOST_SIDE) {
        return "rows are out of range; allowed: row 0 to 65535, rows 1 to 65536";
    }
    *field = names[2];
    if (tile->column >= MOST_SIDE || tile->columns < 1 || tile->columns > MOST_SIDE
        || (uint64_t)tile->rows * tile->columns > INT32_MAX) {
        return "columns are out of range; allowed: column 0 to 65535, columns 1 to 65536";
    }
    return NULL;
}

static lim_complaint bad_drive(bool there, const limbench_v1_Drive *drive, const char **field, const char *const names[3]) {
    *field = names[0];
    if (!there || drive->which_kind == 0) {
        return "drive is missing; allowed: barrier or voltage";
    }
    if (drive->which_kind == limbench_v1_Drive_barrier_tag) {
        *field = names[1];
        const limbench_v1_BarrierDrive *barrier = &drive->kind.barrier;
        if (!at_least_zero(barrier->tilt_joules) || !at_least_zero(barrier->barrier_joules)
            || barrier->tilt_joules > 2 * barrier->barrier_joules) {
            return "tilt is out of range; allowed: 0 to twice the barrier";
        }
        return NULL;
    }
    *field = names[2];
    const limbench_v1_VoltageDrive *voltage = &drive->kind.voltage;
    if (!positive(voltage->potentiate_volts) || !positive(voltage->depress_volts)) {
        return "volts are out of range; allowed: more than 0";
    }
    return NULL;
}

/* The name of a list's entry, until the next one is asked for. */
static const char *entry(const char *list, size_t i) {
    static lim_text name;
    name.length = 0;
    lim_say_word(&name, list);
    lim_say_word(&name, "[");
    lim_say_number(&name, i);
    lim_say_word(&name, "]");
    return name.chars;
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

static lim_complaint rank1(const limbench_v1_Rank1Update *update, const char **field) {
    static const char *const tile[] = {"rank1.tile", "rank1.rows", "rank1.columns"};
    static const char *const drive[] = {"rank1.drive", "rank1.tiltJoules", "rank1.potentiateVolts"};
    lim_complaint why = bad_tile(update->has_tile, &update->tile, field, tile);
    if (why == NULL) {
        why = bad_drive(update->has_drive, &update->drive, field, drive);
    }
    if (why != NULL) {
        return why;
    }
    *field = "rank1.codes";
    if (update->row_codes.size != update->tile.rows || update->column_codes.size != update->tile.columns) {
        return "codes do not fit the tile; allowed: one per row and one per column";
    }
    *field = "rank1.rowScaleQ16";
    if (update->row_scale_q16 > ONE_Q16) {
        return "rowScaleQ16 is too large; allowed: 0 to 65536";
    }
    *field = "rank1.columnScaleQ16";
    if (update->column_scale_q16 > ONE_Q16) {
        return "columnScaleQ16 is too large; allowed: 0 to 65536";
    }
    *field = "rank1.slots";
    if (update->slots < 1 || update->slots > MOST_SLOTS) {
        return "slots is out of range; allowed: 1 to 1024";
    }
    *field = "rank1.pulseSeconds";
    if (!positive(update->pulse_seconds)) {
        return "pulseSeconds is out of range; allowed: more than 0 s";
    }
    if (has_minus_128(update->row_codes.bytes, update->row_codes.size, "rank1.rowCodes", field)
        || has_minus_128(update->column_codes.bytes, update->column_codes.size, "rank1.columnCodes", field)) {
        return "a code is -128; allowed: -127 to 127";
    }
    return NULL;
}

static lim_complaint pulse_train(const limbench_v1_PulseTrain *train, const char **field) {
    static const char *const tile[] = {"pulse_train.tile", "pulse_train.rows", "pulse_train.columns"};
    static const char *const drive[] = {"pulse_train.drive", "pulse_train.tiltJoules", "pulse_train.potentiateVolts"};
    lim_complaint why = bad_tile(train->has_tile, &train->tile, field, tile);
    if (why == NULL) {
        why = bad_drive(train->has_drive, &train->drive, field, drive);
    }
    if (why != NULL) {
        return why;
    }
    *field = "pulse_train.operation";
    if (train->operation != limbench_v1_Operation_OPERATION_PROGRAM
        && train->operation != limbench_v1_Operation_OPERATION_UPDATE) {
        return "operation is not known; allowed: program, update";
    }
    *field = "pulse_train.polarity";
    if (train->polarity != limbench_v1_Polarity_POLARITY_POTENTIATE
        && train->polarity != limbench_v1_Polarity_POLARITY_DEPRESS) {
        return "polarity is not known; allowed: potentiate, depress";
    }
    *field = "pulse_train.pulseSeconds";
    if (!positive(train->pulse_seconds)) {
        return "pulseSeconds is out of range; allowed: more than 0 s";
    }
    *field = "pulse_train.periodSeconds";
    if (!positive(train->period_seconds) || train->period_seconds < train->pulse_seconds) {
        return "periodSeconds is out of range; allowed: at least the pulse width";
    }
    *field = "pulse_train.count";
    return train->count >= 1 && train->count <= MOST_COUNT ? NULL : "count is out of range; allowed: 1 to 1000000";
}

static lim_complaint bad_barrier(
    bool there, const limbench_v1_Tile *where, double joules, double ramp, const char **field,
    const char *const names[5]) {
    lim_complaint why = bad_tile(there, where, field, names);
    if (why != NULL) {
        return why;
    }
    *field = names[3];
    if (!at_least_zero(joules)) {
        return "barrierJoules is out of range; allowed: 0 J or more";
    }
    *field = names[4];
    return at_least_zero(ramp) ? NULL : "rampSeconds is out of range; allowed: 0 s or more";
}

static lim_complaint read(const limbench_v1_ReadRequest *request, const char **field) {
    static const char *const tile[] = {"read.tile", "read.rows", "read.columns"};
    lim_complaint why = bad_tile(request->has_tile, &request->tile, field, tile);
    if (why != NULL) {
        return why;
    }
    *field = "read.averages";
    return request->averages >= 1 && request->averages <= MOST_AVERAGES ? NULL
                                                                        : "averages is out of range; allowed: 1 to 1024";
}

/* id and deadline of a command; names: of the two */
static lim_complaint bad_id(
    uint64_t id, uint64_t deadline, bool needs_deadline, const char **field, const char *const names[2]) {
    *field = names[0];
    if (id < 1 || id > INT64_MAX) {
        return "id is out of range; allowed: 1 to 2^63-1";
    }
    *field = names[1];
    if (deadline > INT64_MAX || (needs_deadline && deadline == 0)) {
        return "deadlineUptimeMillis is out of range; allowed: 1 to 2^63-1 for a command that changes state";
    }
    return NULL;
}

static lim_complaint command(const limbench_v1_Command *command, const char **field) {
    static const char *const names[][2] = {
        {"rank1.commandId", "rank1.deadlineUptimeMillis"},
        {"pulse_train.commandId", "pulse_train.deadlineUptimeMillis"},
        {"barrier_change.commandId", "barrier_change.deadlineUptimeMillis"},
        {"consolidation.commandId", "consolidation.deadlineUptimeMillis"},
        {"time_advance.commandId", "time_advance.deadlineUptimeMillis"},
        {"read.commandId", "read.deadlineUptimeMillis"}};
    static const char *const change[] = {
        "barrier_change.tile", "barrier_change.rows", "barrier_change.columns", "barrier_change.barrierJoules",
        "barrier_change.rampSeconds"};
    static const char *const hold[] = {
        "consolidation.tile", "consolidation.rows", "consolidation.columns", "consolidation.barrierJoules",
        "consolidation.rampSeconds"};
    lim_complaint why = NULL;
    switch (command->which_verb) {
        case limbench_v1_Command_rank1_tag: why = rank1(&command->verb.rank1, field); break;
        case limbench_v1_Command_pulse_train_tag: why = pulse_train(&command->verb.pulse_train, field); break;
        case limbench_v1_Command_barrier_change_tag: {
            const limbench_v1_BarrierChange *b = &command->verb.barrier_change;
            why = bad_barrier(b->has_tile, &b->tile, b->barrier_joules, b->ramp_seconds, field, change);
            break;
        }
        case limbench_v1_Command_consolidation_tag: {
            const limbench_v1_Consolidation *c = &command->verb.consolidation;
            why = bad_barrier(c->has_tile, &c->tile, c->barrier_joules, c->ramp_seconds, field, hold);
            break;
        }
        case limbench_v1_Command_time_advance_tag:
            *field = "time_advance.seconds";
            why = positive(command->verb.time_advance.seconds) ? NULL : "seconds is out of range; allowed: more than 0 s";
            break;
        default: why = read(&command->verb.read, field); break;
    }
    if (why != NULL) {
        return why;
    }
    int verb = command->which_verb - limbench_v1_Command_rank1_tag;
    bool changes = command->which_verb != limbench_v1_Command_read_tag;
    return bad_id(command->command_id, command->deadline_uptime_millis, changes, field, names[verb]);
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

static lim_complaint update_begin(const limbench_v1_UpdateBegin *begin, const char **field) {
    static const char *const tile[] = {"update_begin.tile", "update_begin.rows", "update_begin.columns"};
    static const char *const drive[] = {
        "update_begin.drive", "update_begin.tiltJoules", "update_begin.potentiateVolts"};
    static const char *const id[] = {"update_begin.updateId", "update_begin.deadlineUptimeMillis"};
    lim_complaint why = bad_tile(begin->has_tile, &begin->tile, field, tile);
    if (why == NULL) {
        why = bad_drive(begin->has_drive, &begin->drive, field, drive);
    }
    if (why == NULL && begin->which_kind == limbench_v1_UpdateBegin_rank1_tag) {
        const limbench_v1_StagedRank1 *rank1 = &begin->kind.rank1;
        *field = "update_begin.slots";
        if (rank1->slots < 1 || rank1->slots > MOST_SLOTS) {
            why = "slots is out of range; allowed: 1 to 1024";
        } else if (rank1->row_scale_q16 > ONE_Q16 || rank1->column_scale_q16 > ONE_Q16) {
            *field = "update_begin.rowScaleQ16";
            why = "a scale is too large; allowed: 0 to 65536";
        }
    }
    if (why == NULL) {
        why = bad_id(begin->update_id, begin->deadline_uptime_millis, true, field, id);
    }
    if (why == NULL && !positive(begin->pulse_seconds)) {
        *field = "update_begin.pulseSeconds";
        why = "pulseSeconds is out of range; allowed: more than 0 s";
    }
    if (why == NULL && !staged_size_fits(begin)) {
        *field = "update_begin.totalBytes";
        why = "totalBytes is not what such an update takes";
    }
    return why;
}

static lim_complaint schedule(const limbench_v1_BarrierSchedule *schedule, const char **field) {
    static const char *const tile[] = {"barrier_schedule.tile", "barrier_schedule.rows", "barrier_schedule.columns"};
    static const char *const id[] = {"barrier_schedule.commandId", "barrier_schedule.deadlineUptimeMillis"};
    *field = "barrier_schedule.after_updates";
    if (schedule->after_updates_count != schedule->barrier_joules_count || schedule->after_updates_count == 0) {
        return "after_updates and barrier_joules differ in number; allowed: the same number, 1 to 32";
    }
    lim_complaint why = bad_tile(schedule->has_tile, &schedule->tile, field, tile);
    if (why != NULL) {
        return why;
    }
    for (pb_size_t i = 0; i < schedule->after_updates_count; i++) {
        *field = entry("barrier_schedule.afterUpdates", i);
        if (schedule->after_updates[i] < 1 || schedule->after_updates[i] > INT32_MAX
            || (i > 0 && schedule->after_updates[i] <= schedule->after_updates[i - 1])) {
            return "afterUpdates does not increase; allowed: 1 or more, each more than the one before";
        }
        *field = entry("barrier_schedule.barrierJoules", i);
        if (!at_least_zero(schedule->barrier_joules[i])) {
            return "barrierJoules is out of range; allowed: 0 J or more";
        }
    }
    return bad_id(schedule->command_id, schedule->deadline_uptime_millis, true, field, id);
}

lim_complaint lim_hello_malformed(uint64_t session, const limbench_v1_Hello *hello, const char **field) {
    *field = "hello.session";
    if (hello->session == 0 || hello->session != session) {
        return "session is 0 or not the envelope's; allowed: any 64 bits but 0, the same in both";
    }
    *field = "hello.leaseMillis";
    if (hello->lease_millis < 1 || hello->lease_millis > 3600000u) {
        return "leaseMillis is out of range; allowed: 1 to 3600000";
    }
    *field = "hello.maxFrame";
    return hello->max_frame >= 256 && hello->max_frame <= 65536 ? NULL : "maxFrame is out of range; allowed: 256 to 65536";
}

static lim_complaint chunk(const limbench_v1_UpdateChunk *chunk, const char **field) {
    static const char *const id[] = {"update_chunk.updateId", "update_chunk.updateId"};
    lim_complaint why = bad_id(chunk->update_id, 0, false, field, id);
    if (why != NULL) {
        return why;
    }
    *field = "update_chunk.offset";
    if (chunk->offset > INT32_MAX) {
        return "offset is out of range; allowed: 0 to 2^31-1";
    }
    *field = "update_chunk.payload";
    return chunk->payload.size >= 1 && chunk->payload.size <= 512 ? NULL : "payload is out of range; allowed: 1 to 512 bytes";
}

static lim_complaint commit(const limbench_v1_UpdateCommit *commit, const char **field) {
    static const char *const id[] = {"update_commit.updateId", "update_commit.updateId"};
    lim_complaint why = bad_id(commit->update_id, 0, false, field, id);
    *field = why == NULL ? "update_commit.totalBytes" : *field;
    if (why == NULL && (commit->total_bytes < 1 || commit->total_bytes > INT32_MAX)) {
        why = "totalBytes is out of range; allowed: 1 to 2^31-1";
    }
    return why;
}

static lim_complaint meter_stream(const limbench_v1_MeterStream *stream, const char **field) {
    *field = "meter_stream.periodMillis";
    bool fits = stream->on ? stream->period_millis >= 1 && stream->period_millis <= 3600000u : stream->period_millis == 0;
    return fits ? NULL : "periodMillis is out of range; allowed: 1 to 3600000 when on, 0 when off";
}

lim_complaint lim_malformed(const limbench_v1_Envelope *message, const char **field) {
    switch (message->which_body) {
        case 0: *field = "body"; return "body is missing; allowed: exactly one";
        case limbench_v1_Envelope_hello_tag: 
            return lim_hello_malformed(message->session, &message->body.hello, field);
        case limbench_v1_Envelope_command_tag: return command(&message->body.command, field);
        case limbench_v1_Envelope_update_begin_tag: return update_begin(&message->body.update_begin, field);
        case limbench_v1_Envelope_update_chunk_tag: return chunk(&message->body.update_chunk, field);
        case limbench_v1_Envelope_update_commit_tag: return commit(&message->body.update_commit, field);
        case limbench_v1_Envelope_barrier_schedule_tag: return schedule(&message->body.barrier_schedule, field);
        case limbench_v1_Envelope_meter_stream_tag: return meter_stream(&message->body.meter_stream, field);
        case limbench_v1_Envelope_query_update_tag: {
            static const char *const id[] = {"query_update.updateId", "query_update.updateId"};
            return bad_id(message->body.query_update.update_id, 0, false, field, id);
        }
        default: return NULL;
    }
}

bool lim_unknown(const limbench_v1_Envelope *message, uint32_t body) {
    switch (message->which_body) {
        case limbench_v1_Envelope_command_tag: return message->body.command.which_verb == 0;
        case limbench_v1_Envelope_update_begin_tag: return message->body.update_begin.which_kind == 0;
        case 0: return body != 0; /* no body, but perhaps a field that a later version calls one */
        default: return false;
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
