/* The outside of an envelope, read without a decoder: a message that the decoder cannot hold must be answered all the same. */
#include <pb_decode.h>

#include "lim_state.h"

/* What the decoder's static arrays hold of the fields a host may overfill. */
typedef enum { OCTETS, WHOLES, REALS } lim_kind;
typedef struct {
    uint8_t body, verb, field; /* verb 0: the field is the body's own */
    lim_kind kind;             /* what is counted, and how one is written */
    uint16_t most;
    const char *name;
    lim_complaint why;
} lim_limit;

/* n, which must be what the decoder was generated for */
#define SAME(n, held) ((n) + 0 * sizeof(char[(n) == (held) ? 1 : -1]))
#define HELD(message, field) (sizeof(((message *)0)->field))
#define TEXT(n, message, field, name) OCTETS, SAME(n, HELD(message, field) - 1), name, "too long; allowed: 0 to " #n " bytes"
#define BYTES(n, message, field, name) OCTETS, SAME(n, HELD(message, field.bytes)), name, "too long; allowed: 0 to " #n " bytes"
#define LIST(n, kind, message, field, name) \
    kind, SAME(n, HELD(message, field) / HELD(message, field[0])), name, "too many; allowed: 1 to " #n " entries"

static const lim_limit limits[] = {
    {limbench_v1_Envelope_hello_tag, 0, limbench_v1_Hello_client_name_tag,
     TEXT(64, limbench_v1_Hello, client_name, "hello.client_name")},
    {limbench_v1_Envelope_bye_tag, 0, limbench_v1_Bye_reason_tag, TEXT(160, limbench_v1_Bye, reason, "bye.reason")},
    {limbench_v1_Envelope_power_on_tag, 0, limbench_v1_PowerOn_life_tag,
     TEXT(64, limbench_v1_PowerOn, life, "power_on.life")},
    {limbench_v1_Envelope_command_tag, limbench_v1_Command_rank1_tag, limbench_v1_Rank1Update_row_codes_tag,
     BYTES(512, limbench_v1_Rank1Update, row_codes, "command.rank1.row_codes")},
    {limbench_v1_Envelope_command_tag, limbench_v1_Command_rank1_tag, limbench_v1_Rank1Update_column_codes_tag,
     BYTES(512, limbench_v1_Rank1Update, column_codes, "command.rank1.column_codes")},
    {limbench_v1_Envelope_barrier_schedule_tag, 0, limbench_v1_BarrierSchedule_after_updates_tag,
     LIST(32, WHOLES, limbench_v1_BarrierSchedule, after_updates, "barrier_schedule.after_updates")},
    {limbench_v1_Envelope_barrier_schedule_tag, 0, limbench_v1_BarrierSchedule_barrier_joules_tag,
     LIST(32, REALS, limbench_v1_BarrierSchedule, barrier_joules, "barrier_schedule.after_updates")},
    {limbench_v1_Envelope_matrix_vector_tag, 0, limbench_v1_MatrixVector_input_tag,
     BYTES(512, limbench_v1_MatrixVector, input, "matrix_vector.input")},
    {limbench_v1_Envelope_update_chunk_tag, 0, limbench_v1_UpdateChunk_payload_tag,
     BYTES(512, limbench_v1_UpdateChunk, payload, "update_chunk.payload")},
};
#define LIMITS (sizeof limits / sizeof limits[0])

/* The next field of a message: its number, and where its bytes are if it has a length; false at the end or in a mess. */
static bool next(pb_istream_t *in, uint32_t *field, pb_wire_type_t *type, pb_istream_t *part) {
    bool end;
    if (!pb_decode_tag(in, type, field, &end)) {
        return false;
    }
    if (*type != PB_WT_STRING) {
        return true;
    }
    if (!pb_make_string_substream(in, part)) {
        return false;
    }
    pb_istream_t behind = *part;
    return pb_close_string_substream(in, &behind);
}

bool lim_is_sequenced(uint32_t body) {
    return body != limbench_v1_Envelope_hello_tag && body != limbench_v1_Envelope_hello_ack_tag
        && body != limbench_v1_Envelope_ack_tag && body != limbench_v1_Envelope_meter_event_tag
        && body != limbench_v1_Envelope_log_tag && body != limbench_v1_Envelope_bye_tag;
}

bool lim_scan(const uint8_t *envelope, size_t length, lim_view *view) {
    pb_istream_t in = pb_istream_from_buffer(envelope, length), part;
    pb_wire_type_t type;
    uint32_t field;
    lim_view found = {0, 0, 0, envelope, 0};
    while (in.bytes_left > 0) {
        bool ok = next(&in, &field, &type, &part);
        if (!ok) {
            return false;
        }
        if (field == limbench_v1_Envelope_session_tag) {
            ok = type == PB_WT_64BIT && pb_decode_fixed64(&in, &found.session);
        } else if (field == limbench_v1_Envelope_seq_tag) {
            ok = type == PB_WT_VARINT && pb_decode_varint32(&in, &found.seq);
        } else if (type == PB_WT_STRING) {
            found.body = field;
            found.bytes = part.state;
            found.length = part.bytes_left;
        } else {
            ok = pb_skip_field(&in, type);
        }
        if (!ok) {
            return false;
        }
    }
    *view = found;
    return true;
}

uint64_t lim_id_in(const lim_view *view) {
    switch (view->body) {
        case limbench_v1_Envelope_command_tag:
        case limbench_v1_Envelope_barrier_schedule_tag:
        case limbench_v1_Envelope_matrix_vector_tag:
        case limbench_v1_Envelope_update_begin_tag:
        case limbench_v1_Envelope_update_chunk_tag:
        case limbench_v1_Envelope_update_commit_tag:
        case limbench_v1_Envelope_query_update_tag: break;
        default: return 0;
    }
    pb_istream_t in = pb_istream_from_buffer(view->bytes, view->length), part;
    pb_wire_type_t type;
    uint32_t field;
    uint64_t id = 0;
    while (in.bytes_left > 0 && next(&in, &field, &type, &part)) {
        /* in all of them field 1 */
        if (field == limbench_v1_Command_command_id_tag && type == PB_WT_VARINT) {
            if (!pb_decode_varint(&in, &id)) {
                return 0;
            }
        } else if (type != PB_WT_STRING && !pb_skip_field(&in, type)) {
            break;
        }
    }
    return id > INT64_MAX ? 0 : id;
}

/* Entries in a run of packed ones. */
static size_t packed(lim_kind kind, const pb_istream_t *part) {
    const uint8_t *bytes = part->state;
    size_t count = 0;
    if (kind == REALS) {
        return part->bytes_left / 8;
    }
    for (size_t i = 0; i < part->bytes_left; i++) {
        count += bytes[i] < 0x80; /* the last octet of a number */
    }
    return count;
}

/* How much of a field a message brings: octets of the last one, or entries of all. */
static size_t amount(const lim_limit *limit, pb_istream_t in) {
    pb_istream_t part;
    pb_wire_type_t type;
    uint32_t field;
    size_t count = 0;
    while (in.bytes_left > 0 && next(&in, &field, &type, &part)) {
        bool it = field == limit->field;
        if (type != PB_WT_STRING) {
            count += it;
            if (!pb_skip_field(&in, type)) {
                break;
            }
        } else if (it && limit->kind == OCTETS) {
            count = count > part.bytes_left ? count : part.bytes_left;
        } else if (it) {
            count += packed(limit->kind, &part);
        }
    }
    return count;
}

/* The last part of a message under a field's number; false: there is none. */
static bool inside(pb_istream_t in, uint32_t wanted, pb_istream_t *into) {
    pb_istream_t part;
    pb_wire_type_t type;
    uint32_t field;
    bool found = false;
    while (in.bytes_left > 0 && next(&in, &field, &type, &part)) {
        if (type != PB_WT_STRING) {
            if (!pb_skip_field(&in, type)) {
                break;
            }
        } else if (field == wanted) {
            *into = part;
            found = true;
        }
    }
    return found;
}

lim_complaint lim_over_limit(const lim_view *view, const char **field) {
    pb_istream_t body = pb_istream_from_buffer(view->bytes, view->length);
    for (size_t i = 0; i < LIMITS; i++) {
        const lim_limit *limit = &limits[i];
        pb_istream_t part = body;
        if (limit->body != view->body || (limit->verb != 0 && !inside(body, limit->verb, &part))) {
            continue;
        }
        if (amount(limit, part) > limit->most) {
            *field = limit->name;
            return limit->why;
        }
    }
    return NULL;
}
