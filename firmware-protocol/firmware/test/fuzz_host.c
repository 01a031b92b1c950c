/*
 * The host's side of a fuzzer's script: messages that are the next of their session, staged updates, extreme values. Each
 * reads what it needs from the script, sends frames and polls the engine.
 */
#include <float.h>
#include <math.h>
#include <pb_common.h>
#include <pb_decode.h>
#include <pb_encode.h>
#include <string.h>

#include "fuzz.h"

#define DEADLINE_MILLIS 1000000u

static uint64_t session, next_id;
static uint32_t next_seq;
static uint8_t sent[LIM_MOST_ENVELOPE], last[LIM_MOST_ENVELOPE];
static size_t last_length;

static limbench_v1_Envelope message;

static bool parse(const uint8_t *envelope, size_t length) {
    pb_istream_t in = pb_istream_from_buffer(envelope, length);
    memset(&message, 0, sizeof message);
    return pb_decode(&in, limbench_v1_Envelope_fields, &message);
}

static bool is_sequenced(pb_size_t body) {
    return body != limbench_v1_Envelope_hello_tag && body != limbench_v1_Envelope_hello_ack_tag
        && body != limbench_v1_Envelope_ack_tag && body != limbench_v1_Envelope_meter_event_tag
        && body != limbench_v1_Envelope_log_tag && body != limbench_v1_Envelope_bye_tag && body != 0;
}

/* The id of a new command, and a deadline ahead. */
static void number(void) {
    uint64_t deadline = fuzz_millis + DEADLINE_MILLIS;
    switch (message.which_body) {
        case limbench_v1_Envelope_command_tag:
            message.body.command.command_id = next_id++;
            message.body.command.deadline_uptime_millis = deadline;
            break;
        case limbench_v1_Envelope_barrier_schedule_tag:
            message.body.barrier_schedule.command_id = next_id++;
            message.body.barrier_schedule.deadline_uptime_millis = deadline;
            break;
        case limbench_v1_Envelope_update_begin_tag:
            message.body.update_begin.update_id = next_id++;
            message.body.update_begin.deadline_uptime_millis = deadline;
            break;
        case limbench_v1_Envelope_query_update_tag: message.body.query_update.update_id = next_id - 1; break;
        case limbench_v1_Envelope_update_chunk_tag: message.body.update_chunk.update_id = next_id - 1; break;
        case limbench_v1_Envelope_update_commit_tag: message.body.update_commit.update_id = next_id - 1; break;
        default: break;
    }
}

static void fit_drive(limbench_v1_Drive *drive) {
    pb_size_t kind = fuzz_device.barrier_driven ? limbench_v1_Drive_barrier_tag : limbench_v1_Drive_voltage_tag;
    if (drive->which_kind != 0 && drive->which_kind != kind) {
        memset(drive, 0, sizeof *drive);
        drive->which_kind = kind;
        if (fuzz_device.barrier_driven) {
            drive->kind.barrier.barrier_joules = fuzz_device.hold_barrier_joules;
            drive->kind.barrier.tilt_joules = fuzz_device.hold_barrier_joules / 16;
        } else {
            drive->kind.voltage.potentiate_volts = 1;
            drive->kind.voltage.depress_volts = 1;
        }
    }
}

/* Gives the parsed message a drive of the kind that the device takes. */
static void fit(void) {
    if (message.which_body == limbench_v1_Envelope_update_begin_tag) {
        fit_drive(&message.body.update_begin.drive);
    } else if (message.which_body == limbench_v1_Envelope_command_tag) {
        if (message.body.command.which_verb == limbench_v1_Command_rank1_tag) {
            fit_drive(&message.body.command.verb.rank1.drive);
        } else if (message.body.command.which_verb == limbench_v1_Command_pulse_train_tag) {
            fit_drive(&message.body.command.verb.pulse_train.drive);
        }
    }
}

/* Sends the parsed message as the next of the session; returns its length, behind which nothing is in sent. */
static size_t say_next(bool new_id) {
    message.session = session;
    message.seq = is_sequenced(message.which_body) ? next_seq++ : 0;
    if (new_id) {
        number();
    }
    pb_ostream_t out = pb_ostream_from_buffer(sent, sizeof sent);
    size_t length = pb_encode(&out, limbench_v1_Envelope_fields, &message) ? out.bytes_written : 0;
    fuzz_frame(sent, length);
    fuzz_poll();
    return length;
}

/* The same, and keeps it as the last one. */
static void say_and_keep(bool new_id) {
    last_length = say_next(new_id);
    memcpy(last, sent, last_length);
}

void host_hello(void) {
    static const uint64_t sessions[] = {0x1122334455667788u, UINT64_MAX - 1, 7};
    session = sessions[fuzz_octet() % 3];
    next_seq = 1;
    memset(&message, 0, sizeof message);
    message.which_body = limbench_v1_Envelope_hello_tag;
    message.body.hello.proto_major = LIM_PROTO_MAJOR;
    message.body.hello.session = session;
    message.body.hello.lease_millis = 1000;
    message.body.hello.max_frame = 1024;
    say_and_keep(false);
}

static void acknowledge(uint32_t seq, bool nak) {
    memset(&message, 0, sizeof message);
    message.which_body = limbench_v1_Envelope_ack_tag;
    message.body.ack.cumulative_seq = seq;
    message.body.ack.nak = nak;
    say_next(false);
}

/* ---- staged updates */

static uint8_t payload[LIM_MODEL_STAGING + 64];

static uint32_t fill_payload(const limbench_v1_UpdateBegin *begin, const uint8_t *from, size_t count, bool plain) {
    uint32_t total = begin->which_kind == limbench_v1_UpdateBegin_dense_tag ? begin->tile.rows * begin->tile.columns
        : begin->which_kind == limbench_v1_UpdateBegin_rank1_tag            ? begin->tile.rows + begin->tile.columns
                                                                            : (uint32_t)(count / 5 * 5);
    total = total < sizeof payload ? total : sizeof payload / 5 * 5;
    memset(payload, 0, sizeof payload);
    memcpy(payload, from, count < total ? count : total);
    if (begin->which_kind == limbench_v1_UpdateBegin_sparse_tag && !plain) {
        uint32_t cell = 0;
        for (uint32_t at = 0; at < total; at += 5) {
            cell += payload[at] % 8u + (at > 0 ? 1 : 0);
            payload[at] = (uint8_t)cell;
            payload[at + 1] = (uint8_t)(cell >> 8);
            payload[at + 2] = 0;
            payload[at + 3] = 0;
        }
    }
    return total;
}

void host_staged(void) {
    static const pb_size_t kinds[] = {
        limbench_v1_UpdateBegin_dense_tag, limbench_v1_UpdateBegin_sparse_tag, limbench_v1_UpdateBegin_rank1_tag};
    limbench_v1_UpdateBegin begin = limbench_v1_UpdateBegin_init_zero;
    begin.which_kind = kinds[fuzz_octet() % 3];
    uint8_t spoil = fuzz_octet();
    bool sparse = begin.which_kind == limbench_v1_UpdateBegin_sparse_tag;
    begin.has_tile = true;
    begin.tile.row = fuzz_octet() % (LIM_MODEL_ROWS + 1);
    begin.tile.column = fuzz_octet() % (LIM_MODEL_COLUMNS + 1);
    begin.tile.rows = 1u + fuzz_octet() % LIM_MODEL_ROWS;
    begin.tile.columns = 1u + fuzz_octet() % LIM_MODEL_COLUMNS;
    if (sparse) {
        limbench_v1_Tile whole = {0, 0, fuzz_device.rows, fuzz_device.columns};
        begin.tile = whole;
    }
    begin.has_drive = true;
    begin.drive.which_kind = limbench_v1_Drive_voltage_tag;
    begin.drive.kind.voltage.potentiate_volts = 1;
    begin.drive.kind.voltage.depress_volts = 1;
    begin.pulse_seconds = 1e-6;
    if (begin.which_kind == limbench_v1_UpdateBegin_rank1_tag) {
        begin.kind.rank1.row_scale_q16 = 65536;
        begin.kind.rank1.column_scale_q16 = 65536;
        begin.kind.rank1.slots = 1u + spoil;
    }
    const uint8_t *from;
    size_t count = fuzz_bytes(&from);
    begin.total_bytes = fill_payload(&begin, from, count, (spoil & 1) != 0);
    memset(&message, 0, sizeof message);
    message.which_body = limbench_v1_Envelope_update_begin_tag;
    message.body.update_begin = begin;
    fit();
    say_and_keep(true);
    for (uint32_t at = 0; at < begin.total_bytes; at += 512) {
        uint32_t size = begin.total_bytes - at < 512 ? begin.total_bytes - at : 512;
        memset(&message, 0, sizeof message);
        message.which_body = limbench_v1_Envelope_update_chunk_tag;
        message.body.update_chunk.offset = at + ((spoil & 2) != 0 ? 1 : 0);
        message.body.update_chunk.payload.size = (pb_size_t)size;
        memcpy(message.body.update_chunk.payload.bytes, payload + at, size);
        say_next(true);
        acknowledge((uint32_t)(lim.next_seq - 1), false);
    }
    memset(&message, 0, sizeof message);
    message.which_body = limbench_v1_Envelope_update_commit_tag;
    message.body.update_commit.total_bytes = begin.total_bytes + ((spoil & 4) != 0 ? 1 : 0);
    message.body.update_commit.payload_crc = lim_crc32c((spoil & 8) != 0, payload, begin.total_bytes);
    say_and_keep(true);
    acknowledge((uint32_t)(lim.next_seq - 1), false);
}

/* ---- extreme values */

static void set_extreme(pb_field_iter_t *field, uint8_t value) {
    static const double reals[] = {
        0, -1, 1, 5e-324, 1e-300, 1e-30, 1e-9, 1e9, 1e30, 1e154, 1e300, DBL_MAX, NAN, INFINITY, -INFINITY};
    static const uint64_t wholes[] = {
        0, 1, 2, 12, 16, 17, 127, 128, 255, 512, 1023, 1024, 1025, 65535, 65536, 1000000, 1000001, INT32_MAX,
        UINT32_MAX, INT64_MAX, (uint64_t)1 << 63, UINT64_MAX};
    uint64_t whole = wholes[value % (sizeof wholes / sizeof wholes[0])];
    bool real = PB_LTYPE(field->type) == PB_LTYPE_FIXED64 && value < 128;
    if (PB_LTYPE(field->type) == PB_LTYPE_BOOL) {
        *(bool *)field->pData = value & 1;
    } else if (PB_LTYPE(field->type) <= PB_LTYPE_FIXED64) {
        const void *from = real ? (const void *)&reals[value % (sizeof reals / sizeof reals[0])] : (const void *)&whole;
        memcpy(field->pData, from, field->data_size < 8 ? field->data_size : 8);
    } else if (PB_LTYPE(field->type) == PB_LTYPE_BYTES) {
        pb_bytes_array_t *array = field->pData;
        size_t most = field->data_size - offsetof(pb_bytes_array_t, bytes);
        array->size = (pb_size_t)(whole < most ? whole : most - 1);
    }
}

/* Puts an extreme value into the field counted down to; true once that is done. */
static bool tweak(const pb_msgdesc_t *kind, void *part, unsigned *field, uint8_t value) {
    pb_field_iter_t iter;
    if (!pb_field_iter_begin(&iter, kind, part)) {
        return false;
    }
    do {
        bool oneof = PB_HTYPE(iter.type) == PB_HTYPE_ONEOF;
        if (oneof && *(pb_size_t *)iter.pSize != iter.tag) {
            continue;
        }
        if (PB_LTYPE_IS_SUBMSG(iter.type)) {
            if (tweak(iter.submsg_desc, iter.pData, field, value)) {
                return true;
            }
        } else if ((*field)-- == 0) {
            set_extreme(&iter, value);
            return true;
        }
    } while (pb_field_iter_next(&iter));
    return false;
}

/* ---- what a script asks for */

void host_start(void) {
    session = 1;
    next_id = 1;
    next_seq = 1;
    last_length = 0;
}

void host_next(bool new_id) {
    const uint8_t *envelope;
    size_t length = fuzz_bytes(&envelope);
    if (parse(envelope, length)) {
        if (new_id) {
            fit();
        }
        say_and_keep(new_id);
        acknowledge((uint32_t)(lim.next_seq - 1), false);
    }
}

void host_tweaked(void) {
    unsigned field = fuzz_octet();
    uint8_t value = fuzz_octet();
    if (parse(last, last_length)) {
        tweak(limbench_v1_Envelope_fields, &message, &field, value);
        say_next(true);
        acknowledge((uint32_t)(lim.next_seq - 1), false);
    }
}

void host_raw(void) {
    const uint8_t *body;
    size_t length = fuzz_bytes(&body);
    pb_ostream_t out = pb_ostream_from_buffer(sent, sizeof sent);
    if (!pb_encode_tag(&out, PB_WT_64BIT, limbench_v1_Envelope_session_tag) || !pb_encode_fixed64(&out, &session)
        || !pb_encode_tag(&out, PB_WT_VARINT, limbench_v1_Envelope_seq_tag) || !pb_encode_varint(&out, lim.expected_seq)
        || !pb_write(&out, body, length)) {
        return;
    }
    fuzz_frame(sent, out.bytes_written);
    fuzz_poll();
    next_seq = (uint32_t)lim.expected_seq; /* what is no message at all takes no place */
    acknowledge((uint32_t)(lim.next_seq - 1), false);
}

void host_again(void) {
    fuzz_frame(last, last_length);
    fuzz_poll();
}

void host_again_as_next(void) {
    if (parse(last, last_length)) {
        say_and_keep(false);
    }
}

void host_ack(void) {
    uint32_t seq = fuzz_octet();
    acknowledge(seq, (fuzz_octet() & 1) != 0);
}
