#include "lim_engine.h"

#include <pb_decode.h>
#include <string.h>

#include "lim_state.h"
#include "lim_text.h"

lim_state lim;

static bool retired(uint64_t session) {
    for (int i = 0; i < LIM_RETIRED; i++) {
        if (lim.retired[i] == session) {
            return true;
        }
    }
    return false;
}

static void close_session(void) {
    if (lim.session != 0) {
        lim.retired[lim.next_retired] = lim.session;
        lim.next_retired = (uint8_t)((lim.next_retired + 1) % LIM_RETIRED);
    }
    lim.session = 0;
    lim.streaming = false;
    lim.reading = false;
    lim.ack_due = false;
    lim.nak_due = false;
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

static void greet(const limbench_v1_Hello *hello) {
    uint64_t now = lim_hal_uptime_millis();
    if (hello->proto_major != LIM_PROTO_MAJOR) {
        lim_text text = {.length = 0};
        lim_say_word(&text, "host speaks version ");
        lim_say_number(&text, hello->proto_major);
        lim_say_word(&text, ".");
        lim_say_number(&text, hello->proto_minor);
        lim_say_word(&text, ", device 1.0");
        lim_say_fault(limbench_v1_FaultCode_FAULT_VERSION, "proto_major", text.chars, 0, 0);
        return;
    }
    if (retired(hello->session)) {
        lim.counters.other_session++;
        lim_say_fault(
            limbench_v1_FaultCode_FAULT_BUSY, "session", "this session is over; draw another session id", 0, 0);
        return;
    }
    if (hello->session != lim.session) {
        if (lim.session != 0 && now < lim.lease_ends) {
            lim_text text = {.length = 0};
            lim_say_word(&text, "held by ");
            lim_say_word(&text, lim.holder);
            lim_say_word(&text, " for another ");
            lim_say_number(&text, lim.lease_ends - now);
            lim_say_word(&text, " ms unless it says bye");
            lim_say_fault(limbench_v1_FaultCode_FAULT_LEASE_HELD, "session", text.chars, 0, 0);
            return;
        }
        open_session(hello);
    }
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

static bool belongs(uint64_t session) {
    if (session == lim.session && session != 0) {
        return true;
    }
    lim.counters.other_session++;
    return false;
}

/* Whether a sequenced message is the one expected, and there is room to answer it. */
static bool in_place(uint32_t seq) {
    if (seq > lim.expected_seq) {
        lim.counters.out_of_order++;
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
    if (lim.reading || !lim_reply_room()) {
        return false; /* as if it had not arrived */
    }
    lim.ack_due = true;
    lim.expected_seq++;
    lim.gap_reported = false;
    return true;
}

static void datasheet(void) {
    const lim_device *d = lim.device;
    limbench_v1_DatasheetReply reply = limbench_v1_DatasheetReply_init_zero;
    limbench_v1_Datasheet *sheet = &reply.datasheet;
    reply.has_datasheet = true;
    strncpy(sheet->device, d->device, sizeof sheet->device - 1);
    strncpy(sheet->firmware, d->firmware, sizeof sheet->firmware - 1);
    sheet->emulated = d->emulated;
    sheet->rows = d->rows;
    sheet->columns = d->columns;
    sheet->levels = d->levels;
    sheet->least_siemens = d->least_siemens;
    sheet->most_siemens = d->most_siemens;
    sheet->minimum_step_siemens = d->minimum_step_siemens;
    if (d->barrier_driven) {
        sheet->which_drive = limbench_v1_Datasheet_barrier_tag;
        limbench_v1_BarrierLimits limits = {
            .least_joules = d->least_barrier_joules,
            .most_joules = d->most_barrier_joules,
            .hold_joules = d->hold_barrier_joules,
            .most_tilt_joules = d->most_tilt_joules,
            .attempts_per_second = d->attempts_per_second,
            .most_attempts_per_second = d->most_attempts_per_second,
            .half_select_fraction = d->half_select_fraction};
        sheet->drive.barrier = limits;
    } else {
        sheet->which_drive = limbench_v1_Datasheet_voltage_tag;
        sheet->drive.voltage.potentiate_volts = d->potentiate_volts;
        sheet->drive.voltage.depress_volts = d->depress_volts;
    }
    sheet->pulse_seconds = d->pulse_seconds;
    sheet->temperature_kelvin = lim_hal_kelvin();
    sheet->has_converter = true;
    sheet->converter.bits = d->converter_bits;
    sheet->converter.offset_siemens = d->converter_offset_siemens;
    sheet->converter.lsb_siemens = d->converter_lsb_siemens;
    sheet->converter.noise_siemens = d->converter_noise_siemens;
    sheet->has_meter = true;
    limbench_v1_MeterChannels *meter = &sheet->meter;
    meter->lsb_joules_count = LIM_ACCOUNTS;
    meter->gain_uncertainty_count = LIM_ACCOUNTS;
    meter->offset_uncertainty_watts_count = LIM_ACCOUNTS;
    meter->noise_watts_per_root_hertz_count = LIM_ACCOUNTS;
    memcpy(meter->lsb_joules, d->lsb_joules, sizeof meter->lsb_joules);
    memcpy(meter->gain_uncertainty, d->gain_uncertainty, sizeof meter->gain_uncertainty);
    memcpy(meter->offset_uncertainty_watts, d->offset_uncertainty_watts, sizeof meter->offset_uncertainty_watts);
    memcpy(meter->noise_watts_per_root_hertz, d->noise_watts_per_root_hertz, sizeof meter->noise_watts_per_root_hertz);
    meter->unmetered_accounts = d->unmetered_accounts;
    sheet->most_slots = d->most_slots;
    sheet->most_staged_bytes = d->staging_bytes;
    lim_reply(limbench_v1_Envelope_datasheet_reply_tag, limbench_v1_DatasheetReply_fields, &reply);
}

static void status(void) {
    lim_meter meter;
    lim_meter_now(&meter);
    limbench_v1_StatusReply reply = limbench_v1_StatusReply_init_zero;
    reply.uptime_millis = lim_hal_uptime_millis();
    reply.device_seconds = meter.seconds;
    reply.last_update_id = lim.last_id;
    reply.has_latch = true;
    lim_latch(&reply.latch, &meter);
    reply.temperature_kelvin = lim_hal_kelvin();
    reply.has_counters = true;
    reply.counters = lim.counters;
    lim_reply(limbench_v1_Envelope_status_reply_tag, limbench_v1_StatusReply_fields, &reply);
}

static void meter_now(void) {
    lim_meter meter;
    lim_meter_now(&meter);
    limbench_v1_MeterReply reply = limbench_v1_MeterReply_init_zero;
    reply.has_latch = true;
    lim_latch(&reply.latch, &meter);
    reply.device_seconds = meter.seconds;
    lim_reply(limbench_v1_Envelope_meter_reply_tag, limbench_v1_MeterReply_fields, &reply);
}

static void stream(const limbench_v1_MeterStream *wanted) {
    lim.streaming = wanted->on;
    lim.stream_period = wanted->period_millis;
    lim.stream_counter = 0;
    lim.stream_next = lim_hal_uptime_millis();
}

static void stream_meter(void) {
    uint64_t now = lim_hal_uptime_millis();
    if (!lim.streaming || now < lim.stream_next) {
        return;
    }
    lim.stream_next = now + lim.stream_period;
    lim_meter meter;
    lim_meter_now(&meter);
    limbench_v1_MeterEvent event = limbench_v1_MeterEvent_init_zero;
    event.counter = ++lim.stream_counter;
    event.has_latch = true;
    lim_latch(&event.latch, &meter);
    event.device_seconds = meter.seconds;
    lim_say(lim.session, limbench_v1_Envelope_meter_event_tag, limbench_v1_MeterEvent_fields, &event);
}

static void sequenced(const limbench_v1_Envelope *message) {
    switch (message->which_body) {
        case limbench_v1_Envelope_command_tag: lim_command(&message->body.command); break;
        case limbench_v1_Envelope_update_begin_tag: lim_begin(&message->body.update_begin, message->seq); break;
        case limbench_v1_Envelope_update_chunk_tag: lim_chunk(&message->body.update_chunk, message->seq); break;
        case limbench_v1_Envelope_update_commit_tag: lim_commit(&message->body.update_commit, message->seq); break;
        case limbench_v1_Envelope_query_update_tag: lim_query(&message->body.query_update); break;
        case limbench_v1_Envelope_barrier_schedule_tag: lim_schedule(&message->body.barrier_schedule); break;
        case limbench_v1_Envelope_datasheet_request_tag: datasheet(); break;
        case limbench_v1_Envelope_status_request_tag: status(); break;
        case limbench_v1_Envelope_meter_request_tag: meter_now(); break;
        case limbench_v1_Envelope_meter_stream_tag: stream(&message->body.meter_stream); break;
        case limbench_v1_Envelope_reset_request_tag: lim.reset_asked = true; break;
        default:
            lim_reply_fault(
                limbench_v1_FaultCode_FAULT_UNSUPPORTED, "", "a device's message, or one this firmware is built without",
                message->seq, lim_command_id(message));
    }
}

static void unsequenced(const limbench_v1_Envelope *message) {
    if (message->which_body == limbench_v1_Envelope_ack_tag) {
        lim_replies_acknowledged(message->body.ack.cumulative_seq);
        if (message->body.ack.nak) {
            lim_replies_send(true);
            lim.ack_due = true;
        }
    } else if (message->which_body == limbench_v1_Envelope_bye_tag) {
        /* answered, so that the host may close its port knowing that the lease is given back */
        lim_say(lim.session, limbench_v1_Envelope_bye_tag, limbench_v1_Bye_fields, &message->body.bye);
        close_session();
    } else {
        lim.counters.malformed++;
    }
}

static bool is_sequenced(pb_size_t body) {
    return body != limbench_v1_Envelope_hello_tag && body != limbench_v1_Envelope_hello_ack_tag
        && body != limbench_v1_Envelope_ack_tag && body != limbench_v1_Envelope_meter_event_tag
        && body != limbench_v1_Envelope_log_tag && body != limbench_v1_Envelope_bye_tag;
}

static void refuse(limbench_v1_FaultCode code, const char *field, const char *text) {
    uint32_t seq = lim.message.seq;
    uint64_t id = lim_command_id(&lim.message);
    lim.counters.malformed++;
    if (seq == 0 || lim.session == 0) {
        lim_say_fault(code, field, text, seq, id);
    } else if (belongs(lim.message.session) && in_place(seq)) {
        lim_reply_fault(code, field, text, seq, id);
    }
}

static void accept(const limbench_v1_Envelope *message) {
    if (message->which_body == limbench_v1_Envelope_hello_tag) {
        greet(&message->body.hello);
        return;
    }
    if (lim.session == 0 && message->which_body == limbench_v1_Envelope_bye_tag) {
        /* said again because our answer was lost */
        lim_say(message->session, limbench_v1_Envelope_bye_tag, limbench_v1_Bye_fields, &message->body.bye);
        return;
    }
    if (lim.session == 0 && !retired(message->session)) {
        lim.counters.other_session++;
        lim_say_fault(
            limbench_v1_FaultCode_FAULT_NO_SESSION, "session", "no session is open; say hello", message->seq, 0);
        return;
    }
    if (!belongs(message->session)) {
        return;
    }
    lim.lease_ends = lim_hal_uptime_millis() + lim.lease_millis;
    if (!is_sequenced(message->which_body)) {
        unsequenced(message);
    } else if (in_place(message->seq)) {
        sequenced(message);
    }
}

/* The device's other half of lim_malformed(): what depends on the envelope alone. */
static lim_complaint envelope_malformed(const limbench_v1_Envelope *message, const char **field) {
    bool fault = message->which_body == limbench_v1_Envelope_fault_tag;
    *field = "session";
    if (message->session == 0 && !fault) {
        return "session is 0; allowed: any 64 bits but 0";
    }
    *field = "seq";
    if (!fault && is_sequenced(message->which_body) != (message->seq != 0)) {
        return message->seq == 0 ? "seq is 0; allowed: 1 or more for this message"
                                 : "seq is not 0; allowed: 0 for this message";
    }
    return NULL;
}

lim_verdict lim_decode(const uint8_t *envelope, size_t length, const char **field, lim_complaint *why) {
    pb_istream_t bytes = pb_istream_from_buffer(envelope, length);
    memset(&lim.message, 0, sizeof lim.message);
    if (!pb_decode(&bytes, limbench_v1_Envelope_fields, &lim.message)) {
        return LIM_NO_MESSAGE;
    }
    *field = "";
    if (lim_unknown(&lim.message, envelope, length)) {
        *why = "this body, verb or staged kind is not known to this firmware";
        return LIM_UNSUPPORTED;
    }
    *why = lim_malformed(&lim.message, field);
    if (*why == NULL) {
        *why = envelope_malformed(&lim.message, field);
    }
    return *why == NULL ? LIM_MESSAGE : LIM_MALFORMED;
}

static void envelope(const uint8_t *bytes, size_t length) {
    const char *field;
    lim_complaint why;
    switch (lim_decode(bytes, length, &field, &why)) {
        case LIM_MESSAGE: accept(&lim.message); break;
        case LIM_MALFORMED: refuse(limbench_v1_FaultCode_FAULT_MALFORMED, field, why); break;
        case LIM_UNSUPPORTED: refuse(limbench_v1_FaultCode_FAULT_UNSUPPORTED, field, why); break;
        case LIM_NO_MESSAGE: lim.counters.corrupt++; break;
    }
}

static void acknowledge(void) {
    if (!lim.ack_due && !lim.nak_due) {
        return;
    }
    limbench_v1_Ack ack = {
        .cumulative_seq = lim.expected_seq - 1,
        .credits = LIM_CREDITS,
        .nak = lim.nak_due,
        .uptime_millis = lim_hal_uptime_millis()};
    lim_say(lim.session, limbench_v1_Envelope_ack_tag, limbench_v1_Ack_fields, &ack);
    lim.ack_due = false;
    lim.nak_due = false;
}

void lim_boot(const lim_device *device) {
    memset(&lim, 0, sizeof lim);
    lim.device = device;
    do {
        lim.boot_id = lim_hal_entropy();
    } while (lim.boot_id == 0);
    lim_unstuffer_clear(&lim.in);
}

void lim_poll(void) {
    uint8_t bytes[64];
    size_t count;
    while (!lim.reset_asked && (count = lim_hal_receive(bytes, sizeof bytes)) > 0) {
        for (size_t i = 0; i < count && !lim.reset_asked; i++) {
            size_t length = 0;
            switch (lim_unstuff(&lim.in, bytes[i], &length)) {
                case LIM_MORE: break;
                case LIM_CORRUPT: lim.counters.corrupt++; break;
                case LIM_OVERLONG: lim.counters.overlong++; break;
                case LIM_ENVELOPE: envelope(lim.in.held, length); break;
            }
        }
        if (lim.session != 0) {
            acknowledge();
        }
    }
    if (lim.session != 0) {
        lim_read_on();
        acknowledge();
        stream_meter();
        lim_replies_send(false);
    }
}

bool lim_busy(void) {
    return lim.reading || lim.replies_sent < lim.replies_used || lim.streaming;
}

bool lim_reset_asked(void) {
    return lim.reset_asked;
}
