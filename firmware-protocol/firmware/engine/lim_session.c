/* One host at a time: hello, lease, goodbye, and the order of its frames (LIM-P-030 to 037). */
#include <string.h>

#include "lim_state.h"
#include "lim_text.h"

bool lim_retired(uint64_t session) {
    for (int i = 0; i < LIM_RETIRED; i++) {
        if (lim.retired[i] == session) {
            return true;
        }
    }
    return false;
}

/* A change under way goes on to its end, and its result is kept; a readout nobody waits for does not. */
static void close_session(void) {
    if (lim.session != 0) {
        lim.retired[lim.next_retired] = lim.session;
        lim.next_retired = (uint8_t)((lim.next_retired + 1) % LIM_RETIRED);
    }
    lim.session = 0;
    lim.streaming = false;
    lim.waiting = false;
    lim.missed = false;
    lim.ack_due = false;
    lim.nak_due = false;
    if (lim.run.work == LIM_READOUT) {
        lim.run.work = LIM_NOTHING;
    }
}

static void open_session(const limbench_v1_Hello *hello) {
    close_session();
    lim.session = hello->session;
    memcpy(lim.holder, hello->client_name, sizeof lim.holder);
    lim.lease_millis = hello->lease_millis < LIM_MOST_LEASE_MILLIS ? hello->lease_millis : LIM_MOST_LEASE_MILLIS;
    lim.replies_used = 0;
    lim.replies_sent = 0;
    lim.next_seq = 1;
    lim.expected_seq = 1;
    lim.gap_reported = false;
    lim_staging_clear();
}

bool lim_held(void) {
    return lim.session != 0 && lim_hal_uptime_millis() < lim.lease_ends;
}

static void refuse_version(const limbench_v1_Hello *hello) {
    lim_text text = {.length = 0};
    lim_say_word(&text, "host speaks version ");
    lim_say_number(&text, hello->proto_major);
    lim_say_word(&text, ".");
    lim_say_number(&text, hello->proto_minor);
    lim_say_word(&text, ", device 1.0");
    lim_say_fault(hello->session, limbench_v1_FaultCode_FAULT_VERSION, "hello.proto_major", text.chars, 0, 0);
}

static void refuse_held(uint64_t session) {
    lim_text text = {.length = 0};
    lim_say_word(&text, "held by ");
    lim_say_word(&text, lim.holder);
    lim_say_word(&text, " for another ");
    lim_say_number(&text, lim.lease_ends - lim_hal_uptime_millis());
    lim_say_word(&text, " ms unless it says bye");
    lim_say_fault(session, limbench_v1_FaultCode_FAULT_LEASE_HELD, "hello.session", text.chars, 0, 0);
}

bool lim_turn_away(const uint8_t *envelope, size_t length) {
    lim_view view;
    if (!lim_scan(envelope, length, &view)) {
        return true;
    }
    if (!lim_held()) {
        return view.body != limbench_v1_Envelope_hello_tag;
    }
    if (view.session != lim.session && view.body == limbench_v1_Envelope_hello_tag) {
        refuse_held(view.session);
    }
    return view.session != lim.session;
}

void lim_greet(const limbench_v1_Hello *hello) {
    if (hello->proto_major != LIM_PROTO_MAJOR) {
        refuse_version(hello);
        return;
    }
    if (hello->max_frame != 0 && hello->max_frame < LIM_MOST_ENVELOPE) {
        lim_say_fault(
            hello->session, limbench_v1_FaultCode_FAULT_OUT_OF_RANGE, "hello.max_frame",
            "this device sends longer envelopes; allowed: 646 or more, or 0 for any", 0, 0);
        return;
    }
    if (lim_retired(hello->session)) {
        lim.counters.other_session++;
        lim_say_fault(
            hello->session, limbench_v1_FaultCode_FAULT_BUSY, "hello.session",
            "this session is over; draw another session id", 0, 0);
        return;
    }
    if (hello->session != lim.session) {
        if (lim_held()) {
            refuse_held(hello->session);
            return;
        }
        open_session(hello);
    }
    uint64_t now = lim_hal_uptime_millis();
    lim.lease_ends = now + lim.lease_millis;
    limbench_v1_HelloAck ack = {
        .boot_id = lim.boot_id,
        .proto_major = LIM_PROTO_MAJOR,
        .proto_minor = LIM_PROTO_MINOR,
        .last_update_id = lim.last_id,
        .credits = LIM_CREDITS,
        .max_frame = LIM_MOST_ENVELOPE,
        .uptime_millis = now,
        .schema_crc = LIM_SCHEMA_CRC,
        .lease_millis = (uint32_t)lim.lease_millis,
        .emulated = lim.device->emulated};
    lim_say(lim.session, limbench_v1_Envelope_hello_ack_tag, limbench_v1_HelloAck_fields, &ack);
}

void lim_goodbye(const limbench_v1_Bye *bye) {
    /* answered, so that the host may close its port knowing that the lease is given back */
    lim_say(lim.session, limbench_v1_Envelope_bye_tag, limbench_v1_Bye_fields, bye);
    close_session();
}

bool lim_belongs(uint64_t session) {
    if (session == lim.session && session != 0) {
        return true;
    }
    lim.counters.other_session++;
    return false;
}

bool lim_in_place(uint32_t seq) {
    if (seq > lim.expected_seq) {
        lim.counters.out_of_order++;
        if (lim.waiting || lim.missed) {
            lim.missed = true; /* what is between was not taken: it is asked for when there is room */
            lim.ack_due = true;
            return false;
        }
        /* one negative acknowledgement per gap; if it or the repetition is lost, the host's timer speaks */
        lim.nak_due |= !lim.gap_reported;
        lim.gap_reported = true;
        return false;
    }
    if (seq < lim.expected_seq) {
        lim.ack_due = true;
        lim.counters.repeated++;
        return false;
    }
    return true;
}

void lim_acknowledge(void) {
    if (lim.session == 0 || (!lim.ack_due && !lim.nak_due)) {
        return;
    }
    limbench_v1_Ack ack = {
        .cumulative_seq = (uint32_t)(lim.expected_seq - 1),
        /* what comes while one waits already is not taken */
        .credits = lim.run.work == LIM_NOTHING ? LIM_CREDITS : 1,
        .nak = lim.nak_due,
        .uptime_millis = lim_hal_uptime_millis()};
    lim_say(lim.session, limbench_v1_Envelope_ack_tag, limbench_v1_Ack_fields, &ack);
    lim.ack_due = false;
    lim.nak_due = false;
}
