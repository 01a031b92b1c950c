/* What goes out: sequenced replies, kept until acknowledged, and messages said once. */
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
        lim_say_fault(
            lim.session, limbench_v1_FaultCode_FAULT_DEVICE, "", "a reply did not fit its buffer", seq, 0);
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
    uint32_t seq = (uint32_t)lim.next_seq;
    bool ok = envelope(&out, lim.session, seq, field, fields, message);
    take(ok, out.bytes_written, seq);
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

void lim_say_fault(
    uint64_t session, limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id) {
    limbench_v1_Fault message;
    fault(&message, code, field, text, seq, id);
    lim_say(session, limbench_v1_Envelope_fault_tag, limbench_v1_Fault_fields, &message);
}

/* Sequence number of the first reply kept: as many before the next one as there are. */
void lim_replies_acknowledged(uint32_t seq) {
    uint32_t kept = 0;
    for (uint16_t place = 0; place < lim.replies_used; place = (uint16_t)(place + LENGTH_BYTES + length_at(place))) {
        kept++;
    }
    uint64_t first = lim.next_seq - kept;
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
