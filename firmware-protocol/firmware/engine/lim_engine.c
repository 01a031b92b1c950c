/* Bytes in, messages in their place, and what each is for. */
#include "lim_engine.h"

#include <pb_decode.h>
#include <string.h>

#include "lim_state.h"

lim_state lim;

/* Commands and requests, when their turn comes. */
static void carry_out(const limbench_v1_Envelope *message) {
    switch (message->which_body) {
        case limbench_v1_Envelope_command_tag: lim_command(&message->body.command); break;
        case limbench_v1_Envelope_update_begin_tag: lim_begin(&message->body.update_begin, message->seq); break;
        case limbench_v1_Envelope_update_chunk_tag: lim_chunk(&message->body.update_chunk, message->seq); break;
        case limbench_v1_Envelope_update_commit_tag: lim_commit(&message->body.update_commit, message->seq); break;
        case limbench_v1_Envelope_query_update_tag: lim_query(&message->body.query_update); break;
        case limbench_v1_Envelope_barrier_schedule_tag: lim_schedule(&message->body.barrier_schedule); break;
        case limbench_v1_Envelope_datasheet_request_tag: lim_answer_datasheet(); break;
        case limbench_v1_Envelope_status_request_tag: lim_answer_status(); break;
        case limbench_v1_Envelope_meter_request_tag: lim_answer_meter(); break;
        case limbench_v1_Envelope_meter_stream_tag: lim_stream(&message->body.meter_stream); break;
        case limbench_v1_Envelope_reset_request_tag: lim.reset_asked = true; break;
        default:
            lim_reply_fault(
                limbench_v1_FaultCode_FAULT_UNSUPPORTED, lim_body_name(message->which_body),
                "a device's message, or one this firmware is built without", message->seq, lim.message_id);
    }
}

static limbench_v1_FaultCode fault_of(lim_verdict verdict) {
    return verdict == LIM_MALFORMED ? limbench_v1_FaultCode_FAULT_MALFORMED : limbench_v1_FaultCode_FAULT_UNSUPPORTED;
}

/* Whether the session has numbers left for what the message that waits is answered by. */
static bool numbered(void) {
    const limbench_v1_Command *command = &lim.message.body.command;
    uint64_t answers = 1;
    if (lim.message.which_body == limbench_v1_Envelope_command_tag
        && command->which_verb == limbench_v1_Command_read_tag) {
        answers += (uint64_t)command->verb.read.tile.rows * command->verb.read.tile.columns / (LIM_CHUNK / 2) + 1;
    }
    return lim.next_seq + answers - 1 <= UINT32_MAX;
}

/* Takes the message that waits, once the one before it is done and there is room for its answer. The array may be at what a
 * command began that a reset cut short. */
static void take(void) {
    lim_run_on(false);
    while (lim.waiting && lim.run.work == LIM_NOTHING && !lim_hal_busy() && lim_reply_room() && numbered()) {
        lim.waiting = false;
        lim.ack_due = true;
        lim.nak_due |= lim.missed;
        lim.missed = false;
        lim.gap_reported = false;
        lim.expected_seq++;
        if (lim.verdict == LIM_MESSAGE) {
            carry_out(&lim.message);
        } else {
            lim.counters.malformed++;
            lim_reply_fault(fault_of(lim.verdict), lim.field, lim.why, lim.message.seq, lim.message_id);
        }
        lim_run_on(false);
    }
}

/* A message outside any session, or outside the order of one: answered at once. */
static void refuse(const lim_view *view, limbench_v1_FaultCode code, const char *field, lim_complaint why) {
    lim.counters.malformed++;
    lim_say_fault(view->session, code, field, why, view->seq, lim_id_in(view));
}

/* Whether a message is of the open session; tells who asks without one. */
static bool admitted(const lim_view *view) {
    if (lim.session == 0 && !lim_retired(view->session)) {
        lim.counters.other_session++;
        lim_say_fault(
            view->session, limbench_v1_FaultCode_FAULT_NO_SESSION, "session", "no session is open; say hello", view->seq,
            0);
        return false;
    }
    if (!lim_belongs(view->session)) {
        return false;
    }
    lim.lease_ends = lim_hal_uptime_millis() + lim.lease_millis;
    return true;
}

static void sequenced(const lim_view *view, const uint8_t *envelope, size_t length) {
    take();
    if (lim.waiting) {
        /* the decoder's place is taken, and so is the order: the host hears that the device is there */
        if (admitted(view) && lim_in_place(view->seq)) {
            lim.ack_due = true;
        }
        return;
    }
    const char *field;
    lim_complaint why;
    lim_verdict verdict = lim_decode(envelope, length, &field, &why);
    if (verdict == LIM_NO_MESSAGE) {
        lim.counters.corrupt++;
    } else if (verdict != LIM_MESSAGE && (view->seq == 0 || lim.session == 0)) {
        refuse(view, fault_of(verdict), field, why);
    } else if (admitted(view) && lim_in_place(view->seq)) {
        lim.waiting = true;
        lim.verdict = verdict;
        lim.field = field;
        lim.why = why;
        lim.message.seq = view->seq; /* of one the decoder could not hold it may be missing */
        lim.message_id = lim_id_in(view);
        take();
    }
}

typedef union {
    limbench_v1_Hello hello;
    limbench_v1_Ack ack;
    limbench_v1_Bye bye;
} lim_unsequenced;

static const pb_msgdesc_t *unsequenced_fields(uint32_t body) {
    switch (body) {
        case limbench_v1_Envelope_hello_tag: return limbench_v1_Hello_fields;
        case limbench_v1_Envelope_ack_tag: return limbench_v1_Ack_fields;
        case limbench_v1_Envelope_bye_tag: return limbench_v1_Bye_fields;
        default: return NULL;
    }
}

/* What depends on the envelope alone. */
static lim_complaint envelope_malformed(const lim_view *view, const char **field) {
    bool fault = view->body == limbench_v1_Envelope_fault_tag;
    *field = "session";
    if (view->session == 0 && !fault) {
        return "0; allowed: any 64 bits but 0";
    }
    *field = "seq";
    if (!fault && lim_is_sequenced(view->body) != (view->seq != 0)) {
        return view->seq == 0 ? "0; allowed: 1 or more for this message" : "not 0; allowed: 0 for this message";
    }
    return NULL;
}

static void acknowledged(const limbench_v1_Ack *ack) {
    lim_replies_acknowledged(ack->cumulative_seq);
    if (ack->nak) {
        lim_replies_send(true);
        lim.ack_due = true;
    }
}

/* Hello, Ack, Bye: heard at once, whatever waits. Decoded apart from the message that waits. */
static void unsequenced(const lim_view *view) {
    lim_unsequenced body;
    const pb_msgdesc_t *fields = unsequenced_fields(view->body);
    pb_istream_t bytes = pb_istream_from_buffer(view->bytes, view->length);
    const char *field = "";
    lim_complaint why = NULL;
    memset(&body, 0, sizeof body);
    if (fields != NULL && !pb_decode(&bytes, fields, &body)) {
        why = lim_over_limit(view, &field);
        if (why == NULL) {
            lim.counters.corrupt++;
            return;
        }
    }
    if (why == NULL && view->body == limbench_v1_Envelope_hello_tag) {
        why = lim_hello_malformed(view->session, &body.hello, &field);
    }
    if (why == NULL) {
        why = envelope_malformed(view, &field);
    }
    if (why != NULL) {
        refuse(view, limbench_v1_FaultCode_FAULT_MALFORMED, field, why);
    } else if (view->body == limbench_v1_Envelope_hello_tag) {
        lim_greet(&body.hello);
    } else if (lim.session == 0 && view->body == limbench_v1_Envelope_bye_tag) {
        /* said again because our answer was lost */
        lim_say(view->session, limbench_v1_Envelope_bye_tag, limbench_v1_Bye_fields, &body.bye);
    } else if (!admitted(view)) {
        return;
    } else if (view->body == limbench_v1_Envelope_ack_tag) {
        acknowledged(&body.ack);
    } else if (view->body == limbench_v1_Envelope_bye_tag) {
        lim_goodbye(&body.bye);
    } else {
        lim.counters.malformed++;
    }
}

lim_verdict lim_decode(const uint8_t *envelope, size_t length, const char **field, lim_complaint *why) {
    lim_view view;
    pb_istream_t bytes = pb_istream_from_buffer(envelope, length);
    memset(&lim.message, 0, sizeof lim.message);
    if (!lim_scan(envelope, length, &view)) {
        return LIM_NO_MESSAGE;
    }
    if (!pb_decode(&bytes, limbench_v1_Envelope_fields, &lim.message)) {
        *why = lim_over_limit(&view, field);
        return *why == NULL ? LIM_NO_MESSAGE : LIM_MALFORMED;
    }
    *field = lim_unknown(&lim.message, view.body);
    if (*field != NULL) {
        *why = "not known to this firmware";
        return LIM_UNSUPPORTED;
    }
    *field = "";
    /* of one that is never numbered its number is the fault, whatever else is wrong with it */
    bool misnumbered = view.seq != 0 && !lim_is_sequenced(view.body);
    *why = misnumbered ? NULL : lim_malformed(&lim.message, field);
    if (*why == NULL) {
        *why = envelope_malformed(&view, field);
    }
    return *why == NULL ? LIM_MESSAGE : LIM_MALFORMED;
}

static void envelope(const uint8_t *bytes, size_t length) {
    lim_view view;
    if (!lim_scan(bytes, length, &view)) {
        lim.counters.corrupt++;
    } else if (lim.unfit != NULL) {
        lim_say_fault(view.session, limbench_v1_FaultCode_FAULT_DEVICE, "", lim.unfit, view.seq, 0);
    } else if (lim_is_sequenced(view.body) || view.seq != 0) {
        /* whoever numbers a message waits for that number to be taken, also where it has none */
        sequenced(&view, bytes, length);
    } else {
        unsequenced(&view);
    }
}

const char *lim_boot(const lim_device *device) {
    memset(&lim, 0, sizeof lim);
    lim.device = device;
    lim.unfit = lim_unfit(device);
    do {
        lim.boot_id = lim_hal_entropy();
    } while (lim.boot_id == 0);
    lim_unstuffer_clear(&lim.in);
    return lim.unfit;
}

static void receive(void) {
    uint8_t bytes[64];
    size_t count, taken = 0;
    while (!lim.reset_asked && taken < LIM_POLL_BYTES && (count = lim_hal_receive(bytes, sizeof bytes)) > 0) {
        taken += count;
        for (size_t i = 0; i < count && !lim.reset_asked; i++) {
            size_t length = 0;
            switch (lim_unstuff(&lim.in, bytes[i], &length)) {
                case LIM_MORE: break;
                case LIM_CORRUPT: lim.counters.corrupt++; break;
                case LIM_OVERLONG: lim.counters.overlong++; break;
                case LIM_ENVELOPE: envelope(lim.in.held, length); break;
            }
        }
        lim_acknowledge();
    }
}

void lim_poll(void) {
    lim.slice_ends = lim_hal_uptime_millis() + LIM_SLICE_MILLIS;
    receive();
    if (lim.reset_asked) {
        return;
    }
    lim_run_on(true);
    take();
    lim_acknowledge();
    if (lim.session != 0) {
        lim_stream_on();
        lim_replies_send(false);
    }
}

bool lim_working(void) {
    return lim.run.work != LIM_NOTHING && (lim.run.work != LIM_READOUT || lim_reply_room()) && !lim_hal_busy();
}

bool lim_busy(void) {
    return lim.run.work != LIM_NOTHING || lim.waiting || lim.replies_sent < lim.replies_used || lim.streaming;
}

bool lim_reset_asked(void) {
    return lim.reset_asked;
}
