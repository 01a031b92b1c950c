/* What goes out: sequenced replies, kept until acknowledged, and messages said once. */
#include <pb_decode.h>
#include <pb_encode.h>
#include <string.h>

#include "lim_state.h"

#define LENGTH_BYTES 2

/* Writes session, seq and one body field into an envelope. */
static bool envelope(
    pb_ostream_t *out, uint64_t session, uint32_t seq, uint32_t field, const pb_msgdesc_t *fields, const void *message) {
    bool ok = true;
    if (session != 0) {
        ok = pb_encode_tag(out, PB_WT_64BIT, limbench_v1_Envelope_session_tag) && pb_encode_fixed64(out, &session);
    }
    if (seq != 0) {
        ok = ok && pb_encode_tag(out, PB_WT_VARINT, limbench_v1_Envelope_seq_tag) && pb_encode_varint(out, seq);
    }
    return ok && pb_encode_tag(out, PB_WT_STRING, field) && pb_encode_submessage(out, fields, message);
}

bool lim_reply_room(void) {
    return lim.replies_used + LENGTH_BYTES + LIM_MOST_ENVELOPE <= LIM_REPLY_BYTES;
}

static uint16_t length_at(uint16_t place) {
    return (uint16_t)(lim.replies[place] | lim.replies[place + 1] << 8);
}

/* Takes what was written behind the last reply. Nothing was promised without room, so a failure is a defect: it is told. */
static void take(bool ok, size_t written, uint32_t seq) {
    if (!ok) {
        lim_say_fault(limbench_v1_FaultCode_FAULT_DEVICE, "", "a reply did not fit its buffer", seq, 0);
        return;
    }
    lim.replies[lim.replies_used] = (uint8_t)written;
    lim.replies[lim.replies_used + 1] = (uint8_t)(written >> 8);
    lim.replies_used = (uint16_t)(lim.replies_used + LENGTH_BYTES + written);
    lim.next_seq++;
}

static pb_ostream_t behind(void) {
    return pb_ostream_from_buffer(lim.replies + lim.replies_used + LENGTH_BYTES, LIM_MOST_ENVELOPE);
}

void lim_reply(uint32_t field, const pb_msgdesc_t *fields, const void *message) {
    pb_ostream_t out = behind();
    bool ok = envelope(&out, lim.session, lim.next_seq, field, fields, message);
    take(ok, out.bytes_written, lim.next_seq);
}

static void fault(limbench_v1_Fault *into, limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id) {
    memset(into, 0, sizeof *into);
    into->code = code;
    strncpy(into->field, field, sizeof into->field - 1);
    strncpy(into->text, text, sizeof into->text - 1);
    into->refers_seq = seq;
    into->refers_command = id;
}

void lim_reply_fault(limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id) {
    limbench_v1_Fault message;
    fault(&message, code, field, text, seq, id);
    lim_reply(limbench_v1_Envelope_fault_tag, limbench_v1_Fault_fields, &message);
}

void lim_say(uint64_t session, uint32_t field, const pb_msgdesc_t *fields, const void *message) {
    uint8_t bytes[288]; /* the longest is a fault: 64 and 160 bytes of text */
    pb_ostream_t out = pb_ostream_from_buffer(bytes, sizeof bytes);
    if (envelope(&out, session, 0, field, fields, message)) {
        lim_send_frame(bytes, out.bytes_written);
    }
}

void lim_say_fault(limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id) {
    limbench_v1_Fault message;
    fault(&message, code, field, text, seq, id);
    lim_say(0, limbench_v1_Envelope_fault_tag, limbench_v1_Fault_fields, &message);
}

/* Sequence number of the first reply kept: as many before the next one as there are. */
void lim_replies_acknowledged(uint32_t seq) {
    uint32_t kept = 0;
    for (uint16_t place = 0; place < lim.replies_used; place = (uint16_t)(place + LENGTH_BYTES + length_at(place))) {
        kept++;
    }
    uint32_t first = lim.next_seq - kept;
    if (seq >= lim.next_seq) {
        return; /* of what was never sent */
    }
    uint16_t gone = 0;
    for (; kept > 0 && first <= seq; first++, kept--) {
        gone = (uint16_t)(gone + LENGTH_BYTES + length_at(gone));
    }
    memmove(lim.replies, lim.replies + gone, (size_t)(lim.replies_used - gone));
    lim.replies_used = (uint16_t)(lim.replies_used - gone);
    lim.replies_sent = gone < lim.replies_sent ? (uint16_t)(lim.replies_sent - gone) : 0;
}

void lim_replies_send(bool again) {
    uint16_t place = again ? 0 : lim.replies_sent;
    while (place < lim.replies_used) {
        uint16_t length = length_at(place);
        lim_send_frame(lim.replies + place + LENGTH_BYTES, length);
        place = (uint16_t)(place + LENGTH_BYTES + length);
    }
    lim.replies_sent = lim.replies_used;
}

/* ---- results */

void lim_meter_now(lim_meter *meter) {
    memset(meter, 0, sizeof *meter);
    lim_hal_meter(meter);
}

static uint32_t losses(const lim_meter *meter) {
    uint32_t sum = 0;
    for (int i = 0; i < LIM_ACCOUNTS; i++) {
        sum += meter->losses[i];
    }
    return sum;
}

void lim_latch(limbench_v1_MeterLatch *latch, const lim_meter *meter) {
    latch->losses = losses(meter);
    memcpy(latch->delivered, meter->delivered, sizeof latch->delivered);
    memcpy(latch->returned, meter->returned, sizeof latch->returned);
    latch->delivered_count = LIM_ACCOUNTS;
    latch->returned_count = LIM_ACCOUNTS;
    while (latch->delivered_count > 0 && latch->delivered[latch->delivered_count - 1] == 0) {
        latch->delivered_count--;
    }
    while (latch->returned_count > 0 && latch->returned[latch->returned_count - 1] == 0) {
        latch->returned_count--;
    }
}

void lim_window(limbench_v1_Result *result, const lim_meter *start, const lim_meter *end) {
    lim_meter added;
    result->window.unseen_accounts = 0;
    for (uint32_t i = 0; i < LIM_ACCOUNTS; i++) {
        added.delivered[i] = end->delivered[i] - start->delivered[i];
        added.returned[i] = end->returned[i] - start->returned[i];
        added.losses[i] = end->losses[i] - start->losses[i];
        result->window.unseen_accounts |= added.losses[i] != 0 ? 1u << i : 0;
    }
    bool unseen = losses(&added) != 0;
    if (!unseen || result->window.unseen_accounts == (1u << LIM_ACCOUNTS) - 1) {
        result->window.unseen_accounts = 0; /* of a loss: all of them */
    }
    result->window.unseen_causes = unseen ? end->loss_causes : 0;
    double missed = end->unseen_seconds - start->unseen_seconds;
    result->window.unseen_seconds = unseen && missed > 0 ? missed : 0;
    result->has_window = true;
    result->window.has_start = true;
    result->window.has_added = true;
    lim_latch(&result->window.start, start);
    lim_latch(&result->window.added, &added);
    result->window.start_seconds = start->seconds;
    result->window.end_seconds = end->seconds;
    result->temperature_kelvin = lim_hal_kelvin();
}

static void keep(const limbench_v1_Result *result) {
    lim_kept *slot = &lim.kept[lim.next_kept];
    lim.next_kept = (uint8_t)((lim.next_kept + 1) % LIM_KEPT_RESULTS);
    pb_ostream_t out = pb_ostream_from_buffer(slot->bytes, sizeof slot->bytes);
    slot->id = pb_encode(&out, limbench_v1_Result_fields, result) ? result->command_id : 0;
    slot->length = (uint16_t)out.bytes_written;
    if (result->command_id > lim.last_id) {
        lim.last_id = result->command_id;
    }
}

void lim_reply_result(limbench_v1_Result *result, bool kept) {
    if (kept) {
        keep(result);
    }
    lim_reply(limbench_v1_Envelope_result_tag, limbench_v1_Result_fields, result);
}

static const lim_kept *find(uint64_t id) {
    for (int i = 0; i < LIM_KEPT_RESULTS; i++) {
        if (lim.kept[i].id == id) {
            return &lim.kept[i];
        }
    }
    return NULL;
}

/* The result of an id already taken: the kept one, DUPLICATE where it was applied, or INDETERMINATE. */
static void recall(uint64_t id, limbench_v1_Result *result) {
    const lim_kept *slot = find(id);
    memset(result, 0, sizeof *result);
    if (slot != NULL) {
        pb_istream_t in = pb_istream_from_buffer(slot->bytes, slot->length);
        if (pb_decode(&in, limbench_v1_Result_fields, result)) {
            if (result->status == limbench_v1_ReceiptStatus_RECEIPT_APPLIED) {
                result->status = limbench_v1_ReceiptStatus_RECEIPT_DUPLICATE;
            }
            return;
        }
    }
    lim_meter now;
    lim_meter_now(&now);
    result->command_id = id;
    result->status = limbench_v1_ReceiptStatus_RECEIPT_INDETERMINATE;
    lim_window(result, &now, &now);
    strcpy(result->detail, "no longer kept");
}

bool lim_reply_known(uint64_t id) {
    if (id > lim.last_id) {
        return false;
    }
    limbench_v1_Result result;
    recall(id, &result);
    lim_reply_result(&result, false);
    return true;
}

bool lim_query_known(uint64_t id, limbench_v1_QueryReply *reply) {
    if (id > lim.last_id) {
        return false;
    }
    reply->has_result = true;
    recall(id, &reply->result);
    return true;
}

/* ---- readouts */

bool lim_reply_codes(uint64_t id, const lim_tile *tile, uint32_t from, uint32_t count, uint32_t averages) {
    uint32_t wide = lim.device->converter_bits > 8 ? 2 : 1;
    limbench_v1_TileChunk head = limbench_v1_TileChunk_init_zero;
    head.command_id = id;
    head.has_tile = true;
    head.tile.row = tile->row;
    head.tile.column = tile->column;
    head.tile.rows = tile->rows;
    head.tile.columns = tile->columns;
    head.offset = from;
    head.code_bytes = wide;
    head.codes.size = (pb_size_t)(count * wide);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cell = from + i;
        uint16_t code = lim_hal_read(tile->row + cell / tile->columns, tile->column + cell % tile->columns, averages);
        head.codes.bytes[i * wide] = (uint8_t)code;
        if (wide == 2) {
            head.codes.bytes[2 * i + 1] = (uint8_t)(code >> 8);
        }
    }
    lim_reply(limbench_v1_Envelope_tile_chunk_tag, limbench_v1_TileChunk_fields, &head);
    return from + count < tile->rows * tile->columns;
}
